-- The loud refusal: names the module and member that is missing (the module alone without a member), and the plugin
-- line that asked.

return function()
    local function caller()
        local nearest
        for level = 3, 60 do
            local info = debug.getinfo(level, "Sl")
            if not info then
                break
            end
            local where = info.source:gsub("^@", "") .. ":" .. info.currentline
            if info.source:find("%.koplugin/") then
                return where
            elseif not nearest and info.currentline > 0 and not info.source:find("^@common/")
                and not info.source:find("^@prelude/") then
                nearest = where
            end
        end
        return nearest or "?"
    end

    return function(module_name, member)
        local what = member == nil and module_name or module_name .. "." .. tostring(member)
        error("not emulated: " .. what .. ", called from " .. caller(), 0)
    end
end
