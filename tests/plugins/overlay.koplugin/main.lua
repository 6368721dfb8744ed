--- Something painted over each page.
local Blitbuffer = require("ffi/blitbuffer")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "overlay" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.overlay = {
        text = "Try overlay",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "overlay: " .. self.told })
end

function Plugin:onReaderReady()
    self.ui.view:registerViewModule("overlay", self)
end

function Plugin:paintTo(bb, x, y)
    self.painted = (self.painted or 0) + 1
    bb:paintRect(x, y, 10, 4, Blitbuffer.COLOR_DARK_GRAY)
    local own = Blitbuffer.new(8, 8, Blitbuffer.TYPE_BB8)
    own:fill(Blitbuffer.COLOR_WHITE)
    own:setPixel(1, 1, Blitbuffer.Color8(0x40))
    bb:blitFrom(own, x, y + 10, 0, 0, 8, 8)
    self.level = own:getPixel(1, 1).a
    own:free()
end

function Plugin:try()
    self.shown = not self.shown
    UIManager:setDirty(self.ui.dialog or self.ui, "ui")
    UIManager:forceRePaint()
    self:tell(self.shown, (self.painted or 0) > 0 or self.ui.view == nil)
end

return Plugin
