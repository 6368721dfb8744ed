--- An editable text field. The cursor stands before the letter number `charpos` (1 … number of letters + 1).
-- Fields: `text`, `hint`, `input_type` ("number"), `text_type` ("password": a check button to show it comes below),
-- `width`, `height`, `face`, `focused`, `parent` (the dialog), `enter_callback()` (runs 0.3 s after Enter),
-- `strike_callback()` and `edit_callback(edited)` (once while built, then on each change), `readonly`,
-- `cursor_at_end`. Editing itself is in ui/widget/inputtext_editing.

local CheckButton = require("ui/widget/checkbutton")
local Device = require("device")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = Device.screen
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local util = require("util")
local _ = require("gettext")

local InputText = InputContainer:extend{
    charlist = nil,
    charpos = nil,
    cursor_at_end = true,
    face = Font:getFace("smallinfofont"),
    focused = true,
    for_measurement_only = nil,
    hint = "",
    input_type = nil,
    is_text_edited = false,
    margin = Size.margin.default,
    padding = Size.padding.default,
    text = "",
    text_type = nil,
}

function InputText:init()
    if self.input_type == "number" then
        self.text = self.text == nil and "" or tostring(self.text)
    end
    self.text = self.text or ""
    self.is_password_type = self.text_type == "password"
    self.width = self.width or math.floor(Screen:getWidth() * 0.8)
    if self.is_password_type then self:_addPasswordSwitch() end
    self.charlist = util.splitToChars(self.text)
    self.charpos = self.cursor_at_end and #self.charlist + 1 or 1
    self:initTextBox(self.text)
    if Device:isTouchDevice() then
        local range = function() return self._frame and self._frame.dimen end
        self.ges_events.TapTextBox = { GestureRange:new{ ges = "tap", range = range } }
        self.ges_events.HoldTextBox = { GestureRange:new{ ges = "hold", range = range } }
    end
end

function InputText:_addPasswordSwitch()
    self._check_button = CheckButton:new{
        text = _("Show password"),
        width = self.width,
        checked = false,
        show_parent = self.parent,
        callback = function()
            self.text_type = self._check_button.checked and "text" or "password"
            self:initTextBox(self.text)
        end,
    }
    self._password_toggle = self._check_button
end

--- Builds the box for a text and tells who listens to changes.
function InputText:initTextBox(text)
    if text ~= self.text then
        self.text = text
        self.charlist = util.splitToChars(text)
    end
    self.charpos = math.max(1, math.min(self.charpos or 1, #self.charlist + 1))
    local shown = self.text
    if shown == "" then
        shown = self.hint or ""
    elseif self.text_type == "password" then
        shown = ("*"):rep(#self.charlist)
    end
    self.text_widget = TextBoxWidget:new{
        text = shown,
        face = self.face,
        width = math.max(1, self.width - 2 * (self.margin + self.padding + Size.border.inputtext)),
        height = self.height,
    }
    self._frame = FrameContainer:new{
        bordersize = self.focused and Size.border.inputtext or Size.border.thin,
        margin = self.margin,
        padding = self.padding,
        self.text_widget,
    }
    self._group = VerticalGroup:new{ align = "left", self._frame, self._check_button }
    self[1] = self._group
    self.dimen = nil
    if self.parent then UIManager:setDirty(self.parent, "ui") end
    if self.strike_callback then self.strike_callback() end
    if self.edit_callback then self.edit_callback(self.is_text_edited) end
end

function InputText:getSize()
    local size = self._group:getSize()
    return Geom:new{ w = size.w, h = size.h }
end

--- Remembers where the field is.
function InputText:paintTo(bb, x, y)
    local size = self:getSize()
    self.dimen = Geom:new{ x = x, y = y, w = size.w, h = size.h }
    self._group:paintTo(bb, x, y)
end

--- The field's text as a string.
function InputText:getText()
    return self.text
end

--- Replaces the text; the cursor stays where it is, or at the end of a shorter text. The text counts as unedited
-- then, unless `keep_edited_state`.
function InputText:setText(text, keep_edited_state)
    self.charlist = util.splitToChars(text)
    self.text = text
    self:initTextBox(text)
    if not keep_edited_state then self.is_text_edited = false end
end

function InputText:isTextEdited()
    return self.is_text_edited
end

--- Whether the text could be changed.
function InputText:isTextEditable()
    return not self.readonly
end

--- Height of one line in pixels.
function InputText:getLineHeight()
    return self.text_widget:getLineHeight()
end

function InputText:focus()
    self.focused = true
end

function InputText:unfocus()
    self.focused = false
end

--- A tap into the field: takes the focus and brings the keyboard.
function InputText:onTapTextBox()
    local parent = self.parent
    if parent and parent.onSwitchFocus then
        parent:onSwitchFocus(self)
    elseif not self.readonly then
        self:onShowKeyboard()
    end
    return true
end

--- A long press opens nothing here (the clipboard menu is left to real devices); it is swallowed.
function InputText:onHoldTextBox()
    return true
end

--- A physical keyboard's text goes into the focused field.
function InputText:onTextInput(text)
    if not self.focused then return false end
    self:addChars(text)
    return true
end

function InputText:_getKeyboard()
    if not self.keyboard then
        self.keyboard = require("ui/widget/virtualkeyboard"):new{ inputbox = self, width = Screen:getWidth() }
    end
    return self.keyboard
end

--- Shows the on-screen keyboard.
function InputText:onShowKeyboard()
    self:_getKeyboard():setVisibility(true)
    return true
end

--- Hides the on-screen keyboard.
function InputText:onCloseKeyboard()
    if self.keyboard then self.keyboard:setVisibility(false) end
end

function InputText:isKeyboardVisible()
    return self.keyboard ~= nil and self.keyboard:isVisible()
end

--- Height in pixels of the keyboard, shown or not.
function InputText:getKeyboardDimen()
    return self:_getKeyboard().dimen
end

--- Closing the window closes the keyboard with it.
function InputText:onCloseWidget()
    self:onCloseKeyboard()
end

require("ui/widget/inputtext_editing")(InputText)

return InputText
