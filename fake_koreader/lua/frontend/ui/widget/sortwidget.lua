--- A list whose rows the reader puts in order; `item_table` is reordered in place.
-- Fields: `title`, `item_table` (items { text=, checked_func=, callback=, hold_callback= }), `callback(self)` when the
-- reader confirms, `sort_disabled`. `marked` is the number of the row being moved, 0 for none. A first "check" ends the
-- moving, one without a marked row leaves; both call back.

local BottomContainer = require("ui/widget/container/bottomcontainer")
local Button = require("ui/widget/button")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local OverlapGroup = require("ui/widget/overlapgroup")
local Screen = Device.screen
local SortItemWidget = require("ui/widget/sortitemwidget")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")
local T = require("ffi/util").template

local SortWidget = FocusManager:extend{
    callback = nil,
    covers_fullscreen = true,
    item_table = nil,
    items_per_page_default = 14,
    sort_disabled = false,
    title = "",
}

function SortWidget:init()
    self.marked, self.show_page = 0, self.show_page or 1
    self.item_table = self.item_table or {}
    self.dimen = Geom:new{
        x = 0, y = 0, w = self.width or Screen:getWidth(), h = self.height or Screen:getHeight(),
    }
    if Device:hasKeys() then
        self.key_events.Close = { { Device.input.group.Back } }
        self.key_events.NextPage = { { Device.input.group.PgFwd } }
        self.key_events.PrevPage = { { Device.input.group.PgBack } }
    end
    self.ges_events.Swipe = { GestureRange:new{ ges = "swipe", range = self.dimen } }
    self.title_bar = TitleBar:new{
        width = self.dimen.w, title = self.title, fullscreen = true, with_bottom_line = true, align = "left",
        show_parent = self,
    }
    self.footer = self:_buildFooter()
    self.main_content = VerticalGroup:new{ align = "left" }
    self.frame_content = VerticalGroup:new{ align = "left", self.title_bar, self.main_content }
    local area = Geom:new{ w = self.dimen.w, h = self.dimen.h }
    self[1] = FrameContainer:new{
        bordersize = 0, padding = 0, margin = 0,
        OverlapGroup:new{ dimen = area, self.frame_content, BottomContainer:new{ dimen = area:copy(), self.footer } },
    }
    self:_populateItems()
end

function SortWidget:_buildFooter()
    local width = math.floor(self.dimen.w / 6)
    local function button(icon, callback)
        return Button:new{
            icon = icon, width = width, bordersize = 0, show_parent = self, callback = callback,
        }
    end
    self.footer_cancel = button("exit", function() self:onClose() end)
    self.footer_first_up = button("chevron.first", function() self:_arrow("first") end)
    self.footer_left = button("chevron.left", function() self:_arrow("left") end)
    self.footer_page = Button:new{ text = "", bordersize = 0, width = width, is_page_info = true, show_parent = self,
        text_font_bold = false }
    self.footer_right = button("chevron.right", function() self:_arrow("right") end)
    self.footer_ok = button("check", function() self:onReturn() end)
    return HorizontalGroup:new{
        self.footer_cancel, self.footer_first_up, self.footer_left, self.footer_page, self.footer_right,
        self.footer_ok,
    }
end

--- An arrow of the footer: moves the marked row, or turns the page when none is.
function SortWidget:_arrow(which)
    if self.marked == 0 then
        self:goToPage(which == "first" and 1 or self.show_page + (which == "right" and 1 or -1))
    elseif which == "first" then
        self:moveItem(1 - self.marked)
    else
        self:moveItem(which == "right" and 1 or -1)
    end
end

function SortWidget:_countPages()
    self.items_per_page = G_reader_settings:readSetting("items_per_page") or self.items_per_page_default
    self.pages = math.max(1, math.ceil(#self.item_table / self.items_per_page))
    self.show_page = math.max(1, math.min(self.show_page, self.pages))
end

--- Builds the rows of the current page anew.
function SortWidget:_populateItems()
    self:_countPages()
    self.main_content:clear()
    self.layout = {}
    local room = self.dimen.h - self.title_bar:getHeight() - self.footer:getSize().h
    local first = (self.show_page - 1) * self.items_per_page + 1
    for i = first, math.min(#self.item_table, first + self.items_per_page - 1) do
        local row = SortItemWidget:new{
            item = self.item_table[i],
            index = i,
            marked = self.marked == i,
            width = self.dimen.w,
            height = math.max(1, math.floor(room / self.items_per_page)),
            show_parent = self,
        }
        table.insert(self.main_content, row)
        table.insert(self.layout, { row })
    end
    self.footer_page:setText(T("%1 / %2", self.show_page, self.pages), self.footer_page.width)
    self.frame_content:resetLayout()
    self[1][1]:resetLayout()
    UIManager:setDirty(self, "ui", self.dimen)
end

--- Moves the marked row by `diff` places and shows it there.
function SortWidget:moveItem(diff)
    local target = self.marked + diff
    if target < 1 or target > #self.item_table then return end
    local item = table.remove(self.item_table, self.marked)
    table.insert(self.item_table, target, item)
    self.marked = target
    self.show_page = math.ceil(target / self.items_per_page)
    self:_populateItems()
end

--- Shows a page; numbers past the ends mean the ends.
function SortWidget:goToPage(page)
    self.show_page = page
    self:_populateItems()
end

function SortWidget:onNextPage()
    self:goToPage(self.show_page + 1)
    return true
end

function SortWidget:onPrevPage()
    self:goToPage(self.show_page - 1)
    return true
end

function SortWidget:onSwipe(_, ges)
    if ges.direction == "west" then return self:onNextPage() end
    if ges.direction == "east" then return self:onPrevPage() end
    if ges.direction == "south" then return self:onClose() end
    return true
end

--- The check: ends the moving of a marked row, or leaves. Calls back in both cases.
function SortWidget:onReturn()
    if self.marked > 0 then
        self.marked = 0
        self:_populateItems()
    else
        UIManager:close(self)
    end
    if self.callback then self:callback() end
    return true
end

--- Leaves without calling back.
function SortWidget:onClose()
    UIManager:close(self)
    return true
end

function SortWidget:onCloseWidget()
    UIManager:setDirty(nil, "ui")
end

return SortWidget
