local _ = require("gettext")
return {
    fullname = _("Try database"),
    description = _("A database of its own with a schema version."),
}
