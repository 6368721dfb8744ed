local _ = require("gettext")
return {
    fullname = _("Try packer"),
    description = _("Archives written and unpacked."),
}
