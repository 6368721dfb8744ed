local _ = require("gettext")
return {
    fullname = _("Cover browser"),
    description = _("Knows the metadata and covers of books, for other plugins. The views with covers are not here."),
}
