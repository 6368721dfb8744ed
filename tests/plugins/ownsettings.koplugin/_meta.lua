local _ = require("gettext")
return {
    fullname = _("Try ownsettings"),
    description = _("A settings file of its own, kept over a restart."),
}
