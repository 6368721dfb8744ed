--- Pages of keys and values.
-- Fields: `title`, `kv_pairs` = array of { key, value, callback=, hold_callback=, separator= } or strings of dashes,
-- `callback_return(self)` (back arrow; the page is closed after it), `close_callback()`, `title_bar_left_icon` and its
-- tap callback, `single_page`, `width`, `height`. Callbacks of rows do not close the page.

local Blitbuffer = require("ffi/blitbuffer")
local BottomContainer = require("ui/widget/container/bottomcontainer")
local Button = require("ui/widget/button")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local KeyValueItem = require("ui/widget/keyvalueitem")
local LeftContainer = require("ui/widget/container/leftcontainer")
local LineWidget = require("ui/widget/linewidget")
local OverlapGroup = require("ui/widget/overlapgroup")
local PageFooter = require("ui/widget/pagefooter")
local Screen = Device.screen
local Size = require("ui/size")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")

local KeyValuePage = FocusManager:extend{
    close_callback = nil,
    covers_fullscreen = true,
    items_per_page_default = 14,
    kv_pairs = nil,
    show_page = 1,
    single_page = nil,
    title = "",
    title_bar_align = "left",
}

function KeyValuePage:init()
    self.show_parent = self.show_parent or self
    self.kv_pairs = self.kv_pairs or {}
    self.dimen = Geom:new{
        x = 0, y = 0, w = self.width or Screen:getWidth(), h = self.height or Screen:getHeight(),
    }
    self:_listen()
    self.title_bar = TitleBar:new{
        title = self.title,
        align = self.title_bar_align,
        fullscreen = self.covers_fullscreen,
        width = self.dimen.w,
        with_bottom_line = true,
        left_icon = self.title_bar_left_icon,
        left_icon_tap_callback = self.title_bar_left_icon_tap_callback,
        left_icon_hold_callback = self.title_bar_left_icon_hold_callback,
        close_callback = function() self:onClose() end,
        show_parent = self.show_parent,
    }
    PageFooter.build(self, {
        first = function() self:goToPage(1) end,
        previous = function() self:prevPage() end,
        next = function() self:nextPage() end,
        last = function() self:goToPage(self.pages) end,
    })
    self.page_return_arrow = Button:new{
        icon = "back.top", bordersize = 0, show_parent = self.show_parent,
        callback = function() self:onReturn() end,
    }
    if not self.callback_return then self.page_return_arrow:hide() end
    self:_countPages()
    self.main_content = VerticalGroup:new{ align = "left" }
    self:_frameUp()
    self:_populateItems()
end

function KeyValuePage:_listen()
    if Device:hasKeys() then
        local group = Device.input.group
        self.key_events.Close = { { group.Back } }
        self.key_events.NextPage = { { group.PgFwd } }
        self.key_events.PrevPage = { { group.PgBack } }
    end
    if Device:isTouchDevice() then
        self.ges_events.Swipe = { GestureRange:new{ ges = "swipe", range = self.dimen } }
    end
end

function KeyValuePage:_countPages()
    self.items_per_page = G_reader_settings:readSetting("keyvalues_per_page")
        or G_reader_settings:readSetting("items_per_page") or self.items_per_page_default
    if self.single_page then self.items_per_page = math.max(1, #self.kv_pairs) end
    self.pages = math.max(1, math.ceil(#self.kv_pairs / self.items_per_page))
    self.show_page = math.max(1, math.min(self.show_page, self.pages))
    local room = self.dimen.h - self.title_bar:getHeight() - self.page_info:getSize().h
    self.item_height = math.max(1, math.floor(room / self.items_per_page))
end

function KeyValuePage:_frameUp()
    local area = Geom:new{ w = self.dimen.w, h = self.dimen.h }
    self[1] = FrameContainer:new{
        bordersize = 0,
        padding = 0,
        margin = 0,
        OverlapGroup:new{
            dimen = area,
            VerticalGroup:new{ align = "left", self.title_bar, self.main_content },
            BottomContainer:new{
                dimen = area:copy(),
                LeftContainer:new{
                    dimen = Geom:new{ w = area.w, h = self.page_info:getSize().h }, self.page_return_arrow,
                },
            },
            BottomContainer:new{ dimen = area:copy(), self.page_info },
        },
    }
end

--- Builds the rows of the current page anew.
function KeyValuePage:_populateItems()
    self:_countPages()
    self.main_content:clear()
    self.layout = {}
    local first = (self.show_page - 1) * self.items_per_page + 1
    for i = first, math.min(#self.kv_pairs, first + self.items_per_page - 1) do
        local entry = self.kv_pairs[i]
        if type(entry) == "table" then
            self:_addRow(entry)
        else
            self:_addLine()
        end
    end
    self[1][1]:resetLayout()
    self[1][1][1]:resetLayout()
    PageFooter.update(self, self.show_page, self.pages, #self.kv_pairs > 0)
    UIManager:setDirty(self, "ui", self.dimen)
end

function KeyValuePage:_addRow(entry)
    local row = KeyValueItem:new{
        key = entry[1],
        value = entry[2],
        callback = entry.callback,
        hold_callback = entry.hold_callback,
        kv_page = self,
        width = self.dimen.w,
        height = self.item_height,
        show_parent = self.show_parent,
    }
    table.insert(self.main_content, row)
    table.insert(self.layout, { row })
    if entry.separator then self:_addLine() end
end

function KeyValuePage:_addLine()
    table.insert(self.main_content, LineWidget:new{
        background = Blitbuffer.COLOR_LIGHT_GRAY,
        dimen = Geom:new{ w = self.dimen.w, h = Size.line.thick },
    })
end

--- Shows a page; numbers past the ends mean the ends.
function KeyValuePage:goToPage(page)
    self.show_page = math.max(1, math.min(page, self.pages))
    self:_populateItems()
end

for name, by in pairs{ nextPage = 1, prevPage = -1 } do
    KeyValuePage[name] = function(page) page:goToPage(page.show_page + by) end
end

for handler, method in pairs{ onNextPage = "nextPage", onPrevPage = "prevPage" } do
    KeyValuePage[handler] = function(page)
        page[method](page)
        return true
    end
end

--- Swipes: west and east turn the page, south closes.
function KeyValuePage:onSwipe(_, ges)
    if ges.direction == "west" then
        self:nextPage()
    elseif ges.direction == "east" then
        self:prevPage()
    elseif ges.direction == "south" then
        self:onClose()
    end
    return true
end

--- The back arrow: calls back, then closes.
function KeyValuePage:onReturn()
    if not self.callback_return then return end
    self:callback_return()
    UIManager:close(self)
    return true
end

--- The closing cross, Back, or a swipe down.
function KeyValuePage:onClose()
    UIManager:close(self)
    if self.close_callback then self.close_callback() end
    return true
end

function KeyValuePage:onCloseWidget()
    UIManager:setDirty(nil, "ui", self.dimen)
end

return KeyValuePage
