--[[--
What documents know of the screen, without knowing the device: filled in at start from `Device`.
]]
local CanvasContext = {
    is_color_rendering_enabled = false,
    is_bgr = false,
    screen = nil,
}

local QUESTIONS = {
    "isAndroid", "isDesktop", "isEmulator", "isKindle", "isKobo", "isPocketBook", "hasEinkScreen", "hasBGRFrameBuffer",
    "canHWDither", "hasSystemFonts", "shouldRestrictJIT",
}

local function no() return false end

--- @tparam table device the Device singleton
function CanvasContext:init(device)
    self.device = device
    self.screen = device.screen
    for _, name in ipairs(QUESTIONS) do self[name] = device[name] or no end
    self.is_color_rendering_enabled = device.screen.isColorEnabled()
end

function CanvasContext:setColorRenderingEnabled(enabled)
    self.is_color_rendering_enabled = enabled
end

for _, name in ipairs{ "getWidth", "getHeight", "getDPI", "scaleBySize", "getSize" } do
    CanvasContext[name] = function(self, ...)
        return self.screen[name](self.screen, ...)
    end
end

function CanvasContext:enableCPUCores(count)
    self.device:enableCPUCores(count)
end

return CanvasContext
