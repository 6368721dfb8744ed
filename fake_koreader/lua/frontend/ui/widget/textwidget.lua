--- One line of text, cut with an ellipsis at `max_width`.
-- Fields: `text`, `face`, `bold`, `max_width`, `truncate_left`, `padding` (above and below), `fgcolor`,
-- `forced_height`, `forced_baseline`. A freed TextWidget may be painted again (unlike a TextBoxWidget).
-- fidelity: partial: the width by a fixed table

local Blitbuffer = require("ffi/blitbuffer")
local Geom = require("ui/geometry")
local Size = require("ui/size")
local TextMetrics = require("ui/textmetrics")
local Widget = require("ui/widget/widget")

local TextWidget = Widget:extend{
    bold = false,
    face = nil,
    fgcolor = Blitbuffer.COLOR_BLACK,
    padding = Size.padding.small,
    text = nil,
    truncate_with_ellipsis = true,
}

local function plain(text)
    return text == nil and "" or tostring(text)
end

--- Works out width, height and what fits; kept until the text or the room changes.
function TextWidget:updateSize()
    if self._measured then return end
    local room = self.max_width
    local fitted, cut = TextMetrics.fit(plain(self.text), self.face, self.bold, room, self.truncate_left)
    self._fitted, self._is_truncated = fitted, cut
    self._width = TextMetrics.width(fitted, self.face, self.bold)
    if room and cut then self._width = math.min(self._width, room) end
    self._baseline_h = self.forced_baseline or TextMetrics.baseline(self.face) + self.padding
    self._height = self.forced_height or TextMetrics.height(self.face) + 2 * self.padding
    self._measured = true
end

--- Size in pixels. Returns a new Geom.
function TextWidget:getSize()
    self:updateSize()
    return Geom:new{ w = self._width, h = self._height }
end

--- Width in pixels of what is shown.
function TextWidget:getWidth()
    self:updateSize()
    return self._width
end

--- Distance in pixels from the top to the baseline.
function TextWidget:getBaseline()
    self:updateSize()
    return self._baseline_h
end

--- Whether the text had to be cut.
function TextWidget:isTruncated()
    self:updateSize()
    return self._is_truncated
end

--- The text as it is shown: cut, with an ellipsis, if it did not fit.
function TextWidget:getFittedText()
    self:updateSize()
    return self._fitted
end

--- Size in pixels the text is drawn at.
function TextWidget:getFontSize()
    return TextMetrics.faceSize(self.face)
end

--- Replaces the text.
function TextWidget:setText(text)
    if text == self.text then return end
    self.text = text
    self:free()
end

--- Changes the room in pixels (nil: no limit).
function TextWidget:setMaxWidth(max_width)
    self.max_width = max_width
    self:free()
end

--- Remembers where the text is.
function TextWidget:paintTo(bb, x, y)
    local size = self:getSize()
    self.dimen = Geom:new{ x = x, y = y, w = size.w, h = size.h }
end

--- Forgets what was measured; the next use measures again.
function TextWidget:free()
    self._measured = nil
end

--- Closing the window frees its texts.
function TextWidget:onCloseWidget()
    self:free()
end

return TextWidget
