local _ = require("gettext")
return {
    fullname = _("Try overlay"),
    description = _("Something painted over each page."),
}
