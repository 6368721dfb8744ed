--- A window built from containers, with gestures and keys.
local Blitbuffer = require("ffi/blitbuffer")
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local HorizontalSpan = require("ui/widget/horizontalspan")
local InfoMessage = require("ui/widget/infomessage")
local InputContainer = require("ui/widget/container/inputcontainer")
local LineWidget = require("ui/widget/linewidget")
local ProgressWidget = require("ui/widget/progresswidget")
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local TextWidget = require("ui/widget/textwidget")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "dashboard" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.dashboard = {
        text = "Try dashboard",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "dashboard: " .. self.told })
end

local Screen = Device.screen
local Window = InputContainer:extend{ modal = true, covers_fullscreen = true }

function Window:init()
    self.dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    if Device:hasKeys() then self.key_events.Leave = { { Device.input.group.Back } } end
    self.ges_events = {
        Touched = { GestureRange:new{ ges = "tap", range = self.dimen } },
        Swept = { GestureRange:new{ ges = "swipe", range = self.dimen } },
    }
    local width = math.floor(self.dimen.w * 0.8)
    self.progress = ProgressWidget:new{ width = width, height = Size.item.height_default, percentage = 0.4, ticks = {},
        last = 100 }
    local row = HorizontalGroup:new{
        TextWidget:new{ text = "Goal", face = Font:getFace("cfont", 20) },
        HorizontalSpan:new{ width = Size.span.horizontal_default },
        TextWidget:new{ text = "40 %", face = Font:getFace("smallinfofont"), fgcolor = Blitbuffer.COLOR_DARK_GRAY },
    }
    local column = VerticalGroup:new{
        align = "left",
        TitleBar:new{ width = width, title = "Dashboard", with_bottom_line = true, show_parent = self,
            close_callback = function() UIManager:close(self) end },
        row,
        VerticalSpan:new{ width = Size.padding.large },
        LineWidget:new{ dimen = Geom:new{ w = width, h = Size.line.thick }, background = Blitbuffer.COLOR_GRAY },
        self.progress,
        TextBoxWidget:new{ text = "A long text that needs more than one line to be shown whole. ", width = width,
            face = Font:getFace("x_smallinfofont") },
    }
    self.frame = FrameContainer:new{ background = Blitbuffer.COLOR_WHITE, bordersize = Size.border.window,
        radius = Size.radius.window, padding = Size.padding.default, column }
    self[1] = CenterContainer:new{ dimen = self.dimen, self.frame }
end

function Window:onTouched()
    self.progress:setPercentage(0.5)
    UIManager:setDirty(self, function() return "ui", self.frame.dimen end)
    self.plugin.touched = true
    return true
end

function Window:onSwept() UIManager:close(self) return true end

Window.onLeave = Window.onSwept

function Window:onCloseWidget() UIManager:setDirty(nil, "full") end

function Plugin:try()
    local window = Window:new{ plugin = self }
    self.window = window
    UIManager:show(window, "full")
end

return Plugin
