--[[ What a `.busted` file says about where the specs are: ROOT, pattern, exclude-pattern, recursive.

A task's own words win over those of `_all`. Called with host, the file's text, its name and the task ("" for
`default`); returns three lists, each joined by "\0" (nil when not said), and `recursive`. ]]

local _, source, name, task = ...

local chunk, message = loadstring(source, "@" .. name)
if not chunk then error(message, 0) end
local tasks = chunk()
if type(tasks) ~= "table" then
    error("it returns " .. type(tasks) .. ", and busted wants a table of tasks: return { default = { … } }", 0)
end
if task ~= "" and type(tasks[task]) ~= "table" then
    local known = {}
    for other, words in pairs(tasks) do
        if type(words) == "table" and other ~= "_all" then known[#known + 1] = tostring(other) end
    end
    error(("there is no task '%s'; there are: %s"):format(task, table.concat(known, ", ")), 0)
end

local chosen, all = tasks[task ~= "" and task or "default"] or {}, tasks._all or {}

local function said(word)
    if chosen[word] ~= nil then return chosen[word] end
    return all[word]
end

local function list(word)
    local value = said(word)
    if type(value) == "string" then return value end
    if type(value) == "table" then return table.concat(value, "\0") end
end

return list("ROOT"), list("pattern"), list("exclude-pattern"), said("recursive")
