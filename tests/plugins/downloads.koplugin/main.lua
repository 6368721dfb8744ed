--- Many files at once.
local httpasync = require("httpasync")
local InfoMessage = require("ui/widget/infomessage")
local NetworkMgr = require("ui/network/manager")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "downloads" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.downloads = {
        text = "Try downloads",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "downloads: " .. self.told })
end

function Plugin:try()
    NetworkMgr:runWhenOnline(function() self:fetch() end)
end

function Plugin:fetch()
    local bodies, failed = {}, 0
    local finished = httpasync.fetch_many({ "hello", "page", "missing" }, {
        concurrency = 2,
        get_url = function(name) return "http://api.example/" .. name end,
        on_success = function(name, _, body) bodies[#bodies + 1] = name .. #body end,
        on_failure = function() failed = failed + 1 end,
        on_progress = function() return true end,
    })
    table.sort(bodies)
    self:tell(finished, #bodies, failed)
end

return Plugin
