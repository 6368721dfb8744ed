local _ = require("gettext")

return {
    fullname = _("Shelf Sync"),
    description = _([[Records your reading sessions and sends them to your own library server.
What cannot be sent now waits in a queue and is sent when the network is back.]]),
    version = "0.1.0",
}
