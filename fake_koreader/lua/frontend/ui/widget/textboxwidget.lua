--- Text of several lines, broken to `width` pixels.
-- Fields: `text`, `face`, `bold`, `width`, `height` (shows as many whole lines as fit; nil: all), `line_height` (share
-- of the font size added between lines), `height_adjust`, `alignment`, `fgcolor`, `bgcolor`, `justified`.
-- Once freed, which closing its window does, it can not be painted again before `setText` or a new `init`
-- (specs/koreader-ui.md 7; conformance widgets/dialog_shown_again_after_close).
-- fidelity: partial: lines are counted by a fixed table of widths; words cannot be selected

local Blitbuffer = require("ffi/blitbuffer")
local Font = require("ui/font")
local Geom = require("ui/geometry")
local InputContainer = require("ui/widget/container/inputcontainer")
local TextMetrics = require("ui/textmetrics")

local TextBoxWidget = InputContainer:extend{
    alignment = "left",
    bgcolor = Blitbuffer.COLOR_WHITE,
    bold = nil,
    face = nil,
    fgcolor = Blitbuffer.COLOR_BLACK,
    height = nil,
    justified = false,
    line_height = 0.3,
    text = nil,
    width = nil,
    -- Marks a caller may put into the text: it starts with a header mark, bold runs stand between the other two.
    PTF_HEADER = "\u{FFF1}",
    PTF_BOLD_START = "\u{FFF2}",
    PTF_BOLD_END = "\u{FFF3}",
}

function TextBoxWidget:init()
    self.face = self.face or Font:getFace("cfont", 20)
    self.width = self.width or 400
    self.line_height_px = math.floor(TextMetrics.faceSize(self.face) * (1 + self.line_height))
    self.virtual_line_num = 1
    self._freed = false
    self._line_count = nil
end

--- The text without formatting marks.
function TextBoxWidget:plainText()
    local text = self.text == nil and "" or tostring(self.text)
    return (text:gsub("\u{FFF1}", ""):gsub("\u{FFF2}", ""):gsub("\u{FFF3}", ""))
end

--- Number of lines of the whole text.
function TextBoxWidget:getAllLineCount()
    self._line_count = self._line_count
        or TextMetrics.lineCount(self:plainText(), self.face, self.bold, self.width)
    return self._line_count
end

--- Number of lines that fit into `height`, or all.
function TextBoxWidget:getVisLineCount()
    if not self.height then return self:getAllLineCount() end
    local fitting = math.max(1, math.floor(self.height / self.line_height_px))
    return self.height_adjust and math.min(fitting, self:getAllLineCount()) or fitting
end

--- Height of one line in pixels.
function TextBoxWidget:getLineHeight()
    return self.line_height_px
end

--- Height in pixels of the lines shown.
function TextBoxWidget:getTextHeight()
    return self:getVisLineCount() * self.line_height_px
end

--- Size in pixels. Returns a new Geom.
function TextBoxWidget:getSize()
    local height = self:getTextHeight()
    if self.height and not self.height_adjust then height = self.height end
    return Geom:new{ w = self.width, h = height }
end

--- The size the text is drawn at.
function TextBoxWidget:getFontSize()
    return TextMetrics.faceSize(self.face)
end

--- Font size whose `nb_lines` lines of `line_height_em` fill `height_px` pixels.
function TextBoxWidget:getFontSizeToFitHeight(height_px, nb_lines, line_height_em)
    local size = height_px / nb_lines / (1 + (line_height_em or self.line_height))
    return math.max(1, math.floor(size))
end

--- Replaces the text and starts at its first line.
function TextBoxWidget:setText(text)
    self.text = text
    self:init()
end

--- First line of the last page of lines.
function TextBoxWidget:_lastFirstLine()
    return math.max(1, self:getAllLineCount() - self:getVisLineCount() + 1)
end

--- Shows the lines that begin `count` lines further (or before, if negative). Returns whether anything moved.
function TextBoxWidget:scrollLines(count)
    local before = self.virtual_line_num
    self.virtual_line_num = math.max(1, math.min(before + count, self:_lastFirstLine()))
    return self.virtual_line_num ~= before
end

--- A page down.
function TextBoxWidget:scrollDown()
    return self:scrollLines(self:getVisLineCount())
end

--- A page up.
function TextBoxWidget:scrollUp()
    return self:scrollLines(-self:getVisLineCount())
end

--- Shows the beginning (0) to the end (1).
function TextBoxWidget:scrollToRatio(ratio)
    local line = 1 + math.floor(ratio * self:getAllLineCount())
    return self:scrollLines(line - self.virtual_line_num)
end

--- Remembers where the text is. Raises once the text was freed.
function TextBoxWidget:paintTo(bb, x, y)
    if self._freed then
        error("TextBoxWidget: painted after it was freed (a closed dialog was shown again)", 0)
    end
    local size = self:getSize()
    self.dimen = Geom:new{ x = x, y = y, w = size.w, h = size.h }
end

--- Frees what was rendered; painting fails from here on.
function TextBoxWidget:free()
    self._freed = true
end

--- Closing the window frees its texts.
function TextBoxWidget:onCloseWidget()
    self:free()
end

return TextBoxWidget
