--[[--
What a reader does, as one call each (a module of ours, not KOReader's): each does what a finger, a button or the
power key would. Used by the device and by the conformance scripts.
]]
local Event = require("ui/event")
local UIManager = require("ui/uimanager")

local actions = {}

--- The ReaderUI or FileManager that is there; nil when neither is.
function actions.ui()
    local reader = package.loaded["apps/reader/readerui"]
    local files = package.loaded["apps/filemanager/filemanager"]
    return reader and reader.instance or files and files.instance
end

-- What can not be done is no fault of KOReader's: nothing happens, and the action returns false and why.
local function refuse(text, ...)
    return false, text:format(...)
end

-- A menu that is open would lie over whatever comes.
local function putMenuAway()
    local ui = actions.ui()
    if ui and ui.menu.menu_container then ui.menu:onTapCloseMenu() end
end

-- An action that needs an open book, which it gets first.
local function inBook(act)
    return function(...)
        local ui = require("apps/reader/readerui").instance
        if not ui then return refuse("no book is open") end
        putMenuAway()
        return act(ui, ...)
    end
end

local function saying(name)
    return inBook(function(ui, ...)
        ui:handleEvent(Event:new(name, ...))
    end)
end

-- Books -------------------------------------------------------------------------------------------------------------

function actions.open_book(path)
    putMenuAway()
    require("apps/reader/readerui"):showReader(path)
end

function actions.close_book()
    putMenuAway()
    UIManager:sendEvent(Event:new("Home"))
end

actions.switch_book = inBook(function(ui, path)
    ui:switchDocument(path)
end)

--- A tap on the right (1) or the left (-1) of the page.
actions.turn_page = inBook(function(ui, direction)
    (ui.rolling or ui.paging):onGotoViewRel(direction)
end)

--- Takes a page, from 1.
actions.goto_page = saying("GotoPage")

--- Takes a number from 0 to 100.
actions.goto_percent = saying("GotoPercent")

-- Annotations and status ----------------------------------------------------------------------------------------------

local ROWS = 40

local function cleaned(text)
    return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function selectionInReflowable(ui, text)
    local page = ui:getCurrentPage()
    for _, place in ipairs(ui.document:findAllText(text, false, 0, 1000, false) or {}) do
        if ui.document:getPageFromXPointer(place.start) == page then
            return { text = text, pos0 = place.start, pos1 = place["end"] }
        end
    end
end

local function selectionInPaged(ui, text)
    local page = ui:getCurrentPage()
    local whole = cleaned(ui.document:getPageText(page) or "")
    local at = whole:find(cleaned(text), 1, true)
    if not at then return nil end
    -- The further down the text the further down the page.
    local y = 40 + math.floor(at / ROWS) * 20
    local function corner(x)
        return { page = page, x = x, y = y, zoom = ui.view.state.zoom, rotation = 0 }
    end
    return { text = text, pos0 = corner(40 + at % ROWS), pos1 = corner(40 + at % ROWS + #text) }
end

--- Select a text of the current page and highlight it. @treturn number the annotation's index
actions.highlight = inBook(function(ui, text)
    local selected = (ui.rolling and selectionInReflowable or selectionInPaged)(ui, text)
    if not selected then return refuse("'%s' is not on page %d", text, ui:getCurrentPage()) end
    ui.highlight.selected_text = selected
    local index = ui.highlight:saveHighlight()
    ui.highlight:clear()
    return index
end)

actions.toggle_bookmark = saying("ToggleBookmark")

local function onStatusPage(change)
    return inBook(function(ui, ...)
        ui.status:onShowBookStatus()
        local page = UIManager:getTopmostVisibleWidget()
        if not page.onChangeBookStatus then return refuse("another window lies over the book status page") end
        change(page, ...)
        page:onClose()
    end)
end

--- "reading", "abandoned" or "complete", on the book status page.
actions.set_status = onStatusPage(function(page, status) page:onChangeBookStatus({ status }, 1) end)

--- 1 to 5 stars, on the book status page.
actions.set_rating = onStatusPage(function(page, stars) page:setStar(stars) end)

-- Device ------------------------------------------------------------------------------------------------------------

function actions.suspend()
    UIManager:nextTick(UIManager.event_handlers.Suspend, "Suspend")
end

function actions.resume()
    UIManager:nextTick(UIManager.event_handlers.Resume, "Resume")
end

--- @tparam bool plugged
function actions.charger(plugged)
    local word = plugged and "Charging" or "NotCharging"
    UIManager.event_handlers[word](word)
end

function actions.exit()
    UIManager:broadcastEvent(Event:new("Exit"))
end

function actions.restart()
    UIManager:broadcastEvent(Event:new("Restart"))
end

function actions.wifi_on()
    require("ui/network/manager"):toggleWifiOn()
end

function actions.wifi_off()
    require("ui/network/manager"):toggleWifiOff()
end

--- Run one action of the Dispatcher.
function actions.dispatch(action, argument)
    putMenuAway()
    require("dispatcher"):execute({ [action] = argument })
end

-- The main menu -----------------------------------------------------------------------------------------------------

local function textOf(item)
    local text = item.text_func and item.text_func() or item.text
    return text and text:gsub("%s*▸$", "")
end

local function subItems(item)
    if item.sub_item_table_func then return item.sub_item_table_func() end
    return item.sub_item_table
end

-- An entry of a table or of the submenus below it, by breadth: { item, its ancestors… }.
local function find(items, text)
    local level = { { items = items, path = {} } }
    while #level > 0 do
        local below = {}
        for _, node in ipairs(level) do
            for _, item in ipairs(node.items) do
                local path = { unpack(node.path) }
                path[#path + 1] = item
                if textOf(item) == text then return path end
                if item.sub_item_table then below[#below + 1] = { items = item.sub_item_table, path = path } end
            end
        end
        level = below
    end
end

local function names(items)
    local known = {}
    for _, item in ipairs(items) do known[#known + 1] = textOf(item) end
    return table.concat(known, ", ")
end

local function offered(tabs)
    local known = {}
    for _, tab in ipairs(tabs) do known[#known + 1] = names(tab) end
    return table.concat(known, "; ")
end

local function tap(menu, path)
    for _, item in ipairs(path) do
        if item.enabled == false or item.enabled_func and item.enabled_func() == false then
            return ("'%s' is disabled"):format(textOf(item))
        end
        menu:onMenuSelect(item)
    end
end

-- Tabs have icons and no texts; readers and manuals call them by these names.
local TAB_NAMES = { filemanager_settings = "file browser", setting = "settings", navi = "navigation" }

local function tabNamed(tabs, text)
    for i, tab in ipairs(tabs) do
        if (TAB_NAMES[tab.id] or tab.id) == text:lower() then return i, tab end
    end
end

--- Open the main menu and tap through entries by their texts (joined by "\0"); entries in between may be left out.
-- The first may be the name of a tab, such as Tools.
function actions.menu(texts)
    local ui = actions.ui()
    if not ui then return refuse("neither the file manager nor a book is open") end
    putMenuAway()
    ui.menu:onShowMenu()
    local menu = ui.menu.menu_container[1]
    local items
    for text in (texts .. "\0"):gmatch("(%Z*)%z") do
        local path
        local number, named = tabNamed(items and {} or menu.tab_item_table, text)
        if named then
            menu.bar:switchToTab(number)
            path, items = {}, named
        elseif items then
            path = find(items, text)
        else
            for i, tab in ipairs(menu.tab_item_table) do
                path = find(tab, text)
                if path then
                    menu.bar:switchToTab(i)
                    break
                end
            end
        end
        if not path then
            local there = items and names(items) or offered(menu.tab_item_table)
            ui.menu:onTapCloseMenu()
            return refuse("there is no menu entry '%s'; there are: %s", text, there)
        end
        local refusal = tap(menu, path)
        if refusal then
            ui.menu:onTapCloseMenu()
            return refuse("%s", refusal)
        end
        items = #path > 0 and subItems(path[#path]) or items
    end
end

return actions
