--- A list in a window: pages of rows, submenus in place.
-- Fields: `title`, `subtitle`, `item_table` (items as in specs/koreader-ui.md 7.4), `close_callback()`, `onReturn`
-- and `paths` (back arrow), `items_per_page`, `is_borderless`, `is_popout`, `covers_fullscreen`, `width`, `height`,
-- `title_bar_left_icon`, `no_title`, `show_parent`. To be overridden: `onMenuSelect(item, pos)`, `onMenuChoice(item)`,
-- `onMenuHold(item, pos)`, `onLeftButtonTap()`, `onLeftButtonHold()`, `onReturn()`. Moving between pages is in
-- ui/widget/menu_paging.
-- same: onMenuHold onLeftButtonHold onLeftButtonTap

local BottomContainer = require("ui/widget/container/bottomcontainer")
local Button = require("ui/widget/button")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local LeftContainer = require("ui/widget/container/leftcontainer")
local MenuItem = require("ui/widget/menuitem")
local OverlapGroup = require("ui/widget/overlapgroup")
local PageFooter = require("ui/widget/pagefooter")
local Screen = Device.screen
local Size = require("ui/size")
local TitleBar = require("ui/widget/titlebar")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")

local Menu = FocusManager:extend{
    disable_footer_padding = false,
    header_padding = Size.padding.default,
    is_borderless = false,
    is_popout = true,
    item_table = nil,
    items_font_size = nil,
    items_max_lines = nil,
    items_per_page = nil,
    items_per_page_default = 14,
    no_title = false,
    show_parent = nil,
    single_line = false,
    subtitle = nil,
    title = "",
}

--- The text of a row, with an arrow for a submenu.
function Menu.getMenuText(item)
    local text = item.text_func and item.text_func() or item.text
    if text == nil then text = "" end
    if item.sub_item_table ~= nil or item.sub_item_table_func then
        text = tostring(text) .. " ▸"
    end
    return text
end

--- Items for a Menu from the tabs of a TouchMenu: an entry with a callback stays one, any other is a submenu.
function Menu.itemTableFromTouchMenu(tabs)
    local items = {}
    for name, entry in pairs(tabs) do
        local item = { text = name, callback = entry.callback }
        if not entry.callback then item.sub_item_table = entry end
        table.insert(items, item)
    end
    return items
end

function Menu:init()
    self.item_table = self.item_table or {}
    self.item_table_stack = {}
    self.show_parent = self.show_parent or self
    self.page = 1
    self.dimen = Geom:new{
        x = 0, y = 0, w = self.width or Screen:getWidth(), h = self.height or Screen:getHeight(),
    }
    self.screen_w, self.screen_h = Screen:getWidth(), Screen:getHeight()
    self:_numberItems()
    self:_buildBars()
    self.item_group = VerticalGroup:new{ align = "left" }
    self.layout = {}
    self.content_group = VerticalGroup:new{ align = "left" }
    if self.title_bar then table.insert(self.content_group, self.title_bar) end
    table.insert(self.content_group, self.item_group)
    self:_frameUp()
    self:_listen()
    self:_recalculateDimen()
    local start = self.item_table.current
    if start then self.page = self:getPageNumber(start) end
    self:updateItems()
end

function Menu:_numberItems()
    for i, item in ipairs(self.item_table) do item.idx = i end
end

function Menu:_buildBars()
    local border = self.is_borderless and 0 or Size.border.window
    self.inner_dimen = Geom:new{ w = self.dimen.w - 2 * border, h = self.dimen.h - 2 * border }
    self.border_size = border
    if self.custom_title_bar then
        self.title_bar = self.custom_title_bar
    elseif not self.no_title then
        self.title_bar = TitleBar:new{
            width = self.inner_dimen.w,
            fullscreen = self.covers_fullscreen,
            align = "center",
            with_bottom_line = self.with_bottom_line,
            title = self.title,
            title_multilines = self.title_multilines,
            title_shrink_font_to_fit = true,
            subtitle = self.subtitle,
            left_icon = self.title_bar_left_icon,
            left_icon_tap_callback = function() self:onLeftButtonTap() end,
            left_icon_hold_callback = function() self:onLeftButtonHold() end,
            close_callback = function() self:onClose() end,
            show_parent = self.show_parent,
        }
    end
    PageFooter.build(self, {
        first = function() self:onFirstPage() end,
        previous = function() self:onPrevPage() end,
        next = function() self:onNextPage() end,
        last = function() self:onLastPage() end,
        ask = function() self:onShowGotoDialog() end,
    })
    self.paths = self.paths or {}
    self.page_return_arrow = Button:new{
        icon = "back.top", bordersize = 0, show_parent = self.show_parent,
        callback = function()
            if self.onReturn then self:onReturn() end
        end,
        hold_callback = function()
            if self.onHoldReturn then self:onHoldReturn() end
        end,
    }
    if self.onReturn == nil then self.page_return_arrow:hide() end
end

function Menu:_frameUp()
    local bottom = Geom:new{ w = self.inner_dimen.w, h = self.inner_dimen.h }
    self[1] = FrameContainer:new{
        bordersize = self.border_size,
        padding = 0,
        margin = 0,
        radius = self.is_popout and Size.radius.window or 0,
        OverlapGroup:new{
            dimen = Geom:new{ w = self.inner_dimen.w, h = self.inner_dimen.h },
            self.content_group,
            BottomContainer:new{
                dimen = bottom,
                LeftContainer:new{
                    dimen = Geom:new{ w = self.inner_dimen.w, h = self.page_info:getSize().h },
                    self.page_return_arrow,
                },
            },
            BottomContainer:new{ dimen = bottom:copy(), self.page_info },
        },
    }
end

function Menu:_listen()
    if Device:hasKeys() then
        local group = Device.input.group
        self.key_events.Close = { { group.Back } }
        self.key_events.NextPage = { { group.PgFwd } }
        self.key_events.PrevPage = { { group.PgBack } }
    end
    if Device:isTouchDevice() then
        self.ges_events.Swipe = { GestureRange:new{ ges = "swipe", range = self.dimen } }
        if not self.covers_fullscreen then
            self.ges_events.TapCloseAllMenus = {
                GestureRange:new{
                    ges = "tap",
                    range = Geom:new{ x = 0, y = 0, w = self.screen_w, h = self.screen_h },
                },
            }
        end
    end
end

--- Works out how many rows a page has and how high they are.
function Menu:_recalculateDimen()
    self.perpage = self.items_per_page or G_reader_settings:readSetting("items_per_page")
        or self.items_per_page_default
    local used = (self.title_bar and not self.no_title and self.title_bar:getHeight() or 0)
        + self.page_info:getSize().h
    self.available_height = self.inner_dimen.h - used
    self.item_dimen = Geom:new{
        x = 0, y = 0, w = self.inner_dimen.w, h = math.max(1, math.floor(self.available_height / self.perpage)),
    }
    self.page_num = self:getPageNumber(#self.item_table)
    self.page = math.max(1, math.min(self.page, self.page_num))
end

--- Size in pixels of a row's text for a number of rows per page. A plain function.
function Menu.getItemFontSize(perpage)
    return math.max(14, 26 - math.floor((perpage or Menu.items_per_page_default) / 2))
end

--- Builds the rows of the current page anew. `select_number` is the row to focus; `no_recalculate_dimen` keeps
-- the row height.
function Menu:updateItems(select_number, no_recalculate_dimen)
    if not (no_recalculate_dimen and self.perpage) then self:_recalculateDimen() end
    self.item_group:clear()
    self.layout = {}
    for i = 1, self.perpage do
        local index = (self.page - 1) * self.perpage + i
        local item = self.item_table[index]
        if not item then break end
        item.idx = index
        if index == self.itemnumber then select_number = i end
        local row = self:_makeRow(item, index)
        table.insert(self.item_group, row)
        table.insert(self.layout, { row })
    end
    self:updatePageInfo(select_number)
    self.content_group:resetLayout()
    UIManager:setDirty(self.show_parent, "ui", self.dimen)
end

function Menu:_makeRow(item, index)
    return MenuItem:new{
        entry = item,
        text = Menu.getMenuText(item),
        post_text = item.post_text,
        mandatory = item.mandatory_func and item.mandatory_func() or item.mandatory,
        bold = item.bold or self.item_table.current == index,
        dim = item.dim,
        dimen = self.item_dimen:copy(),
        menu = self,
        show_parent = self.show_parent,
    }
end

--- Brings the footer in line with the page.
function Menu:updatePageInfo(select_number)
    PageFooter.update(self, self.page, self.page_num, #self.item_table > 0)
    if self.onReturn then self.page_return_arrow:enableDisable(#self.paths > 0) end
    if select_number and self.layout[select_number] then self.selected = { x = 1, y = select_number } end
end

--- Puts the title bar's icons into the rows for key navigation.
function Menu:mergeTitleBarIntoLayout()
    if not self.title_bar or not self.title_bar.generateVerticalLayout then return end
    for i, row in ipairs(self.title_bar:generateVerticalLayout()) do table.insert(self.layout, i, row) end
end

--- Shows another table of items: nil titles stay; the page is the first, or that of item `itemnumber` (-1: stays),
-- or of the first item where `itemmatch` = { key = value } holds.
function Menu:switchItemTable(title, items, itemnumber, itemmatch, subtitle)
    if title and self.title_bar then self.title_bar:setTitle(title, true) end
    if subtitle and self.title_bar then self.title_bar:setSubTitle(subtitle, true) end
    if items then self.item_table = items end
    self:_numberItems()
    if itemmatch then
        local key, value = next(itemmatch)
        for i, item in ipairs(self.item_table) do
            if item[key] == value then
                itemnumber = i
                break
            end
        end
    end
    self:_recalculateDimen()
    if itemnumber == nil then
        self.page = 1
    elseif itemnumber >= 0 then
        self.page = self:getPageNumber(itemnumber)
    end
    self:updateItems()
end

--- A row was tapped: opens its submenu, or makes the choice and tells `close_callback`.
function Menu:onMenuSelect(item)
    if item.sub_item_table == nil then
        local allowed = item.select_enabled
        if item.select_enabled_func then allowed = item.select_enabled_func() end
        if allowed == false then return true end
        self:onMenuChoice(item)
        if self.close_callback then self.close_callback() end
        return true
    end
    self.item_table.title = self.title
    table.insert(self.item_table_stack, self.item_table)
    self:switchItemTable(Menu.getMenuText(item):gsub(" ▸$", ""), item.sub_item_table)
    return true
end

--- What choosing a row does; by default its callback.
function Menu:onMenuChoice(item)
    if item.callback then item.callback() end
    return true
end

--- What a long press on a row does; by default nothing.
function Menu:onMenuHold()
    return true
end

function Menu:onLeftButtonTap() end

function Menu:onLeftButtonHold() end

--- Closes the menu and tells its maker.
function Menu:onCloseAllMenus()
    UIManager:close(self)
    if self.close_callback then self.close_callback() end
    return true
end

--- The closing cross, Back, or a swipe down: one submenu up, or out.
function Menu:onClose()
    local upper = table.remove(self.item_table_stack)
    if not upper then
        self:onCloseAllMenus()
    else
        self:switchItemTable(upper.title, upper)
    end
    return true
end

--- A tap beside a menu that does not fill the screen closes it.
function Menu:onTapCloseAllMenus(_, ges)
    if self.dimen:contains(ges.pos) then return end
    return self:onCloseAllMenus()
end

function Menu:onCloseWidget()
    UIManager:setDirty(nil, "ui", self.dimen)
end

require("ui/widget/menu_paging")(Menu)

return Menu
