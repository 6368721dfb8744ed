--- What the statistics plugin knows.
local DataStorage = require("datastorage")
local InfoMessage = require("ui/widget/infomessage")
local SQ3 = require("lua-ljsqlite3/init")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "statsview" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.statsview = {
        text = "Try statsview",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "statsview: " .. self.told })
end

function Plugin:try()
    local statistics = self.ui.statistics
    if not (statistics and statistics.id_curr_book) then return self:tell("no book") end
    statistics:insertDB()
    local conn = SQ3.open(DataStorage:getSettingsDir() .. "/statistics.sqlite3", "ro")
    local stmt = conn:prepare("SELECT count(DISTINCT page), sum(duration) FROM page_stat WHERE id_book = ?;")
    local row = stmt:reset():bind(statistics.id_curr_book):step()
    stmt:close()
    local days = conn:rowexec(
        "SELECT count(DISTINCT strftime('%Y-%m-%d', start_time, 'unixepoch')) FROM page_stat_data;")
    conn:close()
    self:tell(tonumber(row[1]), tonumber(row[2]), tonumber(days), statistics:getTimeForPages(10))
end

return Plugin
