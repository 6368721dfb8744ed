--- Shows one picture, or a list of them, in a window.
-- Fields: `image` (blitbuffer, function, or array of either) or `file`, `image_disposable`, `fullscreen`,
-- `with_title_bar`, `title_text`, `caption`, `buttons_visible`, `rotated`, `scale_factor`. A picture that is disposable
-- is freed on closing. A tap shows or hides the buttons; a swipe down, Back or Close leave.
-- fidelity: partial: pictures change and rotate; zooming and panning change numbers only

local ButtonTable = require("ui/widget/buttontable")
local CenterContainer = require("ui/widget/container/centercontainer")
local Device = require("device")
local Font = require("ui/font")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local ImageWidget = require("ui/widget/imagewidget")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = Device.screen
local TextBoxWidget = require("ui/widget/textboxwidget")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local _ = require("gettext")

local ImageViewer = InputContainer:extend{
    buttons_visible = false,
    covers_fullscreen = true,
    fullscreen = false,
    image_disposable = true,
    modal = true,
    rotated = false,
    scale_factor = 0,
    title_text = _("Viewing image"),
    with_title_bar = true,
}

local function isList(image)
    return type(image) == "table" and getmetatable(image) == nil and (#image > 0 or image.image_disposable ~= nil)
end

function ImageViewer:init()
    self.dimen = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
    if Device:hasKeys() then
        self.key_events.Close = { { Device.input.group.Back } }
    end
    if Device:isTouchDevice() then
        self.ges_events.Tap = { GestureRange:new{ ges = "tap", range = self.dimen } }
        self.ges_events.Swipe = { GestureRange:new{ ges = "swipe", range = self.dimen } }
    end
    if isList(self.image) then
        self._images_list, self._images_list_cur = self.image, 1
        self._images_list_nb = #self.image
        self._images_list_disposable = self.image.image_disposable
        self:_take(1)
    elseif type(self.image) == "function" then
        self.image = self.image()
    end
    self:update()
end

function ImageViewer:_take(number)
    local image = self._images_list[number]
    self.image = type(image) == "function" and image() or image
    self.image_disposable = self._images_list_disposable
    self._images_list_cur = number
end

--- Builds everything anew from the fields.
function ImageViewer:update()
    local rows = VerticalGroup:new{ align = "center" }
    if self.with_title_bar then
        table.insert(rows, TitleBar:new{
            width = self.dimen.w, fullscreen = self.fullscreen, align = "left", title = self.title_text,
            with_bottom_line = true, show_parent = self,
            close_callback = function() self:onClose() end,
        })
    end
    if self.caption then
        table.insert(rows, TextBoxWidget:new{
            text = self.caption, width = self.dimen.w, face = Font:getFace("xx_smallinfofont"),
        })
    end
    self._image_wg = ImageWidget:new{
        file = self.file, image = self.image, image_disposable = false,
        width = math.floor(self.dimen.w * 0.9), height = math.floor(self.dimen.h * 0.7),
    }
    table.insert(rows, self._image_wg)
    if self.buttons_visible then
        table.insert(rows, ButtonTable:new{ width = self.dimen.w, show_parent = self, buttons = { {
            { id = "scale", text = self.scale_factor == 0 and _("Original size") or _("Scale"),
                callback = function() self:_toggle("scale_factor", 0, 1) end },
            { id = "rotate", text = self.rotated and _("No rotation") or _("Rotate"),
                callback = function() self:_toggle("rotated", false, true) end },
            { id = "close", text = _("Close"), callback = function() self:onClose() end },
        } } })
    end
    self.main_frame = FrameContainer:new{
        bordersize = 0, padding = 0, margin = 0,
        CenterContainer:new{ dimen = self.dimen:copy(), rows },
    }
    self[1] = self.main_frame
    UIManager:setDirty(self, "ui")
end

function ImageViewer:_toggle(field, one, other)
    self[field] = self[field] == one and other or one
    self:update()
end

--- Shows another picture of the list.
function ImageViewer:switchToImageNum(number)
    if not self._images_list or number < 1 or number > self._images_list_nb then return end
    self:_free()
    self:_take(number)
    self:update()
end

function ImageViewer:_free()
    if self.image and self.image_disposable and self.image.free then self.image:free() end
    self.image = nil
end

--- A tap shows or hides the buttons.
function ImageViewer:onTap()
    self.buttons_visible = not self.buttons_visible
    self:update()
    return true
end

--- Swipes: down closes, west and east go through a list.
function ImageViewer:onSwipe(_arg, ges)
    if ges.direction == "south" then return self:onClose() end
    if self._images_list then
        local by = ges.direction == "west" and 1 or ges.direction == "east" and -1 or 0
        self:switchToImageNum(self._images_list_cur + by)
    end
    return true
end

function ImageViewer:onClose()
    UIManager:close(self)
    if self.close_callback then self.close_callback() end
    return true
end

--- Frees what is ours to free.
function ImageViewer:onCloseWidget()
    self:_free()
    local list = self._images_list
    if list and list.free then list:free() end
    UIManager:setDirty(nil, "flashui")
end

return ImageViewer
