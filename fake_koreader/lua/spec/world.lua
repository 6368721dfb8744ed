--[[ The world a spec file finds: KOReader's settings, its modules still to be loaded, the project's on the path.

Called with host, the project's directories for package.path (relative to the installation), and the functions of
harness.spec.replies; preloads `koharness`. ]]

local host, directories, world = ...

local RESTED = 100

local before = {}
for name in pairs(package.loaded) do before[name] = true end

_G.G_defaults = require("luadefaults"):open()
_G.G_reader_settings = require("luasettings"):open(require("datastorage"):getDataDir() .. "/settings.reader.lua")

-- Specs put mocks in the place of modules that nobody has loaded yet.
for name in pairs(package.loaded) do
    if not before[name] then package.loaded[name] = nil end
end

local own = {}
for directory in directories:gmatch("[^\n]+") do own[#own + 1] = directory .. "/?.lua" end
-- What belongs to KOReader is found first, as on a device; then the project, then busted.
package.path = package.path:gsub("%./%?%.lua;", function(here)
    return here .. "./?/init.lua;" .. table.concat(own, ";") .. (own[1] and ";" or "")
end, 1)

-- A device would wait for a finger for ever; here nobody comes.
local wait = host.input.wait
host.input.wait = function(deadline)
    local event = wait(deadline)
    if event == nil and host.input.idle() > RESTED then
        error("the main loop waits for input that never comes: nothing is scheduled, and nobody quits it", 0)
    end
    return event
end

local koharness = {}

--- Virtual seconds pass; tasks that fall due run, each at its time.
function koharness.advance(seconds)
    local target = host.clock.monotonic() + math.floor(seconds * 1e6)
    local manager = package.loaded["ui/uimanager"]
    while type(manager) == "table" and manager._task_queue do
        local queue = manager._task_queue
        local head = queue[#queue]
        if not head or head.time > target then break end
        if head.time > host.clock.monotonic() then world.let_time_pass_to(head.time) end
        manager:_checkTasks()
    end
    if host.clock.monotonic() < target then world.let_time_pass_to(target) end
end

--- Set the wall clock, in seconds since the epoch.
koharness.set_clock = world.set_clock

--- Turn the radio on, with a link at once, or off.
function koharness.wifi(on) world.wifi(on and true or false) end

--[[-- Answer requests: koharness.reply{ url =, method = "GET", status = 200, body = "", headers = {}, once = false }.

A url without a path stands for everything on that server; `method = "*"` for every method. Replies for one request
(`once`) are used up in their order, before lasting ones; of these the newest counts. What fits none gets 404.
]]
function koharness.reply(fields)
    local headers = {}
    for name, value in pairs(fields.headers or {}) do
        headers[#headers + 1], headers[#headers + 2] = name, tostring(value)
    end
    local ok, message = world.reply((fields.method or "GET"):upper(), fields.url or "", fields.status or 200,
        fields.body or "", fields.once or false, unpack(headers))
    if not ok then error("koharness.reply: " .. message, 2) end
end

--- Forget all replies and requests: no server is left.
koharness.forget = world.forget

--- Every request that reached a server: a list of { method =, url =, body = }.
function koharness.requests()
    local list = {}
    for i = 1, world.requests() do
        local method, url, body = world.request(i)
        list[i] = { method = method, url = url, body = body }
    end
    return list
end

package.preload["koharness"] = function() return koharness end
