--[[--
The window with a dictionary's answers: one at a time, with buttons to leaf through them, to look on, and those that
plugins have added to `ui.dictionary`.

Fields: `results` (array of { dict, word, definition, is_html, css }), `lookupword`, `ui`, `highlight`,
`dict_close_callback()`. While it is open: `dictionary`, `definition`, `displayword`, `dict_index`, `results`.
]]
-- fidelity: partial: markup of definitions is shown as plain text; no links, no Wikipedia, and nothing can be selected
local ButtonTable = require("ui/widget/buttontable")
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local Event = require("ui/event")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local MovableContainer = require("ui/widget/container/movablecontainer")
local Screen = Device.screen
local ScrollTextWidget = require("ui/widget/scrolltextwidget")
local Size = require("ui/size")
local TextWidget = require("ui/widget/textwidget")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local util = require("util")
local _ = require("gettext")

local DictQuickLookup = InputContainer:extend{
    -- All windows that are open, the oldest first.
    window_list = {},
    results = nil,
    lookupword = nil,
    displayword = nil,
    dictionary = nil,
    definition = nil,
    dict_index = 1,
    is_wiki = false,
    dict_font_size = 20,
}

function DictQuickLookup:init()
    self.results = self.results or {}
    self.width = self.width or Screen:getWidth() - Screen:scaleBySize(80)
    self.height = self.height or math.floor(Screen:getHeight() * 0.5)
    if Device:hasKeys() then
        self.key_events.Close = { { Device.input.group.Back } }
        self.key_events.ReadPrevResult = { { Device.input.group.PgBack } }
        self.key_events.ReadNextResult = { { Device.input.group.PgFwd } }
    end
    local all = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    self.ges_events.Tap = { GestureRange:new{ ges = "tap", range = all } }
    self.ges_events.Swipe = { GestureRange:new{ ges = "swipe", range = all } }
    self:changeDictionary(math.min(self.dict_index, math.max(1, #self.results)), true)
    table.insert(DictQuickLookup.window_list, self)
end

-- The window -------------------------------------------------------------------------------------------------------

function DictQuickLookup:_plainText()
    local text = tostring(self.definition or "")
    return self.is_html and util.htmlToPlainText(text) or text
end

--- The style of definitions with markup: the dictionary's own.
function DictQuickLookup:getHtmlDictionaryCss()
    return self.css or ""
end

--- The widget with the definition.
function DictQuickLookup:_instantiateScrollWidget()
    self.text_widget = ScrollTextWidget:new{
        text = self:_plainText(), face = Font:getFace("cfont", self.dict_font_size), width = self.content_width,
        height = self.definition_height, dialog = self, justified = true,
    }
    self.scroll_widget = self.text_widget
end

function DictQuickLookup:_build()
    self.content_width = self.width - 2 * Size.padding.large
    self.dict_title = TitleBar:new{
        width = self.width, title = self.dictionary or "", with_bottom_line = true, show_parent = self,
        close_callback = function() self:onClose() end,
    }
    self.lookup_word_text = TextWidget:new{
        text = self.displayword or "", face = Font:getFace("tfont"), max_width = self.content_width,
    }
    self.button_table = ButtonTable:new{
        width = self.content_width, buttons = self:_rows(), zero_sep = true, show_parent = self,
    }
    local used = self.dict_title:getHeight() + self.lookup_word_text:getSize().h + self.button_table:getSize().h
    self.definition_height = math.max(Screen:scaleBySize(40), self.height - used)
    self:_instantiateScrollWidget()
    self.dict_frame = FrameContainer:new{
        radius = Size.radius.window, padding = 0, margin = 0,
        VerticalGroup:new{ self.dict_title, self.lookup_word_text, self.text_widget, self.button_table },
    }
    self.movable = MovableContainer:new{ self.dict_frame }
    self[1] = CenterContainer:new{
        dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }, self.movable,
    }
end

-- Buttons of plugins, in the order of their ids: those with the same `row_group` share a row.
function DictQuickLookup:_ownButtons()
    local first, last, groups = {}, {}, {}
    local known = self.ui and self.ui.dictionary and self.ui.dictionary._dict_buttons or {}
    for id, spec in require("ffi/util").orderedPairs(known) do
        if not spec.show_func or spec.show_func(self) then
            local button = {
                id = id, font_bold = false, text = spec.text_func and spec.text_func(self) or spec.text,
                callback = function() spec.callback(self) end,
                hold_callback = spec.hold_callback and function() spec.hold_callback(self) end or nil,
            }
            local row = spec.row_group and groups[spec.row_group]
            if not row then
                row = {}
                table.insert(spec.insert_first and first or last, row)
                if spec.row_group then groups[spec.row_group] = row end
            end
            table.insert(row, button)
        end
    end
    return first, last
end

function DictQuickLookup:_rows()
    local rows, after = self:_ownButtons()
    local function has(step) return self.results[self.dict_index + step] ~= nil end
    table.insert(rows, {
        { id = "prev_dict", text = "◁◁", enabled_func = function() return has(-1) end,
            callback = function() self:onReadPrevResult() end },
        { id = "highlight", text = _("Highlight"), enabled = self.highlight ~= nil,
            callback = function() self.ui:handleEvent(Event:new("Highlight")) end },
        { id = "next_dict", text = "▷▷", enabled_func = function() return has(1) end,
            callback = function() self:onReadNextResult() end },
    })
    table.insert(rows, {
        { id = "search", text = _("Search"), enabled = self.highlight ~= nil, callback = function()
            self:onClose()
            self.ui:handleEvent(Event:new("HighlightSearch"))
        end },
        { id = "close", text = _("Close"), callback = function() self:onClose() end },
    })
    for _i, row in ipairs(after) do table.insert(rows, row) end
    return rows
end

-- Leafing ----------------------------------------------------------------------------------------------------------

--- Show the answer with that number.
function DictQuickLookup:changeDictionary(index, skip_update)
    local result = self.results[index]
    if not result and #self.results > 0 then return end
    result = result or {}
    self.dict_index = index
    self.dictionary, self.definition = result.dict, result.definition
    self.displayword, self.is_html, self.css = result.word or self.lookupword, result.is_html, result.css
    self:_build()
    if not skip_update then UIManager:setDirty(self, "ui") end
end

function DictQuickLookup:changeToNextDict() self:changeDictionary(self.dict_index + 1) end

function DictQuickLookup:changeToPrevDict() self:changeDictionary(self.dict_index - 1) end

function DictQuickLookup:isPrevDictAvaiable() return self.results[self.dict_index - 1] ~= nil end

function DictQuickLookup:isNextDictAvaiable() return self.results[self.dict_index + 1] ~= nil end

function DictQuickLookup:onReadNextResult()
    self:changeToNextDict()
    return true
end

function DictQuickLookup:onReadPrevResult()
    self:changeToPrevDict()
    return true
end

function DictQuickLookup:onSwipe(_arg, ges)
    if ges.direction == "west" then return self:onReadNextResult() end
    if ges.direction == "east" then return self:onReadPrevResult() end
    return true
end

--- A tap beside it closes it.
function DictQuickLookup:onTap(_arg, ges)
    if self.dict_frame.dimen and ges.pos:notIntersectWith(self.dict_frame.dimen) then self:onClose() end
    return true
end

-- The end ----------------------------------------------------------------------------------------------------------

function DictQuickLookup:onCloseWidget()
    for i = #DictQuickLookup.window_list, 1, -1 do
        if DictQuickLookup.window_list[i] == self then table.remove(DictQuickLookup.window_list, i) end
    end
    UIManager:setDirty(nil, "ui")
end

--- @tparam bool no_clear keep what is selected in the book
function DictQuickLookup:onClose(no_clear)
    UIManager:close(self)
    if self.dict_close_callback then self.dict_close_callback() end
    if self.highlight and not no_clear then self.highlight:clear() end
    return true
end

--- Close this window and all others of its kind.
function DictQuickLookup:onHoldClose(no_clear)
    for _i, window in ipairs{ unpack(DictQuickLookup.window_list) } do window:onClose(no_clear) end
    return true
end

return DictQuickLookup
