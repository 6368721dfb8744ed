--- A dialog of buttons, with a title if wanted. The buttons close it themselves.
-- Fields: `title`, `title_align`, `buttons` (rows of specs, see Button), `width`, `width_factor`,
-- `shrink_unneeded_width`, `dismissable`, `tap_close_callback()`, `anchor`, `rows_per_page`, `alpha`. A tap beside it,
-- Back and Menu call `tap_close_callback` and close it.

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
local ScrollableContainer = require("ui/widget/container/scrollablecontainer")
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")
local util = require("util")

local ButtonDialog = FocusManager:extend{
    buttons = nil,
    dismissable = true,
    info_face = Font:getFace("infofont"),
    shrink_unneeded_width = false,
    tap_close_callback = nil,
    title = nil,
    title_align = "left",
    title_face = Font:getFace("x_smalltfont"),
    use_info_style = true,
    width = nil,
    width_factor = nil,
}

function ButtonDialog:init()
    self.buttons = self.buttons or {}
    local short_side = math.min(Screen:getWidth(), Screen:getHeight())
    self.width = self.width or math.floor(short_side * (self.width_factor or 0.9))
    if self.dismissable then
        self:_listen()
    end
    local edges = 2 * (Size.border.window + Size.padding.button)
    self.buttontable = ButtonTable:new{
        show_parent = self,
        shrink_min_width = self.shrink_min_width,
        shrink_unneeded_width = self.shrink_unneeded_width,
        width = self.width - edges,
        buttons = self.buttons,
    }
    local inner_width = self.buttontable:getSize().w
    self.title_group_width = inner_width - 2 * (Size.padding.default + Size.margin.default)
    self.layout = self.buttontable.layout
    self.top_to_content_offset = 0
    local rows = VerticalGroup:new{ align = "center" }
    local title_group = self:_titleGroup()
    if title_group then table.insert(rows, title_group) end
    table.insert(rows, self:_scrolled(inner_width, rows:getSize().h))
    rows:resetLayout()
    self.movable = MovableContainer:new{
        anchor = self.anchor,
        alpha = self.alpha,
        unmovable = self.unmovable,
        FrameContainer:new{
            padding = Size.padding.button, padding_bottom = 0, radius = Size.radius.window,
            rows,
        },
    }
    self[1] = CenterContainer:new{
        dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() },
        self.movable,
    }
end

function ButtonDialog:_listen()
    if Device:hasKeys() then
        local closing = util.tableDeepCopy(Device.input.group.Back)
        table.insert(closing, "Menu")
        self.key_events.Close = { { closing } }
    end
    if Device:isTouchDevice() then
        local range = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
        self.ges_events.TapClose = { GestureRange:new{ ges = "tap", range = range } }
    end
end

--- Title and added widgets, or nil.
function ButtonDialog:_titleGroup()
    self.title_widget = nil
    if not self.title and not self._added_widgets then return nil end
    local group = VerticalGroup:new{ align = "left" }
    if self.title then
        self.title_widget = TextBoxWidget:new{
            text = self.title,
            face = self.use_info_style and self.info_face or self.title_face,
            width = self.title_group_width,
            alignment = self.title_align,
        }
        table.insert(group, FrameContainer:new{
            padding = self.title_padding or Size.padding.default,
            margin = self.title_margin or Size.margin.default,
            bordersize = 0,
            self.title_widget,
        })
    end
    for _, widget in ipairs(self._added_widgets or {}) do table.insert(group, widget) end
    table.insert(group, VerticalSpan:new{ width = Size.padding.default })
    return group
end

--- The buttons, in a scrolled area when there are more rows than fit.
function ButtonDialog:_scrolled(width, used)
    self.cropping_widget = nil
    local height = self.buttontable:getSize().h
    local room = math.floor(Screen:getHeight() * 0.95) - used
    if self.rows_per_page then
        local per_page = type(self.rows_per_page) == "table" and self.rows_per_page[1] or self.rows_per_page
        local grid = self.buttontable:getStepScrollGrid()
        if grid[per_page] and #grid > per_page then room = math.min(room, grid[per_page].bottom + 1) end
    end
    if height <= room then return self.buttontable end
    local scroll_bar = ScrollableContainer:getScrollbarWidth()
    self.cropping_widget = ScrollableContainer:new{
        dimen = Geom:new{ x = 0, y = 0, w = width + scroll_bar, h = room },
        show_parent = self,
        self.buttontable,
    }
    return self.cropping_widget
end

--- How far the buttons are scrolled, or nil when they are not.
function ButtonDialog:getScrolledOffset()
    return self.cropping_widget and self.cropping_widget:getScrolledOffset()
end

--- Scrolls the buttons, if they can be.
function ButtonDialog:setScrolledOffset(offset)
    if offset and self.cropping_widget then self.cropping_widget:setScrolledOffset(offset) end
end

--- The button whose spec has this `id`, or nil.
function ButtonDialog:getButtonById(id)
    return self.buttontable:getButtonById(id)
end

--- Puts a widget between title and buttons.
function ButtonDialog:addWidget(widget)
    local added = self._added_widgets or {}
    added[#added + 1] = widget
    self._added_widgets = added
    self:reinit()
end

--- Pixels an added widget may be wide.
function ButtonDialog:getAddedWidgetAvailableWidth()
    return self.title_group_width
end

--- Builds the dialog again from its fields, where it is.
function ButtonDialog:reinit()
    local offset = self.movable:getMovedOffset()
    local scrolled = self:getScrolledOffset()
    self:init()
    self.movable:setMovedOffset(offset)
    self:setScrolledOffset(scrolled)
    UIManager:setDirty("all", "ui")
end

--- Changes the title.
function ButtonDialog:setTitle(title)
    self.title = title
    self:reinit()
end

for handler, gone in pairs{ onShow = false, onCloseWidget = true } do
    ButtonDialog[handler] = function(dialog)
        UIManager:setDirty(not gone and dialog or nil, gone and "flashui" or "ui")
    end
end

--- Back and Menu: calls back and closes.
function ButtonDialog:onClose()
    if self.tap_close_callback then self.tap_close_callback() end
    UIManager:close(self)
    return true
end

--- A tap anywhere on the screen: beside the dialog it closes.
function ButtonDialog:onTapClose(_, ges)
    if ges.pos:notIntersectWith(self.movable.dimen) then self:onClose() end
    return true
end

return ButtonDialog
