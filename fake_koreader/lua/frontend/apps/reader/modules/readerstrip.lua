--[[--
The pages of a paged book as one strip, of which a screen is seen (a module of ours, for ReaderPaging). In continuous
view a turn moves the strip by a screen, less an overlap; in single page view a page that is higher than the screen is
panned before the next one comes.

`page` is the page at the top of the screen, `offset` how many pixels of it are above.
]]
local Event = require("ui/event")
local Screen = require("device").screen

local Strip = {}
Strip.__index = Strip

function Strip:new(paging)
    return setmetatable({ paging = paging, page = 1, offset = 0 }, self)
end

function Strip:goTo(page, offset)
    self.page, self.offset = page, offset or 0
end

-- Heights of a page and of the screen, in pixels.
function Strip:_heightOf(page)
    local paging = self.paging
    return math.floor(paging.document:getPageDimensions(page, paging.view.state.zoom).h + 0.5)
end

function Strip:_screen()
    return self.paging.view.dimen.h
end

function Strip:_step()
    return self:_screen() - Screen:scaleBySize(G_defaults:readSetting("DOVERLAPPIXELS") or 30)
end

--- The page at the bottom of the screen, and how much of it is below.
function Strip:bottom()
    local page = self.page
    local below = self:_heightOf(page) - self.offset - self:_screen()
    while below < 0 and page < self.paging.number_of_pages do
        page = page + 1
        below = below + self:_heightOf(page)
    end
    return page, math.max(below, 0)
end

-- Down by so many pixels, as far as there is strip.
function Strip:_down(pixels)
    self.offset = self.offset + pixels
    while self.page < self.paging.number_of_pages and self.offset >= self:_heightOf(self.page) do
        self.offset = self.offset - self:_heightOf(self.page)
        self.page = self.page + 1
    end
end

function Strip:_up(pixels)
    self.offset = self.offset - pixels
    while self.offset < 0 and self.page > 1 do
        self.page = self.page - 1
        self.offset = self.offset + self:_heightOf(self.page)
    end
    self.offset = math.max(self.offset, 0)
end

-- How far the strip can still go down until its end is at the bottom of the screen, at most `limit`.
function Strip:_rest(limit)
    local page, rest = self:bottom()
    while rest < limit and page < self.paging.number_of_pages do
        page = page + 1
        rest = rest + self:_heightOf(page)
    end
    return math.min(rest, limit)
end

--- Move by screens; everybody hears of a page that gets to the bottom (or, backwards, to the top).
function Strip:turn(screens)
    local paging = self.paging
    if screens > 0 then
        for _ = 1, screens do
            local rest = self:_rest(self:_step())
            if rest == 0 then
                paging.ui:handleEvent(Event:new("EndOfBook"))
                return
            end
            self:_down(rest)
            local page = self:bottom()
            if page ~= paging.current_page then paging:_tellPage(page, "scrolling") end
        end
        return
    end
    for _ = 1, -screens do
        local top, bottom = self.page, paging.current_page
        self:_up(self:_step())
        local page = self:bottom()
        if self.page ~= top then paging:_tellPage(self.page, "scrolling") end
        if page ~= bottom or self.page ~= top and page ~= self.page then paging:_tellPage(page, "scrolling") end
    end
end

--- In single page view: move within the page. @treturn bool whether there was anywhere to move to
function Strip:pan(diff)
    local room = self:_heightOf(self.page) - self:_screen()
    if room <= 0 then return false end
    local offset = math.min(math.max(self.offset + diff * self:_step(), 0), room)
    if offset == self.offset then return false end
    self.offset = offset
    return true
end

return Strip
