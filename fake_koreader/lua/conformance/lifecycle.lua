--[[--
The helpers of conformance/lifecycle/README.md. Called with host, the data directory, and two functions of the world:
`make_book(kind, path, title)` puts a book on the disk, `set_link(up)` changes the Wi-Fi link without telling anybody.
]]
local host, data_directory, make_book_file, set_link = ...

local actions = require("reader_actions")
local engine = require("ffi/document_engine")
local lfs = require("libs/libkoreader-lfs")
local UIManager = require("ui/uimanager")
local Event = require("ui/event")

local SUFFIX = { paged = "pdf", reflowable = "epub" }
local books = data_directory .. "/books"

lfs.mkdir(books)
for key, value in pairs{
    home_dir = books, kopt_page_scroll = 0, kopt_zoom_mode_genus = 4, kopt_zoom_mode_type = 2, kopt_trim_page = 3,
} do
    G_reader_settings:saveSetting(key, value)
end
require("document/canvascontext"):init(require("device"))

local helpers = {}

-- Time --------------------------------------------------------------------------------------------------------------

local has_begun = false

-- What is due runs; then the application ends if no window is left.
local function pass()
    repeat
        UIManager:_checkTasks()
        local head = UIManager._task_queue[#UIManager._task_queue]
    until not head or head.time > host.clock.monotonic()
    if not has_begun then return end
    if not UIManager._window_stack[1] then
        UIManager:quit(nil, true)
    else
        UIManager:_repaint()
    end
end

function helpers.advance(seconds)
    local target = host.clock.monotonic() + math.floor(seconds * 1000000)
    while not UIManager._exit_code do
        pass()
        local head = UIManager._task_queue[#UIManager._task_queue]
        if UIManager._exit_code or not head or head.time > target then break end
        if head.time > host.clock.monotonic() then host.drive.advance_to(head.time) end
    end
    host.drive.advance_to(target)
end

local function done(...)
    helpers.advance(0)
    return ...
end

local function doing(act)
    return function(...)
        has_begun = true
        return done(act(...))
    end
end

local function reader()
    return require("apps/reader/readerui").instance
end

-- Plugins and books --------------------------------------------------------------------------------------------------

local function write(path, text)
    local file = assert(io.open(path, "w"))
    file:write(text)
    file:close()
end

function helpers.install_plugin(name, source, meta)
    local folder = data_directory .. "/plugins/" .. name .. ".koplugin"
    require("util").makePath(folder)
    write(folder .. "/main.lua", source)
    local usual = ("return { name = %q, fullname = %q, description = %q }"):format(name, name, name)
    write(folder .. "/_meta.lua", meta or usual)
end

function helpers.book_path(kind, name)
    return books .. "/" .. (name or "book") .. "." .. SUFFIX[kind]
end

function helpers.make_book(kind, name)
    local path = helpers.book_path(kind, name)
    if not lfs.attributes(path, "mode") then make_book_file(kind, path, name or "book") end
    return path
end

helpers.start_filemanager = doing(function()
    require("apps/filemanager/filemanager"):showFiles(books)
end)

helpers.open_book = doing(function(kind, name)
    actions.open_book(helpers.make_book(kind, name))
end)

helpers.switch_book = doing(function(kind, name)
    actions.switch_book(helpers.make_book(kind, name))
end)

helpers.close_book = doing(actions.close_book)

local function turning(direction)
    return doing(function(count)
        for _ = 1, count or 1 do actions.turn_page(direction) end
    end)
end

helpers.next_page, helpers.prev_page = turning(1), turning(-1)
helpers.goto_page = doing(actions.goto_page)

-- Annotations --------------------------------------------------------------------------------------------------------

local function selection(ui, options)
    local page, y = options.page or ui:getCurrentPage(), options.y or 100
    if ui.paging then
        local function at(x)
            return { page = page, x = x, y = y, zoom = 1, rotation = 0 }
        end
        return at(50), at(200)
    end
    local number = ui.document.number
    return engine.page_xpointer(number, page), engine.xpointer_at(number, page, 200, y)
end

helpers.add_highlight = doing(function(options)
    local ui = reader()
    local drawer, color = ui.view.highlight.saved_drawer, ui.view.highlight.saved_color
    ui.view.highlight.saved_drawer = options.drawer or drawer
    ui.view.highlight.saved_color = options.color or color
    local pos0, pos1 = selection(ui, options)
    ui.highlight.selected_text = { text = options.text, pos0 = pos0, pos1 = pos1 }
    local index = ui.highlight:saveHighlight()
    ui.highlight:clear()
    ui.view.highlight.saved_drawer, ui.view.highlight.saved_color = drawer, color
    local item = ui.annotation.annotations[index]
    item.datetime = options.datetime or item.datetime
    item.note = options.note or item.note
    return index
end)

helpers.edit_note = doing(function(index, text)
    local bookmark = reader().bookmark
    bookmark:setBookmarkNote(index)
    local dialog = bookmark.note_dialog
    dialog:setInputText(text or "")
    for _, row in ipairs(dialog.buttons) do
        for _, button in ipairs(row) do
            if button.text == "Save" then return button.callback() end
        end
    end
end)

helpers.toggle_bookmark = doing(actions.toggle_bookmark)

helpers.delete_annotation = doing(function(index)
    local ui = reader()
    if ui.annotation.annotations[index].drawer then
        ui.highlight:deleteHighlight(index)
    else
        ui.bookmark:removeItemByIndex(index)
    end
end)

helpers.set_status = doing(actions.set_status)
helpers.set_rating = doing(actions.set_rating)

-- Device ------------------------------------------------------------------------------------------------------------

helpers.suspend = doing(actions.suspend)
helpers.resume = doing(actions.resume)
helpers.charger = doing(actions.charger)

local function leaving(act)
    act = doing(act)
    return function()
        act()
        return UIManager._exit_code
    end
end

helpers.exit, helpers.restart = leaving(actions.exit), leaving(actions.restart)

local LINK = { connected = true, up = true, disconnected = false, down = false }
local EVENT = {
    connecting = "NetworkConnecting", connected = "NetworkConnected", disconnecting = "NetworkDisconnecting",
    disconnected = "NetworkDisconnected",
}

helpers.network = doing(function(what)
    local NetworkMgr = require("ui/network/manager")
    if what == "connect" then
        NetworkMgr:enableWifi(nil, true)
        helpers.advance(0.25)
    elseif what == "disconnect" then
        NetworkMgr:disableWifi(nil, true)
    else
        if LINK[what] ~= nil then set_link(LINK[what]) end
        if EVENT[what] then UIManager:broadcastEvent(Event:new(EVENT[what])) end
    end
end)

for name, helper in pairs(helpers) do _G[name] = helper end
