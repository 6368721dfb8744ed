--- A dialog with one text field.
-- Fields: `title`, `description`, `input`, `input_hint`, `input_type` ("number"), `text_type` ("password"), `buttons`,
-- `allow_newline`, `cursor_at_end`, `readonly`, `fullscreen`, `enter_callback()`, `strike_callback()`,
-- `edited_callback(edited)`, `save_callback(text, closing)`, `reset_callback()`, `close_callback(saved)`, `width`,
-- `text_height`, `deny_keyboard_hiding`, `view_pos_callback(top_line, charpos)` (asked without arguments where to
-- start, told where the cursor was on closing). Buttons do not close it. Saving and closing with unsaved text are in
-- ui/widget/inputdialog_saving (specs/koreader-ui.md 7.2).

local ButtonTable = require("ui/widget/buttontable")
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputText = require("ui/widget/inputtext")
local MovableContainer = require("ui/widget/container/movablecontainer")
local Screen = Device.screen
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")
local saving = require("ui/widget/inputdialog_saving")

local InputDialog = FocusManager:extend{
    allow_newline = false,
    cursor_at_end = true,
    deny_keyboard_hiding = false,
    description = nil,
    description_face = Font:getFace("x_smallinfofont"),
    fullscreen = false,
    input = "",
    input_face = Font:getFace("x_smallinfofont"),
    input_hint = "",
    input_type = nil,
    inputtext_class = InputText,
    is_always_active = true,
    readonly = false,
    text_type = nil,
    title = "",
    width = nil,
}

function InputDialog:init()
    self:_measure()
    self:_listen()
    saving.addButtons(self)
    self.vgroup = VerticalGroup:new{ align = "left", self:_titleBar() }
    local description = self:_descriptionBox(self.description)
    if description then table.insert(self.vgroup, description) end
    self:_addFields()
    for _, widget in ipairs(self._added_widgets or {}) do table.insert(self.vgroup, self:_centered(widget)) end
    self.button_table = ButtonTable:new{
        width = self.width - 2 * Size.border.window,
        buttons = self.buttons,
        zero_sep = true,
        show_parent = self,
    }
    table.insert(self.vgroup, VerticalSpan:new{ width = Size.padding.default })
    table.insert(self.vgroup, self.button_table)
    self.layout = { { self._input_widget } }
    self:mergeLayoutInVertical(self.button_table)
    self:_frameUp()
end

function InputDialog:_measure()
    local screen = Screen:getWidth()
    if self.fullscreen then self.width = screen end
    self.width = self.width or math.floor(math.min(screen, Screen:getHeight()) * 0.8)
    self.text_width = self.text_width or math.floor(self.width * 0.9)
end

function InputDialog:_listen()
    if Device:hasKeys() then
        self.key_events.CloseDialog = { { Device.input.group.Back } }
    end
    if Device:isTouchDevice() then
        local range = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
        self.ges_events.Tap = { GestureRange:new{ ges = "tap", range = range } }
    end
end

function InputDialog:_titleBar()
    self.title_bar = TitleBar:new{
        align = self.title_align or "left",
        title = self.title,
        title_multilines = true,
        title_face = self.title_face,
        subtitle = self.subtitle,
        width = self.width,
        with_bottom_line = true,
        left_icon = self.title_bar_left_icon,
        left_icon_tap_callback = self.title_bar_left_icon_tap_callback,
        left_icon_hold_callback = self.title_bar_left_icon_hold_callback,
        show_parent = self,
    }
    return self.title_bar
end

--- A box for a description, or nil for none.
function InputDialog:_descriptionBox(text)
    if not text then return nil end
    return FrameContainer:new{
        padding = Size.padding.default, margin = Size.margin.small, bordersize = 0,
        TextBoxWidget:new{ text = text, face = self.description_face, width = self.text_width },
    }
end

function InputDialog:_centered(widget)
    return CenterContainer:new{ dimen = Geom:new{ w = self.width, h = widget:getSize().h }, widget }
end

--- What Enter does: the dialog's own callback, else the first default button; nil lets it write a new line.
function InputDialog:_enterCallback()
    if self.enter_callback then return self.enter_callback end
    if self.allow_newline then return nil end
    return function()
        for _, row in ipairs(self.buttons or {}) do
            for _i, spec in ipairs(row) do
                if spec.is_enter_default then return spec.callback() end
            end
        end
    end
end

--- Adds the field to the column.
function InputDialog:_addFields()
    self._input_widget = self.inputtext_class:new{
        text = self.input,
        hint = self.input_hint,
        face = self.input_face,
        width = self.text_width,
        height = self.text_height,
        input_type = self.input_type,
        text_type = self.text_type,
        cursor_at_end = self.cursor_at_end,
        readonly = self.readonly,
        enter_callback = self:_enterCallback(),
        strike_callback = self.strike_callback,
        edit_callback = self:_editCallback(),
        scroll_callback = self._buttons_scroll_callback,
        parent = self,
    }
    table.insert(self.vgroup, self:_centered(self._input_widget))
    if self.view_pos_callback and not self._view_pos_asked then
        self._view_pos_asked = true
        local charpos = select(2, self.view_pos_callback())
        if charpos then self._input_widget:_moveTo(charpos) end
    end
end

--- Tells the generated buttons and the caller about changes.
function InputDialog:_editCallback()
    if not (self._buttons_edit_callback or self.edited_callback) then return nil end
    return function(edited)
        if self._buttons_edit_callback then self._buttons_edit_callback(edited) end
        if self.edited_callback then self.edited_callback(edited) end
    end
end

function InputDialog:_frameUp()
    self.dialog_frame = FrameContainer:new{
        radius = self.fullscreen and 0 or Size.radius.window,
        bordersize = self.fullscreen and 0 or Size.border.window,
        padding = 0,
        margin = 0,
        self.vgroup,
    }
    self.movable = MovableContainer:new{
        unmovable = self.fullscreen or self.is_movable == false,
        self.dialog_frame,
    }
    self[1] = CenterContainer:new{
        dimen = Geom:new{ w = Screen:getWidth(), h = Screen:getHeight() },
        ignore_if_over = "height",
        self.movable,
    }
end

--- In the middle of what the keyboard leaves free.
function InputDialog:paintTo(bb, x, y)
    local height = Screen:getHeight()
    if self:isKeyboardVisible() then
        height = height - self._input_widget.keyboard.dimen.h
    end
    self[1].dimen.h = height
    self.dimen = Geom:new{ x = x, y = y, w = Screen:getWidth(), h = Screen:getHeight() }
    self[1]:paintTo(bb, x, y)
end

--- Puts a widget (mostly a CheckButton) between field and buttons.
function InputDialog:addWidget(widget)
    self._added_widgets = self._added_widgets or {}
    table.insert(self._added_widgets, widget)
    table.insert(self.vgroup, #self.vgroup - 1, self:_centered(widget))
    self.vgroup:resetLayout()
    UIManager:setDirty(self, "ui")
end

--- Pixels an added widget may be wide.
function InputDialog:getAddedWidgetAvailableWidth()
    return self._input_widget.width
end

--- Builds the dialog again with the text it has; the keyboard comes back if it was there.
function InputDialog:reinit()
    local visible, offset = self:isKeyboardVisible(), self.movable:getMovedOffset()
    self.input = self:getInputText()
    self:onCloseKeyboard()
    self:init()
    self.movable:setMovedOffset(offset)
    if visible then self:onShowKeyboard() end
    UIManager:setDirty("all", "ui")
end

--- The text as a string.
function InputDialog:getInputText()
    return self._input_widget:getText()
end

--- The text, or with `input_type` "number" the number it means (nil if none).
function InputDialog:getInputValue()
    local text = self:getInputText()
    if self.input_type == "number" then return tonumber(text) end
    return text
end

--- Replaces the text. `edited_state` is whether it counts as edited; `cursor` true puts the cursor at the start, false
-- at the end, nil leaves it.
function InputDialog:setInputText(text, edited_state, cursor)
    local field = self._input_widget
    field:setText(text)
    field.is_text_edited = edited_state and true or false
    if cursor then
        field:goToHome()
    elseif cursor == false then
        field:goToEnd()
    end
end

-- What the field does for the dialog: typing at the cursor, and what may be asked about its text.
for name, field_method in pairs{
    addTextToInput = "addChars", isTextEditable = "isTextEditable", isTextEdited = "isTextEdited",
} do
    InputDialog[name] = function(dialog, ...)
        local field = dialog._input_widget
        return field[field_method](field, ...)
    end
end

--- Shows the on-screen keyboard, unless a physical one is there and the reader does not want both.
function InputDialog:onShowKeyboard(ignore_first_hold_release)
    if self.readonly then return end
    if Device:hasKeyboard() and not G_reader_settings:isTrue("virtual_keyboard_enabled")
        and not self._keyboard_refused then
        self._keyboard_refused = true
        return
    end
    self._input_widget:onShowKeyboard(ignore_first_hold_release)
    UIManager:setDirty(self, "ui")
end

function InputDialog:onCloseKeyboard()
    self._input_widget:onCloseKeyboard()
    UIManager:setDirty(self, "ui")
end

function InputDialog:isKeyboardVisible()
    return self._input_widget:isKeyboardVisible()
end

--- Shows the keyboard if hidden, hides it if shown.
function InputDialog:toggleKeyboard()
    if self:isKeyboardVisible() then
        self:onCloseKeyboard()
    else
        self:onShowKeyboard()
    end
end

--- A tap beside the dialog: hides the keyboard, else closes as Back does.
function InputDialog:onTap(_, ges)
    local frame = self.dialog_frame.dimen
    if self.fullscreen or self.deny_keyboard_hiding or not frame then return end
    if ges.pos:notIntersectWith(frame) then
        if self:isKeyboardVisible() then
            self:onCloseKeyboard()
        else
            self:onCloseDialog()
        end
    end
    return true
end

--- Back: presses the button with the id "close" if there is one and it is enabled, else just closes.
function InputDialog:onCloseDialog()
    local button = self.button_table:getButtonById("close")
    if button and button.enabled then
        button.callback()
    else
        UIManager:close(self)
    end
    return true
end

InputDialog.onClose = InputDialog.onCloseDialog

function InputDialog:onShow()
    UIManager:setDirty(self, "ui")
end

--- Asks for a repaint of the buttons.
function InputDialog:refreshButtons()
    UIManager:setDirty(self, "ui", self.button_table.dimen)
end

--- Closing the dialog closes its keyboard.
function InputDialog:onCloseWidget()
    self:onCloseKeyboard()
    if self.view_pos_callback then self.view_pos_callback(1, self._input_widget:getCharPos()) end
    UIManager:setDirty(nil, "flashui")
end

return InputDialog
