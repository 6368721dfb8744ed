local _ = require("gettext")
return {
    fullname = _("Try digests"),
    description = _("Fingerprints, encodings and random ids."),
}
