local _ = require("gettext")
return {
    fullname = _("Try filebuttons"),
    description = _("Buttons in the dialog of a file."),
}
