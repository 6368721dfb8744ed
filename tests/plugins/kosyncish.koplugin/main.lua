--- A Spore client with middlewares of its own.
local DataStorage = require("datastorage")
local InfoMessage = require("ui/widget/infomessage")
local NetworkMgr = require("ui/network/manager")
local Spore = require("Spore")
local UIManager = require("ui/uimanager")
local util = require("util")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "kosyncish" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.kosyncish = {
        text = "Try kosyncish",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "kosyncish: " .. self.told })
end

function Plugin:try()
    NetworkMgr:runWhenOnline(function() self:fetch() end)
end

function Plugin:fetch()
    local path = DataStorage:getDataDir() .. "/kosyncish.json"
    util.writeToFile([[{ "base_url": "http://api.example", "name": "k", "methods": {
        "save": { "path": "/echo", "method": "PUT", "required_params": ["title", "pages"],
                  "payload": ["title", "pages"], "expected_status": [200, 201] } } }]], path)
    package.loaded["Spore.Middleware.KosyncishAuth"] = {
        call = function(args, req) req.headers["x-auth-user"] = args.user end,
    }
    local client = Spore.new_from_spec(path, { base_url = "http://api.example" })
    client:reset_middlewares()
    client:enable("Format.JSON")
    client:enable("KosyncishAuth", { user = "mira" })
    local ok, answer = pcall(client.save, client, { title = "T", pages = 9 })
    self:tell(ok, ok and answer.status, ok and answer.body.pages or answer)
end

return Plugin
