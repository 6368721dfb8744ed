local _ = require("gettext")
return {
    fullname = _("Try notices"),
    description = _("Messages, questions and tasks that come later."),
}
