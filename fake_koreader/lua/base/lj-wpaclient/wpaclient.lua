--- The client of wpa_supplicant: it loads, and any use of it fails by name.

return setmetatable({}, {
    __index = function(_, member)
        require("not_emulated")("lj-wpaclient/wpaclient", member)
    end,
})
