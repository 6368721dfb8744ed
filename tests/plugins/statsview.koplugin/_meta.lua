local _ = require("gettext")
return {
    fullname = _("Try statsview"),
    description = _("What the statistics plugin knows."),
}
