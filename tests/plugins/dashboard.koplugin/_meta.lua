local _ = require("gettext")
return {
    fullname = _("Try dashboard"),
    description = _("A window built from containers, with gestures and keys."),
}
