--- The bar at the top of a window: title, subtitle, a line of information, an icon left and right.
-- Fields: `title`, `subtitle`, `info_text`, `width`, `fullscreen`, `align`, `left_icon`, `right_icon` (each with
-- `_tap_callback()` and `_hold_callback()`), `close_callback()` (makes the right icon the closing cross),
-- `close_hold_callback()`, `with_bottom_line`, `title_multilines`, `show_parent`.

local CenterContainer = require("ui/widget/container/centercontainer")
local Font = require("ui/font")
local Geom = require("ui/geometry")
local IconButton = require("ui/widget/iconbutton")
local LeftContainer = require("ui/widget/container/leftcontainer")
local LineWidget = require("ui/widget/linewidget")
local OverlapGroup = require("ui/widget/overlapgroup")
local Screen = require("device").screen
local Size = require("ui/size")
local TextBoxWidget = require("ui/widget/textboxwidget")
local TextWidget = require("ui/widget/textwidget")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local VerticalSpan = require("ui/widget/verticalspan")

local TitleBar = OverlapGroup:extend{
    align = "center",
    bottom_v_padding = nil,
    button_padding = Screen:scaleBySize(11),
    fullscreen = false,
    info_text = nil,
    left_icon = nil,
    left_icon_size_ratio = 0.6,
    right_icon = nil,
    right_icon_size_ratio = 0.6,
    subtitle = nil,
    title = "",
    title_multilines = false,
    title_top_padding = nil,
    width = nil,
    with_bottom_line = false,
}

function TitleBar:init()
    if self.close_callback then
        self.right_icon = "close"
        self.right_icon_tap_callback = self.close_callback
        self.right_icon_hold_callback = self.close_hold_callback
    end
    self.width = self.width or Screen:getWidth()
    self.title_face = self.title_face or Font:getFace(self.fullscreen and "smalltfont" or "x_smalltfont")
    self.subtitle_face = self.subtitle_face or Font:getFace("xx_smallinfofont")
    self.info_text_face = self.info_text_face or Font:getFace("x_smallinfofont")
    self:clear()
    self:_buildIcons()
    self:_buildTexts()
    table.insert(self, self.center_group)
    if self.left_button then table.insert(self, self.left_button) end
    if self.right_button then table.insert(self, self.right_button) end
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width, h = self.titlebar_height }
end

function TitleBar:_icon(side, align)
    local icon = self[side .. "_icon"]
    if not icon then return nil end
    local size = math.floor(Screen:scaleBySize(36) * self[side .. "_icon_size_ratio"])
    return IconButton:new{
        icon = icon,
        icon_rotation_angle = self[side .. "_icon_rotation_angle"],
        width = size,
        height = size,
        padding = self.button_padding,
        callback = function()
            local tapped = self[side .. "_icon_tap_callback"]
            if tapped then tapped() end
        end,
        hold_callback = function()
            local held = self[side .. "_icon_hold_callback"]
            if held then held() end
        end,
        allow_flash = self[side .. "_icon_allow_flash"],
        show_parent = self.show_parent,
        overlap_align = align,
    }
end

function TitleBar:_buildIcons()
    self.left_button = self:_icon("left", "left")
    self.right_button = self:_icon("right", "right")
    self.has_left_icon = self.left_button ~= nil
    self.has_right_icon = self.right_button ~= nil
end

function TitleBar:_line(text, face, multilines, room, bold)
    if multilines then
        return TextBoxWidget:new{ text = text, face = face, width = room, alignment = self.align, bold = bold }
    end
    return TextWidget:new{ text = text, face = face, max_width = room, bold = bold }
end

function TitleBar:_buildTexts()
    local icon_room = 0
    for _, button in ipairs{ self.left_button or false, self.right_button or false } do
        if button then icon_room = math.max(icon_room, button:getSize().w) end
    end
    local room = math.max(1, self.width - 2 * icon_room)
    local rows = { align = self.align == "left" and "left" or "center" }
    self.title_widget = self:_line(self.title, self.title_face, self.title_multilines, room, true)
    table.insert(rows, VerticalSpan:new{ width = self.title_top_padding or Size.padding.small })
    table.insert(rows, self.title_widget)
    self.subtitle_widget = nil
    if self.subtitle then
        self.subtitle_widget = self:_line(self.subtitle, self.subtitle_face, self.subtitle_multilines, room)
        table.insert(rows, self.subtitle_widget)
    end
    if self.info_text then
        table.insert(rows, TextBoxWidget:new{ text = self.info_text, face = self.info_text_face, width = room })
    end
    table.insert(rows, VerticalSpan:new{ width = self.bottom_v_padding or Size.padding.small })
    if self.with_bottom_line then
        table.insert(rows, LineWidget:new{ dimen = Geom:new{ w = self.width, h = Size.line.thick } })
    end
    self.inner_title_group = VerticalGroup:new(rows)
    local height = math.max(self.inner_title_group:getSize().h, icon_room)
    local container = self.align == "left" and LeftContainer or CenterContainer
    self.center_group = container:new{ dimen = Geom:new{ w = self.width, h = height }, self.inner_title_group }
    self.titlebar_height = height
end

--- Builds the bar again from its fields.
function TitleBar:reInit()
    local place = self.dimen
    self.dimen = nil
    self:init()
    if place then self.dimen.x, self.dimen.y = place.x, place.y end
end

--- Remembers where the bar is.
function TitleBar:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
    OverlapGroup.paintTo(self, bb, x, y)
end

--- Height in pixels.
function TitleBar:getHeight()
    return self.titlebar_height
end

function TitleBar:_changed(no_refresh)
    if not no_refresh then UIManager:setDirty(self.show_parent, "ui", self.dimen) end
end

--- Changes the title; `no_refresh` leaves the repaint to the caller.
function TitleBar:setTitle(title, no_refresh)
    if title == self.title then return end
    self.title = title
    self:reInit()
    self:_changed(no_refresh)
end

--- Changes the subtitle of a bar that was made with one.
function TitleBar:setSubTitle(subtitle, no_refresh)
    if not self.subtitle_widget or subtitle == self.subtitle then return end
    self.subtitle = subtitle
    self:reInit()
    self:_changed(no_refresh)
end

--- Changes the left icon of a bar that was made with one.
function TitleBar:setLeftIcon(icon)
    if not self.has_left_icon then return end
    self.left_icon = icon
    self.left_button:setIcon(icon)
    self:_changed()
end

--- Changes the right icon of a bar that was made with one.
function TitleBar:setRightIcon(icon)
    if not self.has_right_icon then return end
    self.right_icon = icon
    self.right_button:setIcon(icon)
    self:_changed()
end

--- Icons as a row for key navigation. Returns an array of rows.
function TitleBar:generateHorizontalLayout()
    local row = {}
    if self.left_button then table.insert(row, self.left_button) end
    if self.right_button then table.insert(row, self.right_button) end
    return #row > 0 and { row } or {}
end

--- Icons one below the other for key navigation. Returns an array of rows.
function TitleBar:generateVerticalLayout()
    local layout = {}
    if self.left_button then table.insert(layout, { self.left_button }) end
    if self.right_button then table.insert(layout, { self.right_button }) end
    return layout
end

return TitleBar
