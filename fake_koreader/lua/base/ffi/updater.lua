--- KOReader's updater: it loads, and any use of it fails by name.

return setmetatable({}, {
    __index = function(_, member)
        require("not_emulated")("ffi/updater", member)
    end,
})
