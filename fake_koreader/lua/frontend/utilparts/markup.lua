--- The part of `util` about HTML and CSS (specs/koreader-core.md §3.1).

local text = require("utilparts/text")

local markup = {}

local ENTITIES = {
    lt = "<", gt = ">", quot = '"', apos = "'", nbsp = " ",
    lsquo = "‘", rsquo = "’", ldquo = "“", rdquo = "”", mdash = "—",
}
local ESCAPES = {
    ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;", ["/"] = "&#47;",
}

--- Decodes the few named entities known here and all numeric ones; `&amp;` comes last, so it never doubles.
function markup.htmlEntitiesToUtf8(s)
    local decoded = s:gsub("&(%a+);", ENTITIES)
    decoded = decoded:gsub("&#(%d+);", function(digits)
        return text.unicodeCodepointToUtf8(tonumber(digits))
    end)
    decoded = decoded:gsub("&#[xX](%x+);", function(digits)
        return text.unicodeCodepointToUtf8(tonumber(digits, 16))
    end)
    return (decoded:gsub("&amp;", "&"))
end

--- Paragraphs and line breaks become line ends, other tags go, entities are decoded.
function markup.htmlToPlainText(html)
    local plain = html
    for _, rule in ipairs{
        { "%s*<%s*[bB][rR]%s*/?>%s*", "\n" },
        { "%s*</[pP]>%s*", "\n" },
        { "%s*<[pP]>%s*", "\n\t" },
        { "%s*<[pP]%s[^>]*>%s*", "\n\t" },
        { "<[^>]*>", "" },
    } do
        plain = plain:gsub(rule[1], rule[2])
    end
    return text.trim(markup.htmlEntitiesToUtf8(plain))
end

--- Plain text of what contains tags, written out or as entities; anything else only loses a trailing `]]>`.
function markup.htmlToPlainTextIfHtml(s)
    local tagged = s:find("<%a[^>]*>")
    if not tagged and s:find("&lt;%a.-&gt;") then
        s, tagged = markup.htmlEntitiesToUtf8(s), true
    end
    if tagged then
        return markup.htmlToPlainText(s)
    end
    return (s:gsub("%]%]>%s*$", ""))
end

--- Escapes six characters; gsub's count comes along, and counts braces, which stay.
function markup.htmlEscape(s)
    return s:gsub("[&<>\"'/{}]", ESCAPES)
end

--- One declaration per line (or, condensed, one rule per line).
function markup.prettifyCSS(css, condensed)
    local between, indent = condensed and " " or "\n", condensed and "" or "    "
    local rules = {}
    for selector, body in css:gsub("%s+", " "):gmatch("([^{}]+){([^{}]*)}") do
        local lines = { text.trim(selector) .. " {" }
        for declaration in body:gmatch("[^;]+") do
            if declaration:find("%S") then
                lines[#lines + 1] = indent .. text.trim(declaration):gsub("%s*:%s*", ": ", 1) .. ";"
            end
        end
        lines[#lines + 1] = "}"
        rules[#rules + 1] = table.concat(lines, between)
    end
    return #rules > 0 and table.concat(rules, "\n") or css
end

return markup
