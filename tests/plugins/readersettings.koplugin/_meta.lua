local _ = require("gettext")
return {
    fullname = _("Try readersettings"),
    description = _("KOReader's own settings and defaults."),
}
