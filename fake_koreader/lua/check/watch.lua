--[[
What `koharness check` has to know beyond the trace: which line of the plugin waits, logs, writes files or
makes a global. Installed right after the prelude, before anything of KOReader is loaded; called with host
and with the plugin's folder ("x.koplugin"): KOReader brings plugins of its own.

Events: check.blocks, check.writes, check.opens (path), check.unsavable (path), check.global (name),
check.endless; each with `where` = the innermost plugin line on the stack, "" without one.
]]
local host, folder = ...

local emit = host.trace.emit
local DEEPEST = 80

-- The main loop has to come round within this many steps of the interpreter: some seconds on a computer, and far
-- longer on an e-reader.
local STEPS_PER_COUNT, MOST_COUNTS = 1000000, 100

local mark = folder .. "/"

local function isPlugins(info)
    return info.source:find(mark, 1, true) ~= nil
end

-- Where the plugin resumed a coroutine that somebody else wrote: its own stack does not show that.
local resumed_at = setmetatable({}, { __mode = "k" })

local function pluginLine(first)
    for level = first, DEEPEST do
        local info = debug.getinfo(level, "Sl")
        if not info then break end
        if isPlugins(info) and info.currentline > 0 then
            return info.source:gsub("^@", "") .. ":" .. info.currentline
        end
    end
    local thread = coroutine.running()
    return thread and resumed_at[thread] or ""
end

local resume, wrap = coroutine.resume, coroutine.wrap

rawset(coroutine, "resume", function(thread, ...)
    if type(thread) == "thread" then resumed_at[thread] = pluginLine(3) end
    return resume(thread, ...)
end)

rawset(coroutine, "wrap", function(action)
    local thread, place
    local step = wrap(function(...)
        thread = coroutine.running()
        resumed_at[thread] = place
        return action(...)
    end)
    return function(...)
        place = pluginLine(3)
        if thread then resumed_at[thread] = place end
        return step(...)
    end
end)

-- The function that computes for ever is always the same; the line that it is on is not.
local function pluginFunction(first)
    for level = first, DEEPEST do
        local info = debug.getinfo(level, "S")
        if not info then return "" end
        if isPlugins(info) then return info.source:gsub("^@", "") .. ":" .. info.linedefined end
    end
    return ""
end

local function announce(kind, owner, name)
    local original = owner[name]
    owner[name] = function(...)
        emit(kind, "where", pluginLine(3))
        return original(...)
    end
end

announce("check.blocks", host.clock, "sleep")
announce("check.blocks", host.http, "start")
for _, name in ipairs{ "connect", "send", "receive_bytes", "receive_all", "receive_line", "handshake", "lookup" } do
    announce("check.blocks", host.socket, name)
end
announce("check.writes", host.log, "stdout")
announce("check.writes", host.log, "stderr")
announce("check.writes", _G, "print")

local open = io.open
rawset(io, "open", function(path, mode, ...)
    if type(path) == "string" and type(mode) == "string" and mode:find("[wa+]") then
        local where = pluginLine(3)
        if where ~= "" then emit("check.opens", "path", path, "where", where) end
    end
    return open(path, mode, ...)
end)

setmetatable(_G, {
    __newindex = function(globals, name, value)
        rawset(globals, name, value)
        local info = debug.getinfo(2, "Sl")
        if value ~= nil and info and isPlugins(info) then
            emit("check.global", "name", tostring(name), "where", info.source:gsub("^@", "") .. ":" .. info.currentline)
        end
    end,
})

local SAVABLE = { ["nil"] = true, boolean = true, number = true, string = true }

local function unsavable(value, seen)
    if type(value) ~= "table" then return not SAVABLE[type(value)] end
    if seen[value] then return false end
    seen[value] = true
    for key, inner in pairs(value) do
        if unsavable(key, seen) or unsavable(inner, seen) then return true end
    end
    return false
end

-- A value that does not come back from a file is named where it is set: who writes the file may be anybody.
local LuaSettings = require("luasettings")
local saveSetting = LuaSettings.saveSetting
function LuaSettings.saveSetting(settings, key, value)
    if settings.file and unsavable(value, {}) then
        emit("check.unsavable", "path", settings.file, "where", pluginLine(3))
    end
    return saveSetting(settings, key, value)
end

local counts = 0
local wait = host.input.wait
host.input.wait = function(...)
    counts = 0
    return wait(...)
end

jit.off()
debug.sethook(function()
    counts = counts + 1
    if counts <= MOST_COUNTS then return end
    -- A plugin that catches every error must not catch this one: it comes again with the very next step.
    debug.sethook(function() error("KOReader was killed", 0) end, "", 1)
    emit("check.endless", "where", pluginFunction(3))
end, "", STEPS_PER_COUNT)
