-- The world that a conformance script finds: KOReader's globals, `advance` and `data_dir`.
-- Called with host, the data directory, and a function that takes what the script prints.

local host, data_directory, take_output = ...

_G.data_dir = data_directory
_G.print = function(...)
    local parts = {}
    for i = 1, select("#", ...) do
        parts[i] = tostring((select(i, ...)))
    end
    take_output(table.concat(parts, "\t") .. "\n")
end

-- Log lines are not output; anything else that is written is.
local write = io.write
_G.io.write = function(...)
    if tostring((...)):find("^%d%d/%d%d/%d%d%-%d%d:%d%d:%d%d %u%u%u%u") then
        return write(...)
    end
    for i = 1, select("#", ...) do
        take_output(tostring((select(i, ...))))
    end
    return true
end

_G.G_defaults = require("luadefaults"):open()
_G.G_reader_settings = require("luasettings"):open(require("datastorage"):getDataDir() .. "/settings.reader.lua")

-- Virtual seconds pass: the clock stands at each task's due time while that task runs. Nothing is
-- painted and no input is waited for.
_G.advance = function(seconds)
    local now = host.clock.monotonic()
    local target = now + math.floor(seconds * 1000000)
    local manager = package.loaded["ui/uimanager"]
    while manager do
        local queue = manager._task_queue
        local head = queue[#queue]
        if not head or head.time > target then
            break
        end
        if head.time > host.clock.monotonic() then
            host.drive.advance_to(head.time)
        end
        manager:_checkTasks()
    end
    host.drive.advance_to(target)
    -- One more pass, in which nothing is due: the time of the frame is the present.
    if manager then
        manager:_checkTasks()
    end
end
