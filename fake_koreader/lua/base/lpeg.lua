--- lpeg is part of KOReader but not of the emulation: it loads, and any use of it fails by name.

return setmetatable({}, {
    __index = function(_, member)
        require("not_emulated")("lpeg", member)
    end,
})
