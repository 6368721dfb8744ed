--[[--
The device: capabilities as methods, its screen, input and power as fields. Everything that differs between
models comes from the profile of the machine.
]]
-- fidelity: partial: vendors' own drivers are not there: a model differs from another by what its profile says
local hardware = require("ffi/hardware")
local profile = hardware.profile

local Device = {
    model = profile.model,
    home_dir = profile.home_dir,
    display_dpi = profile.dpi,
    firmware_rev = profile.firmware,
    screen_saver_mode = false,
    screen_saver_lock = false,
    is_cover_closed = false,
    total_standby_time = 0,
    total_suspend_time = 0,
    last_standby_time = 0,
    last_suspend_time = 0,
    suspend_wait_timeout = profile.suspend_wait_s,
    viewport = nil,
    keyboard_layout = nil,
}
Device.__index = Device

require("device/generic/capabilities")(Device, profile)
require("device/generic/powerevents")(Device)
require("device/generic/network")(Device)

function Device:extend(o)
    self.__index = self
    return setmetatable(o or {}, self)
end

--- Make the parts; called once, before anybody else sees the device.
function Device:init()
    local screen = require("ffi/framebuffer"):new{
        width = profile.width, height = profile.height, color = profile.color, device = self,
    }
    screen.rotated = hardware.screen.set_rotation
    self.screen = screen
    screen:setRotationMode(hardware.screen.rotation())
    local dpi = G_reader_settings:readSetting("screen_dpi")
    if dpi then screen:setDPI(dpi) end
    screen.night_mode = G_reader_settings:isTrue("night_mode")
    self.powerd = require("device/generic/powerd"):new{ device = self, fl_max = self:hasFrontlight() and 100 or nil }
    self.input = require("device/input"):new{ device = self }
end

--- UIManager exists now: the moment to hang handlers into it.
function Device:_UIManagerReady(UIManager)
    self.powerd:UIManagerReady(UIManager)
end

function Device:getPowerDevice() return self.powerd end

function Device:info() return self.model end

function Device:otaModel() return profile.platform, "ota" end

function Device:supportsScreensaver() return true end

function Device:ambientBrightnessLevel() return 0 end

function Device:canExecuteScript() return false end

function Device:isValidPath(path) return require("util").pathExists(path) end

function Device:getDefaultCoverPath()
    return require("datastorage"):getDataDir() .. "/cover.jpg"
end

function Device:isStartupScriptUpToDate() return true end

function Device:setIgnoreInput() return true end

--- Told when a book is opened (title, document) and closed (nothing).
function Device:notifyBookState() end

function Device:usbPlugIn() end
function Device:usbPlugOut() end
function Device:performHapticFeedback() end
function Device:enableCPUCores() end
function Device:toggleGSensor() end
function Device:lockGSensor() end
function Device:showLightDialog() end
function Device:saveSettings() end
function Device:install() require("not_emulated")("device", "install") end
function Device:setDateTime() return false end
function Device:setupChargingLED() end
function Device:initNetworkInfo() end
function Device:UIManagerReady() end
function Device:setScreenDPI(dpi)
    G_reader_settings:saveSetting("screen_dpi", dpi)
    self.screen:setDPI(dpi)
end

--- Let the kernel sleep, until something wakes the machine.
function Device:suspend()
    self.suspend_started = require("ui/time").boottime()
    hardware.power.suspend()
end

--- Awake again: count the time slept.
function Device:resume()
    if not self.suspend_started then return end
    local time = require("ui/time")
    self.last_suspend_time = time.boottime() - self.suspend_started
    self.total_suspend_time = self.total_suspend_time + self.last_suspend_time
    self.suspend_started = nil
end

function Device:standby() end

function Device:powerOff() hardware.power.off() end

function Device:reboot() hardware.power.reboot() end

--- The last thing before the process ends (koreader-core.md §7.3).
function Device:exit()
    G_reader_settings:saveSetting("closed_rotation_mode", self.screen:getRotationMode())
    self.screen:close()
    G_reader_settings:close()
end

return Device
