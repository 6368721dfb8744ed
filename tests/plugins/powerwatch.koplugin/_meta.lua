local _ = require("gettext")
return {
    fullname = _("Try powerwatch"),
    description = _("Sleep, network and the battery."),
}
