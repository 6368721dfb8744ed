--- A picture from a `file` or a blitbuffer `image`, `width` by `height` pixels.
-- fidelity: partial: nothing is decoded; without a width or height the sizes of the blitbuffer or of the file's picture
-- count, and a square is assumed for a file that is no picture

local Blitbuffer = require("ffi/blitbuffer")
local Geom = require("ui/geometry")
local Screen = require("device").screen
local Widget = require("ui/widget/widget")

local ImageWidget = Widget:extend{
    alpha = false,
    file = nil,
    height = nil,
    image = nil,
    image_disposable = true,
    scale_factor = nil,
    width = nil,
}

local function own(image, getter, field)
    if not image then return nil end
    return image[getter] and image[getter](image) or image[field]
end

--- Looks at the picture's file. Called when the size of the picture itself is asked for.
function ImageWidget:_loadfile()
    local file = self.file and not self.image and io.open(self.file, "rb")
    if not file then return end
    self._file_width, self._file_height = require("ffi/picture").size(file:read("*a") or "")
    file:close()
end

local function ofFile(widget, field)
    if widget._looked_at ~= widget.file then
        widget._looked_at = widget.file
        widget:_loadfile()
    end
    return widget[field]
end

--- Width in pixels of the picture itself.
function ImageWidget:getOriginalWidth()
    return own(self.image, "getWidth", "w") or ofFile(self, "_file_width") or self.width or Screen:scaleBySize(100)
end

--- Height in pixels of the picture itself.
function ImageWidget:getOriginalHeight()
    return own(self.image, "getHeight", "h") or ofFile(self, "_file_height") or self.height or Screen:scaleBySize(100)
end

--- Scale from the picture to what is shown; 0 or nil in `scale_factor` fits it into width and height.
function ImageWidget:getScaleFactor()
    if self.scale_factor and self.scale_factor ~= 0 then return self.scale_factor end
    if not (self.width and self.height) then return 1 end
    return math.min(self.width / self:getOriginalWidth(), self.height / self:getOriginalHeight())
end

--- Width in pixels as shown.
function ImageWidget:getCurrentWidth()
    return self:getSize().w
end

--- Height in pixels as shown.
function ImageWidget:getCurrentHeight()
    return self:getSize().h
end

--- Size in pixels as shown. Returns a new Geom.
function ImageWidget:getSize()
    if self.width and self.height and not self.scale_factor then
        return Geom:new{ w = self.width, h = self.height }
    end
    local factor = self:getScaleFactor()
    local w = math.floor(self:getOriginalWidth() * factor)
    local h = math.floor(self:getOriginalHeight() * factor)
    return Geom:new{ w = w, h = h }
end

--- What drawing needs, for callers that ask for it early: nothing is decoded, `_bb` is the given blitbuffer or a blank
-- one of the size shown.
function ImageWidget:_render()
    if self._bb then return end
    local size = self:getSize()
    self._bb = self.image or Blitbuffer.new(size.w, size.h)
end

--- Remembers where the picture is.
function ImageWidget:paintTo(bb, x, y)
    local size = self:getSize()
    self.dimen = Geom:new{ x = x, y = y, w = size.w, h = size.h }
end

--- Gives the blitbuffer back if this widget owns it.
function ImageWidget:free()
    self._bb = nil
    if self.image and self.image_disposable and self.image.free then
        self.image:free()
        self.image = nil
    end
end

--- Closing the window frees the picture.
function ImageWidget:onCloseWidget()
    self:free()
end

return ImageWidget
