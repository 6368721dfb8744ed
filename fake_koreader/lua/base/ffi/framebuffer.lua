--[[--
The screen: its size, rotation and resolution. Nothing can be seen on it; `bb` takes whatever is painted.

Formulas from koreader-core.md §6.3.
]]
-- fidelity: partial: nothing can be seen; refreshes are accepted
local BB = require("ffi/blitbuffer")
local Geom = require("ui/geometry")

local Framebuffer = {
    DEVICE_ROTATED_UPRIGHT = 0,
    DEVICE_ROTATED_CLOCKWISE = 1,
    DEVICE_ROTATED_UPSIDE_DOWN = 2,
    DEVICE_ROTATED_COUNTER_CLOCKWISE = 3,
    NIGHT_DPI = nil,
    cur_rotation_mode = 0,
    native_rotation_mode = 0,
    night_mode = false,
    hw_night_mode = false,
}
Framebuffer.__index = Framebuffer

--- @tparam table o `width`, `height` (upright), `color`, `device`
function Framebuffer:new(o)
    local screen = setmetatable(o, self)
    screen.bb = BB.new(o.width, o.height, o.color and BB.TYPE_BBRGB32 or BB.TYPE_BB8)
    screen.bb.inert = true
    -- These are called with and without self.
    function screen.getSize()
        return Geom:new{ x = 0, y = 0, w = screen:getWidth(), h = screen:getHeight() }
    end
    function screen.isColorScreen()
        return o.color
    end
    function screen.isColorEnabled()
        local wanted = G_reader_settings:readSetting("color_rendering")
        if wanted ~= nil then return wanted end
        return o.color
    end
    return screen
end

local function lying(self)
    return self.cur_rotation_mode % 2 == 1
end

function Framebuffer:getWidth()
    return lying(self) and self.height or self.width
end

function Framebuffer:getHeight()
    return lying(self) and self.width or self.height
end

--- The panel without a viewport; every panel here is used whole.
function Framebuffer:getScreenWidth() return self:getWidth() end

function Framebuffer:getScreenHeight() return self:getHeight() end

function Framebuffer:getRawSize() return Geom:new{ x = 0, y = 0, w = self.width, h = self.height } end

function Framebuffer:getRotationMode() return self.cur_rotation_mode end

function Framebuffer:getTouchRotation() return self.cur_rotation_mode end

function Framebuffer:setRotationMode(mode)
    self.cur_rotation_mode = mode
    self.bb.w, self.bb.h = self:getWidth(), self:getHeight()
    if self.rotated then self.rotated(mode) end
end

function Framebuffer:getScreenMode()
    return self:getWidth() > self:getHeight() and "landscape" or "portrait"
end

function Framebuffer:getScreenOrientation()
    return lying(self) and "landscape" or "portrait"
end

function Framebuffer:getDPI()
    local forced = tonumber(os.getenv("EMULATE_READER_DPI") or nil)
    return self.dpi_override or forced or self.device.display_dpi or 160
end

--- Have text and gaps sized for another resolution; nil: the panel's own again.
function Framebuffer:setDPI(dpi)
    self.dpi_override = dpi
end

--- Pixels for a length that looks right on a screen 600 wide.
function Framebuffer:scaleBySize(px)
    local by_size = math.min(self.width, self.height) / 600
    local by_density = self.dpi_override and self.dpi_override / 160 or by_size
    return math.ceil(px * (by_size + by_density) / 2)
end

function Framebuffer:scaleByDPI(dp)
    return math.ceil(dp * self:getDPI() / 160)
end

function Framebuffer:toggleNightMode() self.night_mode = not self.night_mode end

function Framebuffer:getHWNightmode() return self.hw_night_mode end

function Framebuffer:setHWNightmode(on) self.hw_night_mode = on end

local function inert() end

for _, name in ipairs{
    "refreshFull", "refreshUI", "refreshPartial", "refreshFast", "refreshA2", "refreshFlashUI", "refreshFlashPartial",
    "refreshNoMergeUI", "refreshNoMergePartial", "refreshWaitForLast",
    "setWindowTitle", "setWindowIcon", "clear", "close", "init",
    "toggleHWDithering", "toggleSWDithering", "setSwipeAnimations", "setSwipeDirection",
    "beforePaint", "afterPaint", "setViewport",
    "saveCurrentBB", "restoreFromSavedBB",
} do
    Framebuffer[name] = inert
end

--- Write a picture of the screen, as a PNG of its size: what was painted on `bb`, which widgets here do not do.
function Framebuffer:shot(path)
    return self.bb:writePNG(path)
end

return Framebuffer
