local _ = require("gettext")
return {
    fullname = _("Try closetoc"),
    description = _("Declarations of C, called through ffi."),
}
