local _ = require("gettext")
return {
    fullname = _("Try sidecars"),
    description = _("The sidecar of the open book and of another."),
}
