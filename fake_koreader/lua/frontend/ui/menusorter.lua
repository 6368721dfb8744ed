--[[--
Puts menu items where an order table says, and everything else where it asks to be (koreader-ui.md §6.3).
]]
local DataStorage = require("datastorage")
local _ = require("gettext")
local lfs = require("libs/libkoreader-lfs")
local logger = require("logger")

local BUTTONS, DISABLED = "KOMenu:menu_buttons", "KOMenu:disabled"

local MenuSorter = {
    orphaned_prefix = _("NEW: "),
    separator = { id = ("-"):rep(28), text = "KOMenu:separator" },
}

-- The user's order for a menu; nil when there is none. A file that does not compile raises.
local function readUserOrder(prefix)
    if not prefix then return nil end
    local path = DataStorage:getSettingsDir() .. "/" .. prefix .. "_menu_order.lua"
    if lfs.attributes(path, "mode") ~= "file" then return nil end
    return dofile(path)
end

--- Sort by an order table in which a user's file has replaced whole entries.
function MenuSorter:mergeAndSort(prefix, item_table, order)
    local merged = order
    local user_order = readUserOrder(prefix)
    if user_order then
        merged = {}
        for _index, source in ipairs{ order, user_order } do
            for key, list in pairs(source) do merged[key] = list end
        end
    end
    return self:sort(item_table, merged)
end

-- The items of one menu, in order; what is placed is noted in `placed`.
local function build(self, items, order, menu_id, placed)
    local children = {}
    for _index, id in ipairs(order[menu_id] or {}) do
        local item = items[id]
        if id == self.separator.id then
            -- A line belongs to the item above it.
            if #children > 0 then children[#children].separator = true end
        elseif item == nil then
            logger.dbg("MenuSorter: nothing is called", id)
        elseif not placed[id] then
            placed[id] = true
            item.id = id
            if order[id] then item.sub_item_table = build(self, items, order, id, placed) end
            table.insert(children, item)
        end
    end
    return children
end

--- The item with that id, anywhere in a tree of items; nil when there is none.
function MenuSorter:findById(tree, id)
    for _index, item in ipairs(tree) do
        if type(item) == "table" then
            if item.id == id then return item end
            local found = self:findById(item, id) or (item.sub_item_table and self:findById(item.sub_item_table, id))
            if found then return found end
        end
    end
end

local function orphanIds(items, order, placed)
    local ids, unwanted = {}, {}
    for _index, id in ipairs(order[DISABLED] or {}) do unwanted[id] = true end
    for id in pairs(items) do
        if not placed[id] and not unwanted[id] and id ~= BUTTONS then table.insert(ids, id) end
    end
    table.sort(ids)
    return ids
end

local function adopt(self, menu, id, orphan)
    local hint = orphan.sorting_hint
    if type(orphan) == "table" and #orphan > 0 then orphan.sub_item_table = { unpack(orphan) } end
    if not hint then
        if orphan.text and not orphan.new then
            orphan.id = id
            orphan.new = true
            orphan.text = self.orphaned_prefix .. orphan.text
        end
        table.insert(menu[1], orphan)
        return
    end
    local target = self:findById(menu, hint)
    if not target then
        error(string.format("menu item %s wants to be in %s, which is not in this menu", id, tostring(hint)), 0)
    end
    orphan.id = id
    table.insert(target.sub_item_table or target, orphan)
end

--- @tparam table item_table id → item @tparam table order id → array of ids
-- @treturn table array of tabs, each with its items in the array part
function MenuSorter:sort(item_table, order)
    local menu, placed = {}, {}
    for _index, id in ipairs(order[BUTTONS]) do
        local tab = item_table[id]
        if tab then
            placed[id] = true
            tab.id = id
            table.insert(menu, tab)
        end
    end
    for _index, tab in ipairs(menu) do
        for i, item in ipairs(build(self, item_table, order, tab.id, placed)) do tab[i] = item end
    end
    for _index, id in ipairs(orphanIds(item_table, order, placed)) do
        adopt(self, menu, id, item_table[id])
    end
    return menu
end

return MenuSorter
