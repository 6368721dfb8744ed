--- LuaSocket's `socket.tp`: it loads, and any use of it fails by name.

return setmetatable({ TIMEOUT = 60 }, {
    __index = function(_, member)
        require("not_emulated")("socket.tp", member)
    end,
})
