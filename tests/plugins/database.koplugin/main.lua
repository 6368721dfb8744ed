--- A database of its own with a schema version.
local DataStorage = require("datastorage")
local Device = require("device")
local InfoMessage = require("ui/widget/infomessage")
local SQ3 = require("lua-ljsqlite3/init")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "database" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.database = {
        text = "Try database",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "database: " .. self.told })
end

function Plugin:try()
    local conn = SQ3.open(DataStorage:getSettingsDir() .. "/database_plugin.sqlite3")
    conn:exec(Device:canUseWAL() and "PRAGMA journal_mode=WAL;" or "PRAGMA journal_mode=TRUNCATE;")
    if tonumber(conn:rowexec("PRAGMA user_version;")) < 1 then
        conn:exec("CREATE TABLE word (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT UNIQUE, seen INTEGER);")
        conn:exec("PRAGMA user_version=1;")
    end
    conn:exec("BEGIN;")
    local stmt = conn:prepare("INSERT INTO word (text, seen) VALUES (?, 1) "
        .. "ON CONFLICT(text) DO UPDATE SET seen = seen + 1;")
    for _, word in ipairs{ "whale", "ship", "whale" } do stmt:reset():bind(word):step() end
    stmt:close()
    conn:exec("COMMIT;")
    local rows = conn:exec("SELECT text, seen FROM word ORDER BY text;")
    local total = tonumber(conn:rowexec("SELECT sum(seen) FROM word;"))
    conn:close()
    self:tell(rows[1][1], tonumber(rows[2][2]), total)
end

return Plugin
