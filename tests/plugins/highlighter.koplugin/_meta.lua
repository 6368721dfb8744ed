local _ = require("gettext")
return {
    fullname = _("Try highlighter"),
    description = _("Highlights: what there is, and a button of its own."),
}
