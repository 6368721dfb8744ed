--[[--
Battery and lights. KOReader's scale of the frontlight is the machine's own (`fl_min` to `fl_max`); warmth goes
from 0 to 100.
]]
-- fidelity: partial: one battery and one light; hall sensors and second batteries are never there
local Event = require("ui/event")
local power = require("ffi/hardware").power
local time = require("ui/time")

local CAPACITY_KEPT = time.s(60)

-- Glyphs of the icon font for 10 to 90 percent, three bytes each.
local TENS = "\u{E779}\u{E77A}\u{E77B}\u{E77C}\u{E77D}\u{E77E}\u{E77F}\u{E780}\u{E781}"

local PowerD = {
    fl_min = 0,
    fl_max = 10,
    fl_intensity = nil,
    fl_warmth_min = 0,
    fl_warmth_max = 100,
    fl_warmth = nil,
    is_fl_on = false,
}
PowerD.__index = PowerD

function PowerD:new(o)
    local powerd = setmetatable(o or {}, self)
    -- KOReader's own specs make classes of it this way, before there is a device.
    powerd.__index = powerd
    local device = powerd.device
    if device and device.hasFrontlight and device:hasFrontlight() then
        powerd.fl_intensity = powerd:frontlightIntensityHW()
        powerd:_decideFrontlightState()
        if device:hasNaturalLight() then powerd.fl_warmth = powerd:frontlightWarmthHW() end
    end
    powerd:init()
    return powerd
end

--- For a model's own driver.
function PowerD:init() end

function PowerD:UIManagerReady(UIManager) self.ui_manager = UIManager end

-- Battery --------------------------------------------------------------------------------------------------------

-- Only a machine that is one has a battery worth reading; the generic device knows nothing of its own.
local function hasBatteryReadings(self)
    return self.device:hasBattery() and require("ffi/hardware").profile.platform ~= "generic"
end

-- The hooks of a model's driver: what the machine itself says, unasked for a minute or not.

function PowerD:getCapacityHW() return hasBatteryReadings(self) and power.capacity() or 0 end

function PowerD:isChargingHW() return hasBatteryReadings(self) and power.charging() end

function PowerD:isChargedHW() return hasBatteryReadings(self) and power.charged() end

--- Percent; read at most once a minute.
function PowerD:getCapacity()
    if not hasBatteryReadings(self) then return 0 end
    local now = time.boottime_or_monotonic_coarse and time.boottime_or_monotonic_coarse() or time.now()
    if not self.capacity_read or now - self.capacity_read > CAPACITY_KEPT then
        self.battery_capacity = self:getCapacityHW()
        self.capacity_read = now
    end
    return self.battery_capacity
end

function PowerD:invalidateCapacityCache() self.capacity_read = nil end

function PowerD:isCharging() return self:isChargingHW() end

function PowerD:isCharged() return self:isChargedHW() end

function PowerD:getAuxCapacity() return 0 end

function PowerD:isAuxBatteryConnected() return false end

function PowerD:isAuxCharging() return false end

function PowerD:isAuxCharged() return false end

function PowerD:setDismissBatteryStatus(dismissed) self.battery_warning = dismissed end

function PowerD:getDismissBatteryStatus() return self.battery_warning end

--- A glyph of the icon font. @tparam number capacity percent
function PowerD:getBatterySymbol(is_charged, is_charging, capacity)
    if is_charged then return "\u{E79D}" end
    if is_charging then return "\u{E783}" end
    if capacity >= 100 then return "\u{E778}" end
    if capacity < 10 then return "\u{E78D}" end
    local glyph_end = 3 * math.floor(capacity / 10)
    return TENS:sub(glyph_end - 2, glyph_end)
end

-- Frontlight -----------------------------------------------------------------------------------------------------

-- The hooks of a model's driver; here they are the machine's own light.

function PowerD:frontlightIntensityHW() return power.light() end

function PowerD:setIntensityHW(intensity)
    power.set_light(intensity)
    self:_decideFrontlightState()
end

function PowerD:isFrontlightOnHW() return self.fl_intensity > self.fl_min end

function PowerD:turnOffFrontlightHW(done)
    self:setIntensityHW(self.fl_min)
    if done then done() end
    return true
end

function PowerD:turnOnFrontlightHW(done)
    self:setIntensityHW(self.fl_intensity)
    if done then done() end
    return true
end

function PowerD:frontlightWarmthHW() return power.warmth() end

function PowerD:setWarmthHW(warmth) power.set_warmth(warmth) end

--- Ask the driver whether the light is on.
function PowerD:_decideFrontlightState() self.is_fl_on = self:isFrontlightOnHW() and true or false end

local function announce(self)
    if self.ui_manager then self.ui_manager:broadcastEvent(Event:new("FrontlightStateChanged")) end
end

--- Tell everybody that the light has changed.
function PowerD:stateChanged() announce(self) end

function PowerD:normalizeIntensity(intensity)
    return math.max(self.fl_min, math.min(self.fl_max, intensity))
end

function PowerD:normalizeWarmth(warmth)
    return math.max(0, math.min(100, warmth))
end

function PowerD:toNativeWarmth(warmth)
    return math.floor(self.fl_warmth_max * warmth / 100 + 0.5)
end

function PowerD:fromNativeWarmth(native)
    return math.floor(native * 100 / self.fl_warmth_max + 0.5)
end

--- Brightness in the machine's scale; 0 when off or when there is no light.
function PowerD:frontlightIntensity()
    if not self.device:hasFrontlight() or not self.is_fl_on then return 0 end
    return self.fl_intensity
end

function PowerD:frontlightWarmth()
    if not self.device:hasNaturalLight() then return 0 end
    return self.fl_warmth
end

function PowerD:isFrontlightOn() return self.device:hasFrontlight() and self.is_fl_on end

function PowerD:isFrontlightOff() return not self:isFrontlightOn() end

--- @treturn bool false without a light or when nothing changes
function PowerD:setIntensity(intensity, no_broadcast)
    if not self.device:hasFrontlight() then return false end
    local wanted = self:normalizeIntensity(intensity)
    if wanted == self:frontlightIntensity() then return false end
    self.fl_intensity = wanted
    self:_decideFrontlightState()
    self:setIntensityHW(wanted)
    if not no_broadcast then announce(self) end
    return true
end

function PowerD:setWarmth(warmth, force)
    if not self.device:hasNaturalLight() then return false end
    local wanted = self:normalizeWarmth(warmth)
    if wanted == self.fl_warmth and not force then return false end
    self.fl_warmth = wanted
    self:setWarmthHW(wanted)
    announce(self)
    return true
end

--- @treturn bool|nil nothing without a light; false when it is on, or was never brighter than its minimum
function PowerD:turnOnFrontlight(done)
    if not self.device:hasFrontlight() then return end
    if self:isFrontlightOn() then return false end
    if not self.fl_intensity or self.fl_intensity <= self.fl_min then return false end
    self:turnOnFrontlightHW(done)
    self.is_fl_on = true
    announce(self)
    return true
end

--- @treturn bool|nil nothing without a light; false when it is off
function PowerD:turnOffFrontlight(done)
    if not self.device:hasFrontlight() then return end
    if self:isFrontlightOff() then return false end
    self:turnOffFrontlightHW(done)
    self.is_fl_on = false
    announce(self)
    return true
end

function PowerD:toggleFrontlight(done)
    if not self.device:hasFrontlight() then return false end
    if self:isFrontlightOn() then return self:turnOffFrontlight(done) end
    return self:turnOnFrontlight(done)
end

function PowerD:updateResumeFrontlightState() end

-- Sleep and files ------------------------------------------------------------------------------------------------

function PowerD:beforeSuspend() self:invalidateCapacityCache() end

function PowerD:afterResume() self:invalidateCapacityCache() end

function PowerD:hasHallSensor() return false end

function PowerD:isHallSensorEnabled() return false end

--- Percent and symbols of the menu's battery entry.
function PowerD:checkLowBattery() end

local function firstLine(path)
    local file = io.open(path, "re")
    if not file then return nil end
    local line = file:read("*l")
    file:close()
    return line
end

--- A number from a file; 0 when it cannot be read.
function PowerD:read_int_file(path)
    return tonumber(firstLine(path)) or 0
end

--- The first line of a file; empty when it cannot be read.
function PowerD:read_str_file(path)
    return firstLine(path) or ""
end

--- A number from a file, or nil.
function PowerD:unchecked_read_int_file(path)
    return tonumber(firstLine(path))
end

return PowerD
