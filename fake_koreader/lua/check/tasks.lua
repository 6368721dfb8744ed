--[[
Which tasks of plugins outlive what they were scheduled for. `remember()` before a book or the file manager is closed,
`left()` some moments after it: what was waiting before and still waits. Each task is told once. Called with host
and the plugin's folder.
]]
local _, folder = ...

local tasks = {}

local DEEPEST = 4
local remembered = {}
local told = setmetatable({}, { __mode = "k" })

local function placeOf(action, depth)
    if type(action) ~= "function" or depth > DEEPEST then return nil end
    local info = debug.getinfo(action, "S")
    if info.source:find(folder .. "/", 1, true) then
        return info.source:gsub("^@", "") .. ":" .. info.linedefined
    end
    -- Helpers such as tickAfterNext and debounce wrap the plugin's own function.
    for i = 1, info.nups or 60 do
        local name, value = debug.getupvalue(action, i)
        if not name then return nil end
        local place = placeOf(value, depth + 1)
        if place then return place end
    end
end

local function placeOfTask(task)
    local place = placeOf(task.action, 1)
    if place then return place end
    for i = 1, task.args and task.args.n or 0 do
        place = placeOf(task.args[i], 1)
        if place then return place end
    end
end

function tasks.remember()
    remembered = {}
    for _, task in ipairs(require("ui/uimanager")._task_queue) do remembered[task] = true end
end

--- The places where those tasks were written.
function tasks.left()
    local places = {}
    local queue = require("ui/uimanager")._task_queue
    for i = #queue, 1, -1 do
        local task = queue[i]
        local place = remembered[task] and not told[task] and placeOfTask(task)
        if place then
            told[task] = true
            places[#places + 1] = place
        end
    end
    remembered = {}
    return unpack(places)
end

return tasks
