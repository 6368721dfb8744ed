local _ = require("gettext")
return {
    fullname = _("Try browser"),
    description = _("A list in the whole screen, with pages inside."),
}
