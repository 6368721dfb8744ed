--- `__gc` for tables, which LuaJIT lacks: gives the table a finalizer by its metatable's `__gc`.

return function(object, meta)
    setmetatable(object, meta)
    local finalizer = meta.__gc
    if finalizer then
        local proxy = newproxy(true)
        getmetatable(proxy).__gc = function() finalizer(object) end
        rawset(object, "__gc_proxy", proxy)
    end
    return object
end
