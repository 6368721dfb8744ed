--- Pictures, their size, and a code to scan.
local Blitbuffer = require("ffi/blitbuffer")
local DataStorage = require("datastorage")
local ImageWidget = require("ui/widget/imagewidget")
local InfoMessage = require("ui/widget/infomessage")
local QRMessage = require("ui/widget/qrmessage")
local RenderImage = require("ui/renderimage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "pictures" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.pictures = {
        text = "Try pictures",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "pictures: " .. self.told })
end

function Plugin:try()
    local path = DataStorage:getDataDir() .. "/picture.png"
    local bb = Blitbuffer.new(20, 30, Blitbuffer.TYPE_BBRGB32)
    bb:fill(Blitbuffer.colorFromString("#336699"))
    bb:writePNG(path)
    local image = RenderImage:renderImageFile(path, false, 10, 15)
    local scaled = RenderImage:scaleBlitBuffer(image, 40, 60, false)
    local widget = ImageWidget:new{ image = scaled, width = 40, height = 60, scale_factor = 0 }
    local size = widget:getSize()
    widget:free()
    UIManager:show(QRMessage:new{ text = "http://api.example", width = 300, height = 300, timeout = 1 })
    self:tell(image:getWidth(), image:getHeight(), size.w, size.h)
end

return Plugin
