local _ = require("gettext")
return {
    fullname = _("Try zones"),
    description = _("Places of the screen to touch, and keys."),
}
