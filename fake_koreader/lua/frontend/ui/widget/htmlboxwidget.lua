--- A box of HTML. Nothing is laid out: its text without markup is what a reader sees, on one page.
-- fidelity: partial: one page with the text of the HTML; nothing is laid out, links cannot be tapped

local Geom = require("ui/geometry")
local InputContainer = require("ui/widget/container/inputcontainer")

local HtmlBoxWidget = InputContainer:extend{
    html_link_tapped_callback = nil,
    page_count = 1,
    page_number = 1,
}

function HtmlBoxWidget:init()
    self.dimen = self.dimen or Geom:new{ x = 0, y = 0, w = 0, h = 0 }
end

--- Sets what is shown. `css` and the rest only matter to real rendering and are kept.
function HtmlBoxWidget:setContent(body, css, default_font_size, is_xhtml, no_css_fixes, resource_directory)
    self.html_body, self.css, self.default_font_size = body, css, default_font_size
    self.is_xhtml, self.no_css_fixes, self.html_resource_directory = is_xhtml, no_css_fixes, resource_directory
    self.page_number = 1
end

function HtmlBoxWidget:getSize()
    return self.dimen
end

--- Height in pixels that shows everything on one page.
function HtmlBoxWidget:getSinglePageHeight()
    return self.dimen.h
end

--- Remembers where the box is.
function HtmlBoxWidget:paintTo(bb, x, y)
    self.dimen.x, self.dimen.y = x, y
end

--- Turns to a page.
function HtmlBoxWidget:setPageNumber(page)
    self.page_number = math.max(1, math.min(page, self.page_count))
end

function HtmlBoxWidget:free() end

function HtmlBoxWidget:onCloseWidget()
    self:free()
end

return HtmlBoxWidget
