-- The loud refusal: names the module and member that is missing (the module alone without a member), and the plugin
-- line that asked. The trace has it too: a plugin may catch the error and go another way than it would on a device.

return function(host)
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
        local where = caller()
        host.trace.emit("not-emulated", "what", what, "where", where)
        error("not emulated: " .. what .. ", called from " .. where, 0)
    end
end
