--[[--
The protection around a plugin's `on…` methods: each becomes a callable table that catches errors.

Only the first result passes; an error is logged and the answer is `false` (koreader-ui.md §3.5).
]]
local dbg = require("dbg")
local logger = require("logger")
local tracer = require("ffi/tracer")

local sandbox = {}

local function describe(value)
    local kind = type(value)
    if kind == "string" or kind == "number" or kind == "boolean" or kind == "nil" then return tostring(value) end
    return "<" .. kind .. ">"
end

-- The arguments after self, short enough for a trace.
local function describeAll(...)
    local count = select("#", ...)
    if count < 2 then return nil end
    local words = {}
    for i = 2, count do words[i - 1] = describe((select(i, ...))) end
    return table.concat(words, ", ")
end

-- Where it happened must be asked while the stack still stands.
local function capture(message)
    return { message = message, traceback = debug.traceback(tostring(message), 2) }
end

local function report(handler, failure)
    -- When memory runs out, LuaJIT has none left to ask for the stack.
    if type(failure) ~= "table" then failure = { message = failure, traceback = tostring(failure) } end
    local message = tostring(failure.message)
    local logged = dbg.is_on and failure.traceback or failure.message
    logger.err("An error occurred while executing handler", handler.plugin .. ":" .. handler.member .. ":\n", logged)
    local where = message:match("^(.-:%d+):") or failure.traceback:match("([^%s]+%.koplugin/[^%s]+:%d+)")
    tracer.emit("lua.error", "where", where or "?", "message", message, "traceback", failure.traceback,
        "plugin", handler.plugin, "handler", handler.member, "fatal", false)
end

local meta = {}

local function conclude(handler, args, ok, result)
    if ok then
        tracer.emit("hook.called", "plugin", handler.plugin, "handler", handler.member, "args", args,
            "result", describe(result))
        return result
    end
    report(handler, result)
    tracer.emit("hook.called", "plugin", handler.plugin, "handler", handler.member, "args", args,
        "error", tostring(result.message))
    return false
end

function meta.__call(handler, ...)
    return conclude(handler, describeAll(...), xpcall(handler.func, capture, ...))
end

--- Wrap every method of the class itself whose name begins with "on".
-- A key that is no string raises, as it does on a device.
function sandbox.wrapHandlers(module)
    local members = {}
    for name, member in pairs(module) do
        if name:sub(1, 2) == "on" and type(member) == "function" then members[name] = member end
    end
    for name, member in pairs(members) do
        module[name] = setmetatable({ func = member, plugin = module.name, member = name }, meta)
    end
end

return sandbox
