local _ = require("gettext")
return {
    fullname = _("Try jsonapi"),
    description = _("JSON posted over TLS, answers decoded by two libraries."),
}
