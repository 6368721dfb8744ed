local _ = require("gettext")
return {
    fullname = _("Try wrapper"),
    description = _("Members of KOReader replaced, and put back."),
}
