--- A column of ready-made `items` (widgets), a page of them at a time.
-- Fields: `items`, `width`, `height`, `padding`, `item_height`, `page_update_cb(page, pages)`.

local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local InputContainer = require("ui/widget/container/inputcontainer")
local VerticalGroup = require("ui/widget/verticalgroup")

local ListView = InputContainer:extend{
    height = nil,
    item_height = nil,
    items = nil,
    padding = 0,
    page_update_cb = nil,
    show_page = 1,
    width = nil,
}

function ListView:init()
    self.item_height = self.item_height or (self.items[1] and self.items[1]:getSize().h) or 1
    self.items_per_page = math.max(1, math.floor((self.height - 2 * self.padding) / self.item_height))
    self.main_content = VerticalGroup:new{}
    self:_populateItems()
    self[1] = FrameContainer:new{ padding = self.padding, margin = 0, bordersize = 0, self.main_content }
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width or self[1]:getSize().w, h = self.height }
    self.ges_events.Swipe = { GestureRange:new{ ges = "swipe", range = function() return self.dimen end } }
end

function ListView:_populateItems()
    self.pages = math.max(1, math.ceil(#self.items / self.items_per_page))
    self.show_page = math.max(1, math.min(self.show_page, self.pages))
    self.main_content:clear(true)
    local first = (self.show_page - 1) * self.items_per_page + 1
    for i = first, math.min(#self.items, first + self.items_per_page - 1) do
        table.insert(self.main_content, self.items[i])
    end
    if self.page_update_cb then self.page_update_cb(self.show_page, self.pages) end
end

function ListView:_turn(by)
    self.show_page = self.show_page + by
    self:_populateItems()
end

function ListView:nextPage() self:_turn(1) end

function ListView:prevPage() self:_turn(-1) end

function ListView:onSwipe(_, ges)
    if ges.direction == "west" then
        self:nextPage()
    elseif ges.direction == "east" then
        self:prevPage()
    else
        return false
    end
    return true
end

return ListView
