--- A button with a text or an icon.
-- Fields: `text`/`text_func`, `icon`, `callback()`, `hold_callback()`, `enabled`, `enabled_func` (asked at each paint),
-- `checked_func`, `allow_hold_when_disabled`, `width`, `max_width`, `height`, `show_parent`, `id`, font and frame
-- fields. Callbacks get no arguments. Taps on a disabled button are swallowed (specs/koreader-ui.md 7.3).

local Blitbuffer = require("ffi/blitbuffer")
local CenterContainer = require("ui/widget/container/centercontainer")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local IconWidget = require("ui/widget/iconwidget")
local InputContainer = require("ui/widget/container/inputcontainer")
local LeftContainer = require("ui/widget/container/leftcontainer")
local Screen = require("device").screen
local Size = require("ui/size")
local TextWidget = require("ui/widget/textwidget")
local UIManager = require("ui/uimanager")

local Button = InputContainer:extend{
    align = "center",
    background = Blitbuffer.COLOR_WHITE,
    bordersize = Size.border.button,
    callback = nil,
    enabled = true,
    hidden = false,
    icon = nil,
    margin = Size.margin.button,
    padding = Size.padding.button,
    preselect = false,
    radius = Size.radius.button,
    text = nil,
    text_font_bold = true,
    text_font_face = "cfont",
    text_font_size = 20,
}

function Button:init()
    if type(self.text_func) == "function" then
        self.text = self.text_func()
    end
    if self.checked_func then
        self.checked = self.checked_func() and true or false
    end
    self:_buildLabel()
    self:_buildFrame()
    self:_bindKeys()
    local range = function() return self.dimen end
    self.ges_events = {
        TapSelectButton = { GestureRange:new{ ges = "tap", range = range } },
        HoldSelectButton = { GestureRange:new{ ges = "hold", range = range } },
        HoldReleaseSelectButton = { GestureRange:new{ ges = "hold_release", range = range } },
    }
end

-- A key, or an array of keys that are pressed together, as what key_events wants.
local function keyEvent(keys)
    if type(keys) == "string" then keys = { keys } end
    return type(keys) == "table" and { keys } or nil
end

function Button:_bindKeys()
    if not (self.key_bindings or self.hold_key_bindings) then return end
    self.key_events.Shortcut = keyEvent(self.key_bindings)
    self.key_events.HoldShortcut = keyEvent(self.hold_key_bindings)
end

--- Its key does what a tap does.
function Button:onShortcut()
    if not self.enabled or self.hidden then return false end
    return self:onTapSelectButton()
end

--- Its other key does what a long press does.
function Button:onHoldShortcut()
    if self.hidden or not (self.enabled or self.allow_hold_when_disabled) then return false end
    return self:onHoldSelectButton()
end

function Button:_horizontalPadding()
    return self.padding_h or (self.icon and self.padding or Size.padding.large)
end

function Button:_innerWidth()
    local outer = self.width or self.max_width
    if not outer then return nil end
    return math.max(0, outer - 2 * (self.margin + self.bordersize + self:_horizontalPadding()))
end

function Button:_buildLabel()
    local color = self.enabled and (self.fgcolor or Blitbuffer.COLOR_BLACK) or Blitbuffer.COLOR_DARK_GRAY
    if self.text then
        local mark = ""
        if self.checked_func then mark = self.checked and "☑ " or "☐ " end
        self.label_widget = TextWidget:new{
            text = mark .. tostring(self.text),
            face = self.face or Font:getFace(self.text_font_face, self.text_font_size),
            bold = self.text_font_bold,
            fgcolor = color,
            max_width = self:_innerWidth(),
            lang = self.lang,
        }
    else
        self.label_widget = IconWidget:new{
            icon = self.icon,
            width = self.icon_width or Screen:scaleBySize(30),
            height = self.icon_height or Screen:scaleBySize(30),
            rotation_angle = self.icon_rotation_angle,
            dim = not self.enabled,
        }
    end
end

function Button:_buildFrame()
    local size = self.label_widget:getSize()
    local container = self.align == "left" and LeftContainer or CenterContainer
    local width = self.width and self:_innerWidth() or size.w
    local vertical = self.padding_v or self.padding
    local height = size.h
    if self.height then
        height = math.max(0, self.height - 2 * (self.margin + self.bordersize + vertical))
    end
    self.label_container = container:new{ dimen = Geom:new{ w = width, h = height }, self.label_widget }
    local horizontal = self:_horizontalPadding()
    self.frame = FrameContainer:new{
        background = self.background,
        bordersize = self.bordersize,
        margin = self.margin,
        padding_left = self.padding_left or horizontal,
        padding_right = self.padding_right or horizontal,
        padding_top = self.padding_top or vertical,
        padding_bottom = self.padding_bottom or vertical,
        radius = self.radius,
        show_parent = self.show_parent,
        self.label_container,
    }
    self[1] = self.frame
    self.dimen = self.frame:getSize()
end

--- Builds label and frame again, in the same place.
function Button:_rebuild()
    local place = self.dimen
    self:_buildLabel()
    self:_buildFrame()
    if place then self.dimen.x, self.dimen.y = place.x, place.y end
end

--- Outer size in pixels.
function Button:getSize()
    return self.dimen
end

--- Asks the state functions again, then remembers the place.
function Button:paintTo(bb, x, y)
    if self.enabled_func then
        self.enabled = self.enabled_func() and true or false
    end
    if self.checked_func then
        self.checked = self.checked_func() and true or false
    end
    self.frame:paintTo(bb, x, y)
    self.dimen = self.dimen or self.frame:getSize()
    self.dimen.x, self.dimen.y = x, y
end

--- Changes the text; `width` (pixels) is the new outer width, nil lets the text decide.
function Button:setText(text, width)
    if text == self.text and width == self.width then return end
    self.text, self.width, self.icon = text, width, nil
    self:_rebuild()
end

--- Changes the icon.
function Button:setIcon(icon, width)
    if icon == self.icon and width == self.width then return end
    self.icon, self.width, self.text = icon, width, nil
    self:_rebuild()
end

--- Enables the button. Returns whether that changed anything.
function Button:enable()
    return self:enableDisable(true)
end

--- Disables the button. Returns whether that changed anything.
function Button:disable()
    return self:enableDisable(false)
end

--- Enables or disables. Returns whether that changed anything.
function Button:enableDisable(enable)
    enable = enable and true or false
    if self.enabled == enable then return false end
    self.enabled = enable
    self:_rebuild()
    return true
end

--- Disables the button for good: `enabled_func` is no longer asked.
function Button:disableWithoutDimming()
    self.enabled_func, self.enabled = nil, false
end

--- Takes an icon off the screen; the button ignores taps meanwhile.
function Button:hide()
    if self.icon then self.hidden = true end
end

--- Brings a hidden icon back.
function Button:show()
    if self.icon then self.hidden = false end
end

--- Shows or hides, by a boolean.
function Button:showHide(show)
    if show then self:show() else self:hide() end
end

--- Asks for a repaint of the window the button is in.
function Button:refresh()
    UIManager:setDirty(self.show_parent or self, "fast", self.dimen)
end

function Button:onFocus()
    self.frame.invert = true
    return true
end

function Button:onUnfocus()
    self.frame.invert = false
    return true
end

--- Shows that the button is pressed.
function Button:_doFeedbackHighlight()
    self.frame.invert = true
end

--- Shows that it is not any more. A callback may have made another frame, or freed this one.
function Button:_undoFeedbackHighlight()
    if self.frame then self.frame.invert = false end
end

--- A tap: runs the callback of an enabled button, with a repaint before and after (`flash_ui`).
function Button:onTapSelectButton()
    if self.hidden then return end
    if self.enabled or self.allow_tap_when_disabled then
        if self.callback then
            local flash = not self.no_flash and G_reader_settings:nilOrTrue("flash_ui")
            if flash then
                self:_doFeedbackHighlight()
                UIManager:forceRePaint()
                self:_undoFeedbackHighlight()
            end
            self.callback()
            if self.checked_func then self.checked = self.checked_func() and true or false end
            if flash then UIManager:forceRePaint() end
        elseif self.tap_input then
            self:onInput(self.tap_input)
        elseif type(self.tap_input_func) == "function" then
            self:onInput(self.tap_input_func())
        end
    end
    return not self.readonly or nil
end

--- A long press: runs the hold callback of an enabled button.
function Button:onHoldSelectButton()
    if self.hidden then return end
    if self.hold_callback and (self.enabled or self.allow_hold_when_disabled) then
        self.hold_callback()
    elseif self.hold_input then
        self:onInput(self.hold_input, true)
    elseif type(self.hold_input_func) == "function" then
        self:onInput(self.hold_input_func(), true)
    end
    return not self.readonly or nil
end

--- Swallows the release that ends a long press on this button.
function Button:onHoldReleaseSelectButton()
    return not self.hidden and self.hold_callback and true or nil
end

return Button
