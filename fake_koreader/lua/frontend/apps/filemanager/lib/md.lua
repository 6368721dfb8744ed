--- Markdown to HTML: KOReader's frontend/apps/filemanager/lib/md. Calling the module or `renderString` gives HTML.
-- fidelity: partial: paragraphs, headings, lists, quotes, code, rules, emphasis, links, images, reference links and
-- lines of HTML; the white space between the tags is our own

local escape_html = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

local md = {}

local function escaped(text)
    return (text:gsub("[&<>]", escape_html))
end

-- Inline: pieces that are finished are put away under a number, so that nothing works on them twice.
local function inlineRenderer(references)
    local kept = {}
    local function keep(html)
        kept[#kept + 1] = html
        return "\1" .. #kept .. "\2"
    end
    local render
    local function link(text, target, title)
        local with_title = title and title ~= "" and ' title="' .. title .. '"' or ""
        return keep('<a href="' .. target .. '"' .. with_title .. ">") .. text .. keep("</a>")
    end
    local function image(text, target, title)
        local with_title = title and title ~= "" and ' title="' .. title .. '"' or ""
        return keep('<img alt="' .. text .. '" src="' .. target .. '"' .. with_title .. ">")
    end
    local function inline(make)
        return function(text, inside)
            local target, title = inside:match("^%s*<?(%S-)>?%s+[\"'](.*)[\"']%s*$")
            return make(text, target or inside:match("^%s*<?(%S*)>?"), title)
        end
    end
    local function referred(make)
        return function(text, id)
            local reference = references[(id ~= "" and id or text):lower()]
            if reference then return make(text, reference.target, reference.title) end
        end
    end
    function render(text)
        text = text:gsub("\\([\\`*_{}%[%]()#+%-.!|])", function(char) return keep(escaped(char)) end)
        text = text:gsub("(`+)(.-[^`])%1", function(_marks, code)
            return keep("<code>" .. escaped(code:match("^ ?(.-) ?$")) .. "</code>")
        end)
        text = text:gsub("<(https?://[^%s>]+)>", function(target) return link(escaped(target), target) end)
        text = text:gsub("<(/?%a[^<>]*)>", function(tag) return keep("<" .. tag .. ">") end)
        text = text:gsub("&(#?%w+;)", function(entity) return keep("&" .. entity) end)
        text = escaped(text)
        text = text:gsub("!%[(.-)%]%((.-)%)", inline(image)):gsub("!%[(.-)%]%[(.-)%]", referred(image))
        text = text:gsub("%[(.-)%]%((.-)%)", inline(link)):gsub("%[(.-)%] ?%[(.-)%]", referred(link))
        text = text:gsub("%*%*(%S.-)%*%*", "<strong>%1</strong>"):gsub("__(%S.-)__", "<strong>%1</strong>")
        text = text:gsub("~~(%S.-)~~", "<del>%1</del>")
        text = text:gsub("%*(%S.-)%*", "<em>%1</em>")
        text = text:gsub("%f[%w_]_(%S.-)_%f[^%w_]", "<em>%1</em>")
        text = text:gsub("  \n", "<br>\n")
        return text
    end
    return function(text)
        local html = render(text)
        local count
        repeat
            html, count = html:gsub("\1(%d+)\2", function(number) return kept[tonumber(number)] end)
        until count == 0
        return html
    end
end

-- Blocks: each takes lines from `at` on and returns the HTML and the first line after it; nil for another kind.
local blocks, renderLines = {}, nil

local function isRule(line)
    local bare = line:gsub("%s", "")
    return #bare >= 3 and (bare:find("^%-+$") or bare:find("^%*+$") or bare:find("^_+$")) and true or false
end

local function listItem(line)
    local indent, rest = line:match("^( *)[-*+]%s+(.*)$")
    if indent and not isRule(line) then return #indent, rest, "ul" end
    indent, rest = line:match("^( *)%d+[.)]%s+(.*)$")
    if indent then return #indent, rest, "ol" end
end

function blocks.fence(lines, at)
    local mark, language = lines[at]:match("^(```+)%s*(%S*)")
    if not mark then mark, language = lines[at]:match("^(~~~+)%s*(%S*)") end
    if not mark then return nil end
    local code, next_at = {}, at + 1
    while lines[next_at] and lines[next_at]:sub(1, #mark) ~= mark do
        code[#code + 1] = escaped(lines[next_at])
        next_at = next_at + 1
    end
    local class = language ~= "" and ' class="' .. language .. '"' or ""
    return "<pre><code" .. class .. ">" .. table.concat(code, "\n") .. "</code></pre>", next_at + 1
end

function blocks.heading(lines, at, inline)
    local marks, text = lines[at]:match("^(#+)%s+(.-)%s*#*$")
    if marks and #marks <= 6 then
        return ("<h%d>%s</h%d>"):format(#marks, inline(text), #marks), at + 1
    end
    local under = lines[at + 1]
    if under and lines[at]:find("%S") and not listItem(lines[at]) then
        local level = under:find("^=+%s*$") and 1 or under:find("^%-%-+%s*$") and 2
        if level then return ("<h%d>%s</h%d>"):format(level, inline(lines[at]), level), at + 2 end
    end
end

function blocks.rule(lines, at)
    if isRule(lines[at]) then return "<hr>", at + 1 end
end

function blocks.quote(lines, at, inline)
    if not lines[at]:find("^ ? ? ?>") then return nil end
    local inner = {}
    while lines[at] and lines[at]:find("%S") do
        inner[#inner + 1] = lines[at]:gsub("^ ? ? ?> ?", "")
        at = at + 1
    end
    return "<blockquote>\n" .. renderLines(inner, inline) .. "\n</blockquote>", at
end

function blocks.list(lines, at, inline)
    local indent, first, kind = listItem(lines[at])
    if not indent then return nil end
    local items, loose = { { first } }, false
    at = at + 1
    while lines[at] do
        local line = lines[at]
        local item_indent, text, item_kind = listItem(line)
        if item_indent and item_indent <= indent + 1 then
            if item_kind ~= kind then break end
            items[#items + 1] = { text }
        elseif not line:find("%S") then
            local next_line = lines[at + 1] or ""
            local next_indent = listItem(next_line)
            if next_indent and select(3, listItem(next_line)) == kind then
                loose = loose or next_indent <= indent + 1
            elseif not next_line:find("^%s+%S") then
                break
            end
            table.insert(items[#items], "")
        elseif not line:find("^%s") and not lines[at - 1]:find("%S") then
            break
        else
            table.insert(items[#items], (line:gsub("^" .. (" ?"):rep(indent + 4), "")))
        end
        at = at + 1
    end
    local html = {}
    for i, item in ipairs(items) do
        local inner = renderLines(item, inline)
        if not loose then inner = inner:gsub("^<p>(.-)</p>", "%1", 1) end
        html[i] = "<li>" .. inner .. "</li>"
    end
    return ("<%s>\n%s\n</%s>"):format(kind, table.concat(html, "\n"), kind), at
end

function blocks.code(lines, at)
    if not (lines[at]:find("^    ") or lines[at]:find("^\t")) then return nil end
    local code = {}
    while lines[at] and (lines[at]:find("^    ") or lines[at]:find("^\t")
        or (not lines[at]:find("%S") and (lines[at + 1] or ""):find("^    "))) do
        code[#code + 1] = escaped((lines[at]:gsub("^    ", ""):gsub("^\t", "")))
        at = at + 1
    end
    return "<pre><code>" .. table.concat(code, "\n") .. "</code></pre>", at
end

function blocks.html(lines, at)
    if not lines[at]:find("^</?%a[%w]*[%s>/]") and not lines[at]:find("^<!%-%-") then return nil end
    local html = {}
    while lines[at] and lines[at]:find("%S") do
        html[#html + 1] = lines[at]
        at = at + 1
    end
    return table.concat(html, "\n"), at
end

local ORDER = { "fence", "heading", "rule", "quote", "list", "code", "html" }

local function block(lines, at, inline)
    for _i, name in ipairs(ORDER) do
        local html, next_at = blocks[name](lines, at, inline)
        if html then return html, next_at end
    end
end

function renderLines(lines, inline)
    local out, paragraph, at = {}, {}, 1
    local function finish()
        if paragraph[1] then out[#out + 1] = "<p>" .. inline(table.concat(paragraph, "\n")) .. "</p>" end
        paragraph = {}
    end
    while lines[at] do
        local html, next_at
        if not lines[at]:find("%S") then
            next_at = at + 1
            finish()
        elseif not paragraph[1] or not lines[at]:find("^%s") then
            html, next_at = block(lines, at, inline)
        end
        if html then
            finish()
            out[#out + 1] = html
        elseif not next_at then
            paragraph[#paragraph + 1] = lines[at]:gsub("^%s+", "")
            next_at = at + 1
        end
        at = next_at
    end
    finish()
    return table.concat(out, "\n")
end

--- HTML for lines of Markdown that an iterator gives, one after another. `options` may have `prependHead`,
-- `appendHead`, `insertHead` and `insertTail`: HTML put before and after.
-- @treturn string
function md.renderLineIterator(iterator, options)
    local lines, references = {}, {}
    for line in iterator do
        local id, target, title = line:match("^ ? ? ?%[(.-)%]:%s*<?(%S-)>?%s+[\"'(](.-)[\"')]%s*$")
        if not id then id, target = line:match("^ ? ? ?%[(.-)%]:%s*<?([^%s>]+)>?%s*$") end
        if id then
            references[id:lower()] = { target = target, title = title }
        else
            lines[#lines + 1] = (line:gsub("\r$", ""):gsub("^\t", "    "))
        end
    end
    local html = renderLines(lines, inlineRenderer(references))
    options = options or {}
    return (options.prependHead or "") .. (options.insertHead or "") .. html .. (options.insertTail or "")
        .. (options.appendTail or "")
end

--- HTML for an array of lines.
function md.renderTable(lines, options)
    local index = 0
    return md.renderLineIterator(function()
        index = index + 1
        return lines[index]
    end, options)
end

--- HTML for a text.
function md.renderString(text, options)
    local lines = {}
    for line in (text .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = line end
    if lines[#lines] == "" then lines[#lines] = nil end
    return md.renderTable(lines, options)
end

-- Called: HTML for a text, an array of lines or an iterator; nil and what went wrong for anything else.
return setmetatable(md, {
    __call = function(_self, source, options)
        if type(source) == "string" then return md.renderString(source, options) end
        if type(source) == "table" then return md.renderTable(source, options) end
        if type(source) == "function" then return md.renderLineIterator(source, options) end
        return nil, "Markdown has to be a string, an array of lines or an iterator"
    end,
})
