--- The world of pagemark's specs under bare busted: the mocks' own.
local World = {}

local MOCKS = {
    "datastorage", "gettext", "json", "logger", "ltn12", "luasettings", "socket.http", "ui/network/manager",
    "ui/uimanager", "ui/widget/confirmbox", "ui/widget/container/widgetcontainer", "ui/widget/infomessage",
}
local PLUGIN = { "api", "main", "outbox", "settings", "texts", "tracker" }

local real_time = os.time
os.time = function(moment) -- luacheck: ignore 122
    return moment and real_time(moment) or 1772352000 + math.floor(require("ui/uimanager").now)
end

local function forget(names)
    for _, name in ipairs(names) do package.loaded[name] = nil end
end

-- Nothing that a test left in the plugin's modules or in the mocks reaches the next one.
function World.reload()
    forget(PLUGIN)
    forget(MOCKS)
end

function World.reset()
    World.reload()
    require("luasettings").forgetAll()
    World.wifi(true)
end

function World.reply(fields) require("socket.http").reply(fields) end

function World.advance(seconds) require("ui/uimanager"):advance(seconds) end

function World.wifi(on) require("ui/network/manager").connected, require("socket.http").reachable = on, on end

function World.requests()
    local list = {}
    for i, request in ipairs(require("socket.http").seen) do
        list[i] = { method = request.method, url = request.url, body = request.body }
    end
    return list
end

function World.shown()
    local texts = {}
    for i, widget in ipairs(require("ui/uimanager").windows) do texts[i] = widget.text end
    return texts
end

function World.topmost()
    local windows = require("ui/uimanager").windows
    return windows[#windows]
end

return World
