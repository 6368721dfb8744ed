--- Patches of the reader's own: KOReader's frontend/userpatch (koreader-core.md §1.4).
-- fidelity: partial: patches that run once after an update (digit 0) never run, since nothing updates KOReader here

local DataStorage = require("datastorage")
local lfs = require("libs/libkoreader-lfs")
local logger = require("logger")
local sort = require("sort")

local userpatch = {
    -- The first digit of a file's name says when it runs.
    early_once = "0",
    early = "1",
    late = "2",
    before_exit = "8",
    on_exit = "9",
    -- Path → whether it ran without an error.
    execution_status = {},
}

local plugin_patches = {}
-- Failures from before there was anybody to tell.
local untold = {}

local function patchFiles(priority)
    local folder = DataStorage:getPatchesDir()
    if lfs.attributes(folder, "mode") ~= "directory"
        or lfs.attributes(folder .. "/.patches_disabled", "mode") == "file" then
        return {}
    end
    local names = {}
    for entry in lfs.dir(folder) do
        if entry:find("^" .. priority .. "%d*%-.*%.lua$")
            and lfs.attributes(folder .. "/" .. entry, "mode") == "file" then
            names[#names + 1] = entry
        end
    end
    table.sort(names, (sort.natsort_cmp()))
    for i, name in ipairs(names) do names[i] = folder .. "/" .. name end
    return names
end

local function tellOf(path)
    local UIManager = require("ui/uimanager")
    UIManager:nextTick(function()
        UIManager:show(require("ui/widget/infomessage"):new{ text = "Error applying patch:\n" .. path })
    end)
end

--- Runs the patches of a point in time, each protected. @tparam string priority one of the digits above
-- @treturn boolean whether any ran well
function userpatch.applyPatches(priority)
    local any = false
    for _i, path in ipairs(patchFiles(priority)) do
        local ok, message = pcall(dofile, path)
        userpatch.execution_status[path:match("[^/]+$")] = ok
        any = any or ok
        if not ok then
            logger.warn("Patching failed:", message)
            untold[#untold + 1] = path
        end
    end
    if package.loaded["ui/uimanager"] then
        for _i, path in ipairs(untold) do tellOf(path) end
        untold = {}
    end
    return any
end

--- An upvalue of a function by its name. @treturn any its value @treturn number|nil its index
function userpatch.getUpValue(func, name)
    local index = 1
    while true do
        local found, value = debug.getupvalue(func, index)
        if not found then return nil end
        if found == name then return value, index end
        index = index + 1
    end
end

--- Puts another value into an upvalue found by getUpValue.
function userpatch.replaceUpValue(func, index, value)
    debug.setupvalue(func, index, value)
end

--- Has `patch(PluginClass)` called after each time an instance of that plugin is made.
-- @tparam string name the plugin's name
function userpatch.registerPatchPluginFunc(name, patch)
    plugin_patches[name] = plugin_patches[name] or {}
    table.insert(plugin_patches[name], patch)
end

--- Calls the registered patches of a plugin's class: what the plugin loader does after making an instance.
function userpatch.applyPluginPatches(class)
    for _i, patch in ipairs(plugin_patches[class.name] or {}) do
        local ok, message = pcall(patch, class)
        if not ok then logger.warn("Patching plugin", class.name, "failed:", message) end
    end
end

return userpatch
