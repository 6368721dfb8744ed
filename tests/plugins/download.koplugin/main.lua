--- A page fetched when online, with time limits and a sink.
local http = require("socket.http")
local InfoMessage = require("ui/widget/infomessage")
local ltn12 = require("ltn12")
local NetworkMgr = require("ui/network/manager")
local socket = require("socket")
local socketutil = require("socketutil")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "download" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.download = {
        text = "Try download",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "download: " .. self.told })
end

function Plugin:try()
    NetworkMgr:runWhenOnline(function()
        local parts = {}
        socketutil:set_timeout(socketutil.LARGE_BLOCK_TIMEOUT, socketutil.LARGE_TOTAL_TIMEOUT)
        local code, headers, status = socket.skip(1, http.request{
            url = "http://api.example/hello",
            method = "GET",
            headers = { ["Accept"] = "application/json" },
            sink = socketutil.table_sink(parts),
        })
        socketutil:reset_timeout()
        if code == socketutil.TIMEOUT_CODE or code == socketutil.SINK_TIMEOUT_CODE or headers == nil then
            return self:tell("no answer", status or code)
        end
        self:tell(code, table.concat(parts), headers["content-type"])
    end)
    self.known = { ltn12.sink.table ~= nil, NetworkMgr:isWifiOn(), NetworkMgr:isConnected() }
end

return Plugin
