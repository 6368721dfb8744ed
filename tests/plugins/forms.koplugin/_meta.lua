local _ = require("gettext")
return {
    fullname = _("Try forms"),
    description = _("Dialogs that ask for text, numbers and choices."),
}
