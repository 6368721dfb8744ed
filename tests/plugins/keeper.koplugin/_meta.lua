local _ = require("gettext")
return {
    fullname = _("Try keeper"),
    description = _("Caches and tables on the disk."),
}
