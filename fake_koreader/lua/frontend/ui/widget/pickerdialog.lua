--- The common frame of dialogs that pick something and apply it (a module of ours): title, information, a body, rows of
-- buttons. SpinWidget, DoubleSpinWidget, DateTimeWidget and RadioButtonWidget derive from it and give it
-- `_body()` (a widget) and `_rows()` (button rows). A tap beside it closes it.

local ButtonTable = require("ui/widget/buttontable")
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local MovableContainer = require("ui/widget/container/movablecontainer")
local Screen = Device.screen
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local _ = require("gettext")

local PickerDialog = FocusManager:extend{
    cancel_text = _("Close"),
    default_width_factor = 0.6,
    info_text = nil,
    keep_shown_on_apply = nil,
    ok_text = _("Apply"),
    title_text = "",
    width = nil,
    width_factor = nil,
}

function PickerDialog:init()
    self:_listen()
    self:build()
end

function PickerDialog:_listen()
    local everywhere = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    if Device:hasKeys() then
        self.key_events.Close = { { Device.input.group.Back } }
    end
    if Device:isTouchDevice() then
        self.ges_events.TapClose = { GestureRange:new{ ges = "tap", range = everywhere } }
    end
end

--- Builds everything from the fields, where it is.
function PickerDialog:build()
    local offset = self.movable and self.movable:getMovedOffset()
    local short_side = math.min(Screen:getWidth(), Screen:getHeight())
    self.width = self.width or math.floor(short_side * (self.width_factor or self.default_width_factor))
    self.layout = {}
    local rows = VerticalGroup:new{ align = "left", self:_titleBar() }
    if self.info_text then
        table.insert(rows, FrameContainer:new{
            bordersize = 0, padding = Size.padding.default, margin = Size.margin.small,
            TextBoxWidget:new{
                text = self.info_text, face = Font:getFace("x_smallinfofont"),
                width = self.width - 2 * (Size.padding.default + Size.margin.small),
            },
        })
    end
    local body = self:_body()
    table.insert(rows, CenterContainer:new{
        dimen = Geom:new{ w = self.width, h = body:getSize().h + 4 * Size.padding.large }, body,
    })
    self.button_table = ButtonTable:new{
        width = self.width - 2 * Size.padding.default, buttons = self:_rows(), zero_sep = true, show_parent = self,
    }
    self:mergeLayoutInVertical(self.button_table)
    table.insert(rows, CenterContainer:new{
        dimen = Geom:new{ w = self.width, h = self.button_table:getSize().h }, self.button_table,
    })
    self.movable = MovableContainer:new{
        unmovable = self.unmovable,
        FrameContainer:new{ radius = Size.radius.window, padding = 0, margin = 0, rows },
    }
    self.movable:setMovedOffset(offset)
    self[1] = CenterContainer:new{
        dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() },
        self.movable,
    }
    UIManager:setDirty(self, "ui")
end

function PickerDialog:_titleBar()
    self.title_bar = TitleBar:new{
        align = "left", width = self.width, title = self.title_text, title_shrink_font_to_fit = true,
        with_bottom_line = true, show_parent = self,
    }
    return self.title_bar
end

--- The row with the Close and the Apply button.
function PickerDialog:_mainRow(apply, enabled)
    return {
        {
            text = self.cancel_text,
            id = "cancel",
            callback = function()
                if self.cancel_callback then self.cancel_callback(self) end
                self:onClose()
            end,
        },
        { text = self.ok_text, id = "apply", enabled = enabled, callback = apply },
    }
end

--- After Apply and the like: closes, unless the dialog is to stay.
function PickerDialog:_done()
    if not self.keep_shown_on_apply then self:onClose() end
end

--- Closes and tells the maker.
function PickerDialog:onClose()
    UIManager:close(self)
    if self.close_callback then self.close_callback() end
    return true
end

--- A tap anywhere on the screen: beside the dialog it closes.
function PickerDialog:onTapClose(_arg, ges)
    if ges.pos:notIntersectWith(self.movable.dimen) then self:onClose() end
    return true
end

function PickerDialog:onShow()
    UIManager:setDirty(self, "ui")
    return true
end

function PickerDialog:onCloseWidget()
    UIManager:setDirty(nil, "ui")
end

return PickerDialog
