--- Text of several lines in a box of `width` by `height` pixels, scrolled by swipes.
-- Fields: `text`, `face`, `width`, `height`, `dialog` (the window), `justified`, `text_selection_callback`.

local Font = require("ui/font")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local HorizontalSpan = require("ui/widget/horizontalspan")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen
local TextBoxWidget = require("ui/widget/textboxwidget")
local UIManager = require("ui/uimanager")

local ScrollTextWidget = InputContainer:extend{
    alignment = "left",
    dialog = nil,
    face = nil,
    height = nil,
    justified = false,
    scroll_bar_width = Screen:scaleBySize(6),
    text = nil,
    text_scroll_span = Screen:scaleBySize(12),
    width = nil,
}

function ScrollTextWidget:init()
    self.face = self.face or Font:getFace("x_smallinfofont")
    self.width = self.width or Screen:getWidth()
    self.height = self.height or math.floor(Screen:getHeight() / 2)
    self.text_widget = TextBoxWidget:new{
        text = self.text,
        face = self.face,
        bold = self.bold,
        width = math.max(1, self.width - self.scroll_bar_width - self.text_scroll_span),
        height = self.height,
        alignment = self.alignment,
        justified = self.justified,
        fgcolor = self.fgcolor,
        bgcolor = self.bgcolor,
    }
    self[1] = HorizontalGroup:new{
        align = "top",
        self.text_widget,
        HorizontalSpan:new{ width = self.scroll_bar_width + self.text_scroll_span },
    }
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width, h = self.height }
    local range = function() return self.dimen end
    self.ges_events = {
        ScrollText = { GestureRange:new{ ges = "swipe", range = range } },
    }
end

function ScrollTextWidget:getSize()
    return self.dimen
end

--- Remembers where the box is.
function ScrollTextWidget:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    self[1]:paintTo(bb, x, y)
end

--- Replaces the text and starts at its first line.
function ScrollTextWidget:setText(text)
    self.text = text
    self.text_widget:setText(text)
end

--- Height of one line in pixels.
function ScrollTextWidget:getLineHeight()
    return self.text_widget:getLineHeight()
end

--- Height of the text shown, in pixels.
function ScrollTextWidget:getTextHeight()
    return self.text_widget:getTextHeight()
end

function ScrollTextWidget:_moved(moved)
    if moved then UIManager:setDirty(self.dialog, "partial", self.dimen) end
    return moved
end

--- Scrolls a page down (1) or up (-1). Returns whether anything moved.
function ScrollTextWidget:scrollText(direction)
    local box = self.text_widget
    return self:_moved(direction > 0 and box:scrollDown() or direction < 0 and box:scrollUp() or false)
end

function ScrollTextWidget:scrollToTop()
    self:_moved(self.text_widget:scrollToRatio(0))
end

function ScrollTextWidget:scrollToBottom()
    self:_moved(self.text_widget:scrollToRatio(1))
end

--- Scrolls to a share (0–1) of the text.
function ScrollTextWidget:scrollToRatio(ratio)
    self:_moved(self.text_widget:scrollToRatio(ratio))
end

--- Swipes north and west turn on, south and east turn back.
function ScrollTextWidget:onScrollText(_, ges)
    local direction = ({ north = 1, west = 1, south = -1, east = -1 })[ges.direction]
    if not direction then return false end
    return self:scrollText(direction)
end

return ScrollTextWidget
