local _ = require("gettext")
return {
    fullname = _("Try footertext"),
    description = _("A text in the status bar."),
}
