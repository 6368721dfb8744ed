local _ = require("gettext")
return {
    fullname = _("Try pictures"),
    description = _("Pictures, their size, and a code to scan."),
}
