local _ = require("gettext")
return {
    fullname = _("Reading statistics"),
    description = _("Keeps and shows how long each page of a book was looked at."),
}
