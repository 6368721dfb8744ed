local _ = require("gettext")
return {
    fullname = _("Try kosyncish"),
    description = _("A Spore client with middlewares of its own."),
}
