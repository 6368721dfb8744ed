--- A question with a Cancel and an OK button, and further rows of buttons if wanted.
-- Fields: `text`, `ok_text`, `cancel_text`, `ok_callback()`, `cancel_callback()`, `other_buttons`,
-- `other_buttons_first`, `no_ok_button`, `keep_dialog_open`, `dismissable`, `icon`, `flush_events_on_show`.
-- A button calls back first and closes the box afterwards; a tap beside the box and Back count as Cancel
-- (specs/koreader-ui.md 7.1).

local ButtonTable = require("ui/widget/buttontable")
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local HorizontalSpan = require("ui/widget/horizontalspan")
local IconWidget = require("ui/widget/iconwidget")
local InputContainer = require("ui/widget/container/inputcontainer")
local MovableContainer = require("ui/widget/container/movablecontainer")
local Screen = Device.screen
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")
local _ = require("gettext")

local ConfirmBox = InputContainer:extend{
    cancel_callback = function() end,
    cancel_text = _("Cancel"),
    dismissable = true,
    face = Font:getFace("infofont"),
    icon = "notice-question",
    keep_dialog_open = false,
    margin = Size.margin.default,
    modal = true,
    no_ok_button = false,
    ok_callback = function() end,
    ok_text = _("OK"),
    other_buttons = nil,
    other_buttons_first = false,
    padding = Size.padding.default,
    text = _("no text"),
}

function ConfirmBox:init()
    local everywhere = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    if self.dismissable then
        if Device:isTouchDevice() then
            self.ges_events.TapClose = { GestureRange:new{ ges = "tap", range = everywhere } }
        end
        if Device:hasKeys() then
            self.key_events.Close = { { Device.input.group.Back } }
        end
    end
    self.text_widget_width = math.floor(math.min(Screen:getWidth(), Screen:getHeight()) * 2 / 3)
    local text = TextBoxWidget:new{ text = self.text, face = self.face, width = self.text_widget_width }
    self.text_group = VerticalGroup:new{ align = "left", text }
    if self._added_widgets then
        for _i, widget in ipairs(self._added_widgets) do table.insert(self.text_group, widget) end
    end
    local content = HorizontalGroup:new{
        align = "center",
        IconWidget:new{ icon = self.icon, alpha = true },
        HorizontalSpan:new{ width = Size.span.horizontal_default },
        self.text_group,
    }
    self.button_table = ButtonTable:new{
        width = content:getSize().w, buttons = self:_rows(), zero_sep = true, show_parent = self,
    }
    self.layout_group = VerticalGroup:new{
        align = "left",
        content,
        VerticalSpan:new{ width = self.margin + self.padding },
        self.button_table,
    }
    local frame = FrameContainer:new{
        margin = self.margin, padding = self.padding, padding_bottom = 0, radius = Size.radius.window,
        self.layout_group,
    }
    self.movable = MovableContainer:new{ unmovable = self.unmovable, frame }
    self[1] = CenterContainer:new{ dimen = everywhere:copy(), self.movable }
end

--- Wraps a callback: it runs first, then the box closes.
function ConfirmBox:_closing(callback, keep)
    return function()
        if callback then callback() end
        if not keep then UIManager:close(self) end
    end
end

--- The rows of buttons, from top to bottom.
function ConfirmBox:_rows()
    local main = { { text = self.cancel_text, callback = self:_closing(function() self.cancel_callback() end) } }
    if not self.no_ok_button then
        local ok = self:_closing(function() self.ok_callback() end, self.keep_dialog_open)
        table.insert(main, { text = self.ok_text, callback = ok })
    end
    local rows = { main }
    for index, specs in ipairs(self.other_buttons or {}) do
        local row = {}
        for _i, spec in ipairs(specs) do
            local copy = {}
            for field, value in pairs(spec) do copy[field] = value end
            copy.callback = self:_closing(spec.callback, self.keep_dialog_open)
            table.insert(row, copy)
        end
        table.insert(rows, self.other_buttons_first and index or #rows + 1, row)
    end
    return rows
end

--- Puts a widget (mostly a CheckButton) below the text.
function ConfirmBox:addWidget(widget)
    self._added_widgets = self._added_widgets or {}
    table.insert(self._added_widgets, widget)
    local offset = self.movable:getMovedOffset()
    self:init()
    self.movable:setMovedOffset(offset)
    UIManager:setDirty(self, "ui")
end

--- Pixels an added widget may be wide.
function ConfirmBox:getAddedWidgetAvailableWidth()
    return self.text_widget_width
end

function ConfirmBox:onShow()
    if self.flush_events_on_show and Device.input.inhibitInputUntil then Device.input:inhibitInputUntil(true) end
    UIManager:setDirty(self, "ui")
end

function ConfirmBox:onCloseWidget()
    UIManager:setDirty(nil, "ui")
end

--- Back: cancels.
function ConfirmBox:onClose()
    self.cancel_callback()
    UIManager:close(self)
    return true
end

--- A tap anywhere on the screen: beside the box it cancels.
function ConfirmBox:onTapClose(_arg, ges)
    if ges.pos:notIntersectWith(self.movable.dimen) then self:onClose() end
    return true
end

return ConfirmBox
