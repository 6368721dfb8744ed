--[[ What specs find beside KOReader and busted's words; README.md describes it. Called with the helpers' tables. ]]

local helpers = ...
local hardware = helpers.hardware

package.path = "plugins/shelfsync.koplugin/?.lua;" .. package.path

_G.server = helpers.server
_G.radio = { on = hardware.radio_on, off = hardware.radio_off }
_G.clock = { set = hardware.set_clock, sleep = hardware.sleep }
_G.device_log = hardware.log
_G.sent_requests = hardware.requests
_G.write_file = hardware.write_file

-- The names in a folder, in order.
_G.files_in = function(folder)
    local names = {}
    for name in require("libs/libkoreader-lfs").dir(folder) do
        if name ~= "." and name ~= ".." then
            names[#names + 1] = name
        end
    end
    table.sort(names)
    return names
end

_G.fault = setmetatable({ clear = hardware.clear_faults }, {
    __call = function(_, fields)
        local kind = table.remove(fields, 1)
        hardware.fault(kind, fields)
    end,
})

-- Answers every request (or those to `url`) with this body and status, in the server's place.
_G.answer = function(body, status, url)
    local kind = body:find("^%s*<") and "text/html" or "application/json"
    hardware.fault("status", { status = status or 200, body = body, type = kind, url = url or "*" })
end

-- As after a restart of KOReader: the plugin's modules are loaded anew; the disk stays.
_G.restart = function()
    for name in pairs(package.loaded) do
        if type(name) == "string" and name:find("^shelfsync/") then
            package.loaded[name] = nil
        end
    end
end

-- The settings of a reader who has filled in the KOReader account; `changes` come on top.
_G.configured = function(changes)
    local settings = require("shelfsync/settings"):open()
    settings:set("server_url", "http://books.example")
    settings:set("username", "mira")
    settings:set("password", "tide-pool")
    for key, value in pairs(changes or {}) do
        settings:set(key, value)
    end
    return settings
end

-- The settings of a reader who has filled in only the BookLore account.
_G.configured_with_login = function(changes)
    local settings = configured(changes)
    settings:set("username", "")
    settings:set("booklore_username", "mira")
    settings:set("booklore_password", "tide-pool")
    return settings
end

_G.HASH = ("0c9e"):rep(8)
_G.OTHER_HASH = ("7b21"):rep(8)

-- A finished session, ready for the queue.
_G.session_of = function(hash, changes)
    local session = {
        identity = require("shelfsync/queue").newIdentity(hash, os.time()),
        hash = hash, title = "Salt Roads of the North", book_type = "EPUB",
        start_time = os.time() - 600, end_time = os.time(), duration = 600, pages_turned = 9,
        start_progress = 10, end_progress = 14.5, start_location = "20", end_location = "29",
    }
    for key, value in pairs(changes or {}) do
        session[key] = value
    end
    return session
end

-- So many sessions of one book in the queue.
_G.enqueue = function(hash, count)
    local Queue = require("shelfsync/queue")
    for i = 1, count or 1 do
        local ended = os.time() - 100000 + i * 700
        assert(Queue.add(session_of(hash, { start_time = ended - 600, end_time = ended })))
    end
end

-- What KOReader's reader is to the plugin: a document and where one is in it.
_G.reader_of = function(fields)
    local ui = { page = 20, pages = 200, registered = {} }
    for key, value in pairs(fields or {}) do
        ui[key] = value
    end
    ui.document = { file = ui.file or "/mnt/onboard/salt.epub", getPageCount = function() return ui.pages end }
    ui.doc_props = { display_title = "Salt Roads of the North" }
    ui.menu = { registerToMainMenu = function(_, plugin) table.insert(ui.registered, plugin) end }
    ui.getCurrentPage = function() return ui.page end
    return ui
end

-- Every text on the screen, one window after another.
_G.screen = function()
    local lines = {}
    for _, window in ipairs(require("ui/inspect").windows()) do
        lines[#lines + 1] = "<" .. window.kind .. ">"
        for _, text in ipairs(window.texts) do
            lines[#lines + 1] = text
        end
    end
    return table.concat(lines, "\n")
end

_G.tap = function(label)
    assert(require("ui/inspect").tap(label), "nothing to tap is called " .. label .. " on:\n" .. screen())
end

-- The sync engine of the first account, with those settings.
_G.engine_of = function(settings)
    local Sync = require("shelfsync/sync")
    Sync:configure(settings or configured())
    return Sync:engine()
end

-- One pass from its start to its end; its report.
_G.send_all = function(options)
    local Sync = require("shelfsync/sync")
    if not Sync:engine() then
        engine_of()
    end
    local report
    local wishes = { done = function(result) report = result end }
    for key, value in pairs(options or {}) do
        wishes[key] = value
    end
    Sync:start(wishes)
    for _ = 1, 4000 do
        if report then
            return report
        end
        advance(0.1)
    end
    error("the pass did not end")
end

-- An instance of the plugin for that reader, as KOReader's plugin loader makes it.
_G.plugin_of = function(ui)
    if not _G.plugin_class then
        _G.plugin_class = dofile("plugins/shelfsync.koplugin/main.lua")
        plugin_class.path = "plugins/shelfsync.koplugin"
        plugin_class.version = dofile("plugins/shelfsync.koplugin/_meta.lua").version
    end
    local plugin = plugin_class:new{ ui = ui }
    return plugin
end

-- Turns so many pages, looking at each for so many seconds.
_G.read_pages = function(plugin, count, seconds)
    for _ = 1, count do
        advance(seconds)
        plugin.ui.page = plugin.ui.page + 1
        plugin:onPageUpdate(plugin.ui.page)
    end
end

-- Compares the screen with tests/plugin/screens/NAME.txt.
_G.matches_screen = function(name)
    local expected = hardware.reference_screen(name, screen())
    if expected ~= screen() then
        error(("not the screen of screens/%s.txt; expected:\n%s\n\ngot:\n%s"):format(name, expected, screen()), 2)
    end
end
