--- The main menu of a touch device: tabs of icons, pages of rows, submenus in place.
-- Fields: `tab_item_table` = array of item tables with an `icon` (and `callback()`, `remember`), `last_index` (tab to
-- open), `width`, `close_callback()`, `touch_menu_callback()`, `show_parent`. The items are those of
-- specs/koreader-ui.md 6.2, a tap walks as in 6.4.

local Button = require("ui/widget/button")
local Device = require("device")
local FocusManager = require("ui/widget/focusmanager")
local FrameContainer = require("ui/widget/container/framecontainer")
local Geom = require("ui/geometry")
local GestureRange = require("ui/gesturerange")
local HorizontalGroup = require("ui/widget/horizontalgroup")
local InfoMessage = require("ui/widget/infomessage")
local Screen = Device.screen
local Size = require("ui/size")
local TouchMenuBar = require("ui/widget/touchmenubar")
local TouchMenuItem = require("ui/widget/touchmenuitem")
local UIManager = require("ui/uimanager")
local VerticalGroup = require("ui/widget/verticalgroup")

-- Rows on a page unless the table asks for fewer.
local MAX_PER_PAGE = 10

local TouchMenu = FocusManager:extend{
    bordersize = Size.border.window,
    cur_tab = -1,
    last_index = 1,
    max_per_page_default = MAX_PER_PAGE,
    padding = Size.padding.default,
    page = 1,
    tab_item_table = nil,
}

function TouchMenu:init()
    self.show_parent = self.show_parent or self
    self.width = self.width or Screen:getWidth()
    self.item_width = self.width - 2 * self.padding
    self.item_height = Size.item.height_large
    self.item_table_stack, self._upper_ids = {}, {}
    self.dimen = Geom:new{ x = 0, y = 0, w = self.width, h = Screen:getHeight() }
    local icons = {}
    for i, tab in ipairs(self.tab_item_table) do icons[i] = tab.icon end
    self.bar = TouchMenuBar:new{
        width = self.item_width, icons = icons, menu = self, show_parent = self.show_parent,
    }
    self:_buildFooter()
    self.item_group = VerticalGroup:new{ align = "left" }
    self.menu_frame = FrameContainer:new{
        padding = self.padding,
        bordersize = self.bordersize,
        self.item_group,
    }
    self[1] = self.menu_frame
    self:_listen()
    self.bar:switchToTab(self.last_index or 1)
end

function TouchMenu:_buildFooter()
    local function arrow(icon, callback)
        return Button:new{ icon = icon, bordersize = 0, show_parent = self.show_parent, callback = callback }
    end
    self.page_info_left_chev = arrow("chevron.left", function() self:onPrevPage() end)
    self.page_info_right_chev = arrow("chevron.right", function() self:onNextPage() end)
    self.page_info_left_chev:hide()
    self.page_info_right_chev:hide()
    self.up_button = arrow("chevron.up", function() self:backToUpperMenu() end)
    self.up_button.hold_callback = function() self:closeMenu() end
    self.footer = HorizontalGroup:new{ self.up_button, self.page_info_left_chev, self.page_info_right_chev }
end

function TouchMenu:_listen()
    if Device:isTouchDevice() then
        local everywhere = Geom:new{ x = 0, y = 0, w = Screen:getWidth(), h = Screen:getHeight() }
        self.ges_events.TapCloseAllMenus = { GestureRange:new{ ges = "tap", range = everywhere } }
        self.ges_events.Swipe = { GestureRange:new{ ges = "swipe", range = everywhere } }
    end
    if Device:hasKeys() then
        local group = Device.input.group
        self.key_events.Back = { { group.Back } }
        self.key_events.NextPage = { { group.PgFwd } }
        self.key_events.PrevPage = { { group.PgBack } }
    end
end

function TouchMenu:onCloseWidget()
    UIManager:setDirty(nil, "flashui", self.dimen)
end

--- Remembers where the menu is.
function TouchMenu:paintTo(bb, x, y)
    local size = self.menu_frame:getSize()
    self.dimen.x, self.dimen.y, self.dimen.w, self.dimen.h = x, y, size.w, size.h
    self.menu_frame:paintTo(bb, x, y)
end

function TouchMenu:getSize()
    return self.menu_frame:getSize()
end

--- Works out how many rows a page of the current table has, and how many pages there are.
function TouchMenu:_recalculatePageLayout()
    local taken = self.bar.height + self.footer:getSize().h + 2 * (self.padding + self.bordersize)
    local fitting = math.max(1, math.floor((Screen:getHeight() - taken) / self.item_height))
    self.perpage = math.min(fitting, self.item_table.max_per_page or self.max_per_page_default)
    self.page_num = math.max(1, math.ceil(#self.item_table / self.perpage))
end

--- Builds the rows anew: of the page with the item `target_item_id` if there is one, else of `target_page`, else of
-- the current page (the last one, if there are fewer by now).
function TouchMenu:updateItems(target_page, target_item_id)
    self:_recalculatePageLayout()
    if target_page then self.page = target_page end
    if target_item_id then
        for i, item in ipairs(self.item_table) do
            if item.menu_item_id == target_item_id then
                self.page = math.ceil(i / self.perpage)
                break
            end
        end
    end
    self.page = math.max(1, math.min(self.page, self.page_num))
    self.item_group:clear(true)
    self.layout = {}
    table.insert(self.item_group, self.bar)
    table.insert(self.layout, self.bar.icon_widgets)
    for i = (self.page - 1) * self.perpage + 1, math.min(#self.item_table, self.page * self.perpage) do
        local row = TouchMenuItem:new{
            item = self.item_table[i],
            menu = self,
            dimen = Geom:new{ x = 0, y = 0, w = self.item_width, h = self.item_height },
            show_parent = self.show_parent,
        }
        table.insert(self.item_group, row)
        table.insert(self.layout, { row })
    end
    table.insert(self.item_group, self.footer)
    self:_updateArrows()
    UIManager:setDirty(self.show_parent, "ui", self.dimen)
end

function TouchMenu:_updateArrows()
    for _, arrow in ipairs{ self.page_info_left_chev, self.page_info_right_chev } do
        arrow:showHide(self.page_num > 1)
    end
    self.page_info_left_chev:enableDisable(self.page > 1)
    self.page_info_right_chev:enableDisable(self.page < self.page_num)
    self.footer:resetLayout()
end

--- Opens a tab at its top, also when it is the current one.
function TouchMenu:switchMenuTab(tab_num)
    local tab = self.tab_item_table[tab_num]
    if self.touch_menu_callback then self.touch_menu_callback() end
    if tab.callback then tab.callback() end
    if tab.remember ~= false then self.last_index = tab_num end
    self.cur_tab = tab_num
    self.item_table = tab
    self.item_table_stack, self._upper_ids = {}, {}
    self:updateItems(1)
end

--- Closes the menu through its `close_callback`; without one it just goes.
function TouchMenu:closeMenu()
    if self.close_callback then
        self.close_callback()
    else
        UIManager:close(self)
    end
end

--- One level up, to the page it was left from; from the top the menu is closed unless `no_close`.
function TouchMenu:backToUpperMenu(no_close)
    local upper = table.remove(self.item_table_stack)
    if upper then
        local id = table.remove(self._upper_ids) or nil
        if upper.needs_refresh and upper.refresh_func then
            upper = upper.refresh_func()
        end
        self.item_table = upper
        self:updateItems(1, id)
    elseif not no_close then
        self:closeMenu()
    end
end

function TouchMenu:_openSubmenu(item, sub_items)
    if #sub_items == 0 then return end
    table.insert(self.item_table_stack, self.item_table)
    table.insert(self._upper_ids, item.menu_item_id or false)
    self.item_table = sub_items
    local wanted = sub_items.open_on_menu_item_id_func and sub_items.open_on_menu_item_id_func()
    self:updateItems(1, wanted or nil)
end

--- A row was tapped, perhaps on its check mark.
function TouchMenu:onMenuSelect(item, tap_on_checkmark)
    if self.touch_menu_callback then self.touch_menu_callback() end
    if tap_on_checkmark and item.checkmark_callback then
        item.checkmark_callback()
        self:updateItems()
        return true
    end
    local input = item.tap_input_func and item.tap_input_func() or item.tap_input
    if input then
        if not item.keep_menu_open then self:closeMenu() end
        self:onInput(input)
        return true
    end
    local sub_items = item.sub_item_table
    if item.sub_item_table_func then sub_items = item.sub_item_table_func() end
    if sub_items then
        self:_openSubmenu(item, sub_items)
        return true
    end
    self:_runCallback(item)
    return true
end

function TouchMenu:_runCallback(item)
    local callback = item.callback
    if item.callback_func then callback = item.callback_func() end
    if not callback then return end
    -- The callback comes first: a dialog it shows lies above the menu, which is then taken from under it.
    callback(self)
    if item.checked ~= nil or item.checked_func then
        if not (item.check_callback_updates_menu or item.check_callback_closes_menu) then self:updateItems() end
    elseif not item.keep_menu_open then
        self:closeMenu()
    end
end

--- A row was pressed long. A disabled item (`only_help`) just shows its help text.
function TouchMenu:onMenuHold(item, only_help)
    if self.touch_menu_callback then self.touch_menu_callback() end
    if not only_help then
        local input = item.hold_input_func and item.hold_input_func() or item.hold_input
        if input then
            if item.hold_keep_menu_open == false then self:closeMenu() end
            self:onInput(input)
            return true
        end
        local callback = item.hold_callback
        if item.hold_callback_func then callback = item.hold_callback_func() end
        if callback then
            if item.hold_keep_menu_open == false then self:closeMenu() end
            callback(self, item)
            return true
        end
    end
    local help = item.help_text
    if item.help_text_func then help = item.help_text_func(item) end
    if help then UIManager:show(InfoMessage:new{ text = help }) end
    return true
end

function TouchMenu:_turn(by)
    self:updateItems((self.page - 1 + by) % self.page_num + 1)
    return true
end

function TouchMenu:onNextPage() return self:_turn(1) end

function TouchMenu:onPrevPage() return self:_turn(-1) end

function TouchMenu:onFirstPage()
    self:updateItems(1)
    return true
end

function TouchMenu:onLastPage()
    self:updateItems(self.page_num)
    return true
end

--- Swipes: west and east turn the page, north closes, south goes up a level.
function TouchMenu:onSwipe(_, ges)
    if ges.direction == "west" then return self:onNextPage() end
    if ges.direction == "east" then return self:onPrevPage() end
    if ges.direction == "north" then
        self:closeMenu()
    elseif ges.direction == "south" then
        self:backToUpperMenu(true)
    end
    return true
end

--- A tap beside the menu closes it.
function TouchMenu:onTapCloseAllMenus(_, ges)
    if ges.pos:notIntersectWith(self.dimen) then self:closeMenu() end
    return true
end

--- The Back key goes up a level or closes.
function TouchMenu:onBack()
    self:backToUpperMenu()
    return true
end

TouchMenu.onClose = TouchMenu.closeMenu

return TouchMenu
