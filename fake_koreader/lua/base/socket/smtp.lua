--- LuaSocket's `socket.smtp`: it loads, and any use of it fails by name.

return setmetatable({ TIMEOUT = 60 }, {
    __index = function(_, member)
        require("not_emulated")("socket.smtp", member)
    end,
})
