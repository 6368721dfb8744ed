--- JSON posted over TLS, answers decoded by two libraries.
local https = require("ssl.https")
local InfoMessage = require("ui/widget/infomessage")
local JSON = require("json")
local ltn12 = require("ltn12")
local mime = require("mime")
local NetworkMgr = require("ui/network/manager")
local rapidjson = require("rapidjson")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "jsonapi" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.jsonapi = {
        text = "Try jsonapi",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "jsonapi: " .. self.told })
end

function Plugin:try()
    NetworkMgr:runWhenOnline(function() self:fetch() end)
end

function Plugin:fetch()
    local body = JSON.encode({ title = "Moby-Dick", pages = { 1, 2, 3 } })
    local parts = {}
    local _, code = https.request{
        url = "https://api.example/echo",
        method = "POST",
        headers = {
            ["Content-Type"] = "application/json", ["Content-Length"] = tostring(#body),
            ["Authorization"] = "Basic " .. mime.b64("user:word"),
        },
        source = ltn12.source.string(body),
        sink = ltn12.sink.table(parts),
    }
    local ok, answer = pcall(JSON.decode, table.concat(parts))
    if code ~= 200 or not ok then return self:tell("no answer", code) end
    local same = rapidjson.decode(table.concat(parts))
    self:tell(code, ok and answer.title, #same.pages, rapidjson.encode({ z = rapidjson.null }))
end

return Plugin
