local _ = require("gettext")
return {
    fullname = _("Try background"),
    description = _("Work in a sub-process, with a message meanwhile."),
}
