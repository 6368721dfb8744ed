--- Font size and line spacing of a reflowable book.
-- fidelity: partial: size and line spacing count, the face is only remembered
local Event = require("ui/event")
local InputContainer = require("ui/widget/container/inputcontainer")

local ReaderFont = InputContainer:extend{
    font_face = nil,
}

local SMALLEST, LARGEST = 12, 255

function ReaderFont:onReadSettings(config)
    local options = self.document.configurable
    self.font_face = config:readSetting("font_face") or G_reader_settings:readSetting("cre_font") or "Noto Serif"
    self.document:setFontFace(self.font_face)
    self.document:setFontSize(options.font_size)
    self.document:setInterlineSpacePercent(options.line_spacing)
end

function ReaderFont:onSaveSettings()
    self.ui.doc_settings:saveSetting("font_face", self.font_face)
end

function ReaderFont:onSetFontSize(size)
    size = math.min(math.max(size, SMALLEST), LARGEST)
    self.document.configurable.font_size = size
    self.document:setFontSize(size)
    self.ui:handleEvent(Event:new("UpdatePos"))
    return true
end

--- @tparam number by points
function ReaderFont:onChangeSize(by)
    return self:onSetFontSize(self.document.configurable.font_size + by)
end

local function amount(by)
    return type(by) == "number" and by or 1
end

function ReaderFont:onIncreaseFontSize(by)
    return self:onChangeSize(amount(by))
end

function ReaderFont:onDecreaseFontSize(by)
    return self:onChangeSize(-amount(by))
end

--- @tparam number percent of the font's own line height
function ReaderFont:onSetLineSpace(percent)
    percent = math.min(math.max(percent, 50), 200)
    self.document.configurable.line_spacing = percent
    self.document:setInterlineSpacePercent(percent)
    self.ui:handleEvent(Event:new("UpdatePos"))
    return true
end

function ReaderFont:onSetFont(face)
    if face and face ~= self.font_face then
        self.font_face = face
        self.document:setFontFace(face)
        self.ui:handleEvent(Event:new("UpdatePos"))
    end
end

return ReaderFont
