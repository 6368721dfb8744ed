--- Answers the requests that concern the device: leaving, sleeping, lights, rotation. A module of FileManager and
--- ReaderUI; in their order it comes before the plugins.
-- fidelity: partial: what the profile cannot do is refused; USB storage is loud
local Device = require("device")
local Event = require("ui/event")
local EventListener = require("ui/widget/eventlistener")
local Notification = require("ui/widget/notification")
local UIManager = require("ui/uimanager")
local T = require("ffi/util").template
local _ = require("gettext")

local Screen = Device.screen

local DeviceListener = EventListener:extend{}

-- Leaving and sleeping ----------------------------------------------------------------------------------------------

-- Requests that UIManager carries out, by the name of its method.
for request, method in pairs{
    onRequestSuspend = "suspend", onRequestReboot = "askForReboot", onRequestPowerOff = "askForPowerOff",
} do
    DeviceListener[request] = function() UIManager[method](UIManager) end
end

local function leave(ui, afterwards)
    ui.menu:exitOrRestart(afterwards)
end

--- @tparam function callback called when everything is closed
function DeviceListener:onExit(callback) leave(self.ui, callback) end

function DeviceListener:onRestart()
    leave(self.ui, function() UIManager:restartKOReader() end)
end

function DeviceListener:onRequestUSBMS()
    require("not_emulated")("device/devicelistener", "onRequestUSBMS")
end

-- Light -------------------------------------------------------------------------------------------------------------

local function sayLight()
    local powerd = Device:getPowerDevice()
    local level = powerd:frontlightIntensity()
    Notification:notify(level == powerd.fl_min and _("Frontlight disabled.")
        or T(_("Frontlight intensity set to %1."), level))
end

local function setLight(level)
    if not Device:hasFrontlight() then return true end
    if Device:getPowerDevice():setIntensity(level) then sayLight() end
    return true
end

local function step(gesture_or_amount)
    return type(gesture_or_amount) == "number" and gesture_or_amount or 1
end

function DeviceListener:onSetFlIntensity(level)
    return setLight(level)
end

function DeviceListener:onIncreaseFlIntensity(amount)
    return setLight(Device:getPowerDevice():frontlightIntensity() + step(amount))
end

function DeviceListener:onDecreaseFlIntensity(amount)
    return setLight(Device:getPowerDevice():frontlightIntensity() - step(amount))
end

function DeviceListener:onSetFlWarmth(warmth)
    if Device:hasNaturalLight() then Device:getPowerDevice():setWarmth(warmth) end
    return true
end

function DeviceListener:onToggleFrontlight()
    Device:getPowerDevice():toggleFrontlight()
    return true
end

function DeviceListener:onShowFlDialog()
    Device:showLightDialog()
end

-- Screen ------------------------------------------------------------------------------------------------------------

local function setNight(on)
    if Screen.night_mode == on then return end
    Screen.night_mode = on
    G_reader_settings:saveSetting("night_mode", on)
    UIManager:ToggleNightMode(on)
    UIManager:setDirty("all", "full")
end

function DeviceListener:onToggleNightMode()
    setNight(not Screen.night_mode)
end

function DeviceListener:onSetNightMode(on)
    setNight(on and true or false)
end

function DeviceListener:onSetRefreshRates(day, night)
    UIManager:setRefreshRate(day, night)
end

function DeviceListener:onFullRefresh()
    UIManager:setDirty("all", "full")
end

--- A quarter turn, or back.
function DeviceListener:onSwapRotation()
    local mode = Screen:getRotationMode() == Screen.DEVICE_ROTATED_UPRIGHT
        and Screen.DEVICE_ROTATED_CLOCKWISE or Screen.DEVICE_ROTATED_UPRIGHT
    self.ui:handleEvent(Event:new("SetRotationMode", mode))
    return true
end

function DeviceListener:onIterateRotation()
    self.ui:handleEvent(Event:new("SetRotationMode", (Screen:getRotationMode() + 1) % 4))
    return true
end

return DeviceListener
