local _ = require("gettext")
return {
    fullname = _("Try library"),
    description = _("Files and folders, walked and written."),
}
