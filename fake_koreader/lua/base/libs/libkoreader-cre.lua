--- The engine of reflowable books as a library: documents are opened through document/documentregistry; what plugins
-- ask of the library itself is here.
-- fidelity: partial: getBalancedHTML and what plugins ask of the library; documents are opened through
-- document/documentregistry

local cre = {}

local VOID = { br = true, hr = true, img = true, input = true, link = true, meta = true, wbr = true, col = true }

--- HTML with its tags closed and nested well.
function cre.getBalancedHTML(html)
    local parts, open, at = {}, {}, 1
    local function text(to) parts[#parts + 1] = html:sub(at, to) end
    for from, slash, name, finish in html:gmatch("()<(/?)([%a][%w:-]*)[^>]*>()") do
        name = name:lower()
        text(from - 1)
        local tag = html:sub(from, finish - 1)
        at = finish
        if slash == "" then
            parts[#parts + 1] = tag
            if not VOID[name] and not tag:find("/>$") then open[#open + 1] = name end
        else
            local depth = #open
            while depth > 0 and open[depth] ~= name do depth = depth - 1 end
            for i = #open, math.max(depth, 1), -1 do
                if depth == 0 then break end
                parts[#parts + 1] = "</" .. open[i] .. ">"
                open[i] = nil
            end
        end
    end
    text(#html)
    for i = #open, 1, -1 do parts[#parts + 1] = "</" .. open[i] .. ">" end
    return table.concat(parts)
end

return setmetatable(cre, {
    __index = function(_, member)
        require("not_emulated")("libs/libkoreader-cre", member)
    end,
})
