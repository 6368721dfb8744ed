--- A box of HTML of `width` by `height` pixels that can be scrolled.
-- Fields: `html_body`, `css`, `default_font_size`, `dialog`, `html_link_tapped_callback(link)`.
-- fidelity: partial: as ui/widget/htmlboxwidget

local Geom = require("ui/geometry")
local HtmlBoxWidget = require("ui/widget/htmlboxwidget")
local InputContainer = require("ui/widget/container/inputcontainer")
local Screen = require("device").screen
local UIManager = require("ui/uimanager")

local ScrollHtmlWidget = InputContainer:extend{
    default_font_size = Screen:scaleBySize(24),
    height = 0,
    html_body = nil,
    scroll_bar_width = Screen:scaleBySize(6),
    width = 0,
}

function ScrollHtmlWidget:init()
    self.htmlbox_widget = HtmlBoxWidget:new{
        dimen = Geom:new{ x = 0, y = 0, w = self.width, h = self.height },
        html_link_tapped_callback = self.html_link_tapped_callback,
    }
    self.htmlbox_widget:setContent(self.html_body, self.css, self.default_font_size, self.is_xhtml,
        self.no_css_fixes, self.html_resource_directory)
    self[1] = self.htmlbox_widget
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width, h = self.height }
end

function ScrollHtmlWidget:getSize()
    return self.dimen
end

--- Height in pixels that shows everything on one page.
function ScrollHtmlWidget:getSinglePageHeight()
    return self.htmlbox_widget:getSinglePageHeight()
end

--- Scrolls to a share (0–1) of the content.
function ScrollHtmlWidget:scrollToRatio(ratio)
    local box = self.htmlbox_widget
    box:setPageNumber(1 + math.floor(math.max(0, math.min(1, ratio)) * (box.page_count - 1) + 0.5))
    UIManager:setDirty(self.dialog, "partial", self.dimen)
end

--- Turns a page on (1) or back (-1). Returns whether there is one.
function ScrollHtmlWidget:scrollText(direction)
    local box = self.htmlbox_widget
    local before = box.page_number
    box:setPageNumber(before + direction)
    return box.page_number ~= before
end

--- Back to the top.
function ScrollHtmlWidget:resetScroll()
    self.htmlbox_widget:setPageNumber(1)
end

return ScrollHtmlWidget
