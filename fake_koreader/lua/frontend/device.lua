--- The device that this is: a singleton made from the machine's profile.
local Device = require("device/generic/device")

-- Its parts ask for it while they are being made.
package.loaded.device = Device
Device:init()
return Device
