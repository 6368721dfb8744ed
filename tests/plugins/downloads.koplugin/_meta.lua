local _ = require("gettext")
return {
    fullname = _("Try downloads"),
    description = _("Many files at once."),
}
