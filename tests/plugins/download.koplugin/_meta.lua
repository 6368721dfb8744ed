local _ = require("gettext")
return {
    fullname = _("Try download"),
    description = _("A page fetched when online, with time limits and a sink."),
}
