--- The folded corner of a page that has a bookmark.
-- fidelity: partial: a place and a size; it does not shrink with a book's margins
local Geom = require("ui/geometry")
local Screen = require("device").screen
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderDogear = WidgetContainer:extend{}

function ReaderDogear:init()
    self.dogear_min_size = math.ceil(math.min(Screen:getWidth(), Screen:getHeight()) / 40)
    self.dogear_max_size = math.ceil(math.min(Screen:getWidth(), Screen:getHeight()) / 32)
    self:setupDogear()
    self:resetLayout()
end

--- @tparam number|nil size pixels of the corner, the largest by default
function ReaderDogear:setupDogear(size)
    self.dogear_size = size or self.dogear_max_size
end

--- The corner belongs at the right edge of the screen.
function ReaderDogear:resetLayout()
    self.dimen = Geom:new{ x = Screen:getWidth() - self.dogear_size, y = self.dogear_y_offset or 0,
        w = self.dogear_size, h = self.dogear_size }
end

--- Keeps the corner below a header of the page.
function ReaderDogear:updateDogearOffset()
    self.dogear_y_offset = 0
    self:resetLayout()
end

--- What to paint again when the corner comes or goes.
function ReaderDogear:getRefreshRegion()
    return self.dimen
end

function ReaderDogear:onSetDimensions()
    self:resetLayout()
end

function ReaderDogear:onSetDogearVisibility(visible)
    self.view.dogear_visible = visible
    return true
end

return ReaderDogear
