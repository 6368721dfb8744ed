local _ = require("gettext")
return {
    fullname = _("Try scraper"),
    description = _("A page of the web taken apart."),
}
