local _ = require("gettext")
return {
    fullname = _("Try clocks"),
    description = _("Times and durations in words."),
}
