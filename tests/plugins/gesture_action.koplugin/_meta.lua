local _ = require("gettext")
return {
    fullname = _("Try gesture_action"),
    description = _("An action for gestures, carried out by the Dispatcher."),
}
