local _ = require("gettext")
return {
    fullname = _("Try pagewatch"),
    description = _("Counts pages as the reader turns them."),
}
