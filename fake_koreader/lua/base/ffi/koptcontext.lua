--- The reflow engine of paged books: it loads, and any use of it fails by name.

return setmetatable({}, {
    __index = function(_, member)
        require("not_emulated")("ffi/koptcontext", member)
    end,
})
