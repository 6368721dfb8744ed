local _ = require("gettext")
return {
    fullname = _("Try shelves"),
    description = _("Collections, history and what is known of books."),
}
