--[[
The main menu, gone through entry by entry: by eye (every submenu opened, every page of rows built, no entry tapped),
and by finger (one entry at a time). An entry is known by its numbers on the way to it: "2.1.4".
Called with host and the plugin's folder.
]]
local _, folder = ...

local UIManager = require("ui/uimanager")
local actions = require("reader_actions")
local tracer = require("ffi/tracer")

local menus = {}

-- A submenu that makes submenus without end is looked at this far.
local DEEPEST, MOST_SUBMENUS = 8, 600

local mark = folder .. "/"

local function open()
    local ui = actions.ui()
    if not ui then return nil end
    if ui.menu.menu_container then ui.menu:onTapCloseMenu() end
    ui.menu:onShowMenu()
    local window = ui.menu.menu_container
    return window and window[1]
end

local function close()
    local ui = actions.ui()
    if ui and ui.menu.menu_container then ui.menu:onTapCloseMenu() end
end

local function textOf(item)
    local text = item.text
    if item.text_func then text = item.text_func() end
    return text == nil and "" or tostring(text)
end

local function isEnabled(item)
    if item.enabled_func then return item.enabled_func() ~= false end
    return item.enabled ~= false
end

local function hasSubmenu(item)
    return item.sub_item_table ~= nil or item.sub_item_table_func ~= nil
end

-- An entry belongs to the plugin when any of its functions was written there.
local function isPlugins(item)
    for _, value in pairs(item) do
        if type(value) == "function" and debug.getinfo(value, "S").source:find(mark, 1, true) then
            return true
        end
    end
    return false
end

local function showAllPages(menu)
    for page = 1, menu.page_num do menu:updateItems(page) end
end

local visit

local function visitItem(walk, menu, number, way, texts, own)
    local item = menu.item_table[number]
    if type(item) ~= "table" then return end
    own = own or isPlugins(item)
    local path = way .. "." .. number
    local text = textOf(item)
    local here = texts .. " > " .. text
    if not hasSubmenu(item) then
        local hold = item.hold_callback ~= nil or item.hold_callback_func ~= nil
        if own then
            for _, value in ipairs{ path, here, hold and "hold" or "" } do walk.leaves[#walk.leaves + 1] = value end
        end
        return
    end
    if walk.skip[path] or not isEnabled(item) then return end
    if walk.submenus >= MOST_SUBMENUS or select(2, path:gsub("%.", "")) > DEEPEST then
        walk.cut = true
        return
    end
    walk.submenus = walk.submenus + 1
    tracer.emit("check.menu", "path", path, "text", here)
    local before = menu.item_table
    menu:onMenuSelect(item)
    if menu.item_table == before then return end
    visit(walk, menu, path, here, own)
    menu:backToUpperMenu(true)
end

function visit(walk, menu, way, texts, own)
    showAllPages(menu)
    local i = 1
    while menu.item_table[i] do
        visitItem(walk, menu, i, way, texts, own)
        i = i + 1
    end
end

--- Look at everything but the submenus in `skipped` (paths, each followed by a newline).
-- Returns whether there is more than can be looked at, then path, texts and "hold" or "" of each entry that is
-- the plugin's.
function menus.walk(skipped)
    local walk = { skip = {}, submenus = 0, cut = false, leaves = {} }
    for path in skipped:gmatch("[^\n]+") do walk.skip[path] = true end
    tracer.emit("check.menu", "path", "", "text", "main menu")
    local menu = open()
    if not menu then return false end
    for number, tab in ipairs(menu.tab_item_table) do
        local path, name = tostring(number), tostring(tab.id or number)
        -- A tab with a callback is a button.
        if not tab.callback and not walk.skip[path] then
            tracer.emit("check.menu", "path", path, "text", name)
            menu.bar:switchToTab(number)
            visit(walk, menu, path, name, false)
        end
    end
    close()
    UIManager:forceRePaint()
    return walk.cut, unpack(walk.leaves)
end

local function goTo(path)
    local menu = open()
    local item
    for step in path:gmatch("%d+") do
        if not menu then return nil end
        local number = tonumber(step)
        if not item then
            if not menu.tab_item_table[number] then return nil end
            menu.bar:switchToTab(number)
            item = menu.tab_item_table[number]
        else
            if hasSubmenu(item) then menu:onMenuSelect(item) end
            item = menu.item_table[number]
            if type(item) ~= "table" then return nil end
            menu:updateItems(math.ceil(number / menu.perpage))
        end
    end
    return menu, item
end

--- Tap ("tap") or hold ("hold") an entry. Returns whether it was there and could be tapped.
function menus.touch(path, how)
    local menu, item = goTo(path)
    if not item or hasSubmenu(item) and how == "tap" or not isEnabled(item) then
        close()
        return false
    end
    UIManager:forceRePaint()
    if how == "hold" then menu:onMenuHold(item) else menu:onMenuSelect(item) end
    return true
end

return menus
