local _ = require("gettext")
return {
    fullname = _("Try commands"),
    description = _("Commands of the system, there or not."),
}
