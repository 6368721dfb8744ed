--- The entry that switches colors on and off.
local CanvasContext = require("document/canvascontext")
local Device = require("device")
local Event = require("ui/event")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

return {
    text = _("Color rendering"),
    enabled_func = function() return Device.screen:isColorScreen() end,
    checked_func = function() return Device.screen.isColorEnabled() end,
    callback = function()
        local enabled = not Device.screen.isColorEnabled()
        G_reader_settings:saveSetting("color_rendering", enabled)
        CanvasContext:setColorRenderingEnabled(enabled)
        UIManager:broadcastEvent(Event:new("ColorRenderingUpdate"))
    end,
}
