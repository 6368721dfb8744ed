local _ = require("gettext")
return {
    name = "pagemark",
    fullname = _("Pagemark"),
    description = _("Keeps the place in every book on a server of your own."),
}
