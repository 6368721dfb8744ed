--[[--
Finds plugins, loads their classes, makes their instances (koreader-ui.md §3).

The tables `enabled_plugins`, `disabled_plugins` (classes) and `loaded_plugins` (name → instance) do not exist before
the first loadPlugins().
]]
local DataStorage = require("datastorage")
local bundled = require("pluginloader/bundled")
local lfs = require("libs/libkoreader-lfs")
local logger = require("logger")
local sandbox = require("pluginloader/sandbox")

local PluginLoader = {
    -- Whether the reader is still to be told that a change takes a restart.
    show_info = true,
}

require("pluginloader/manager")(PluginLoader)

local function isDirectory(path)
    return lfs.attributes(path, "mode") == "directory"
end

local function extraFolders()
    local setting = G_reader_settings:readSetting("extra_plugin_paths")
    if setting == nil and DataStorage:getDataDir() ~= "." then
        setting = { DataStorage:getDataDir() .. "/plugins/" }
        G_reader_settings:saveSetting("extra_plugin_paths", setting)
    end
    if setting == nil then return {} end
    if type(setting) == "string" then return { setting } end
    if type(setting) == "table" then return setting end
    logger.err("extra_plugin_paths should be a path or an array of paths, but it is a", type(setting))
    return {}
end

local function isDisabled(name)
    if G_reader_settings:readSetting("plugins_disabled", {})[name] then return true end
    return G_reader_settings:isTrue("plugins_disable_external") and not bundled[name]
end

-- Array of { name =, root =, disabled = } in the order in which they are to be loaded.
local function discover()
    local found = {}
    local function search(folder)
        -- KOReader's own folder is always there.
        if folder ~= "plugins" and not isDirectory(folder) then return end
        for entry in lfs.dir(folder) do
            local name = entry:match("^(.+)%.koplugin$")
            local root = folder .. "/" .. entry
            if name and isDirectory(root) then
                table.insert(found, {
                    name = name, root = root, disabled = isDisabled(name), provides = name:match("^provider") ~= nil,
                })
            end
        end
    end
    G_reader_settings:readSetting("plugins_disabled", {})
    search("plugins")
    for _, folder in ipairs(extraFolders()) do
        if folder ~= "plugins" then search(folder) end
    end
    table.sort(found, function(a, b)
        if a.provides ~= b.provides then return a.provides end
        return a.root < b.root
    end)
    return found
end

local function runMeta(root)
    local path = root .. "/_meta.lua"
    local ok, meta = pcall(dofile, path)
    if not ok then
        logger.dbg("no usable _meta.lua:", meta)
        return nil
    end
    return type(meta) == "table" and meta or nil
end

local function loadClass(plugin)
    local ok, module = pcall(dofile, plugin.root .. "/main.lua")
    if not ok or not module then
        logger.warn("Error when loading", plugin.root .. "/main.lua", module)
        PluginLoader.reportLoadError(plugin, ok and "its main.lua returns nothing" or module)
        return nil
    end
    if type(module.disabled) == "boolean" and module.disabled then return nil end
    module.path, module.name = plugin.root, plugin.name
    for key, value in pairs(runMeta(plugin.root) or {}) do
        if key == "name" then
            logger.warn("the name in _meta.lua does not count:", plugin.root)
        else
            module[key] = value
        end
    end
    sandbox.wrapHandlers(module)
    return module
end

--- Tell the trace about a plugin that does not load.
function PluginLoader.reportLoadError(plugin, message)
    message = tostring(message)
    require("ffi/tracer").emit("lua.error", "where", message:match("^(.-:%d+):") or plugin.root .. "/main.lua",
        "message", message, "plugin", plugin.name, "fatal", false)
end

local function loadAll(self, found)
    local path, cpath = package.path, package.cpath
    local late_path, late_cpath = { path }, { cpath }
    for _, plugin in ipairs(found) do
        local root = plugin.root
        if plugin.disabled then
            local meta = runMeta(root)
            if meta then
                meta.name, meta.path = plugin.name, root
                table.insert(self.disabled_plugins, meta)
            end
        else
            package.path = root .. "/?.lua;" .. path
            package.cpath = root .. "/lib/?.so;" .. cpath
            local module = loadClass(plugin)
            if module then
                table.insert(self.enabled_plugins, module)
                table.insert(late_path, root .. "/?.lua")
                table.insert(late_cpath, root .. "/lib/?.so")
            end
        end
    end
    package.path, package.cpath = table.concat(late_path, ";"), table.concat(late_cpath, ";")
end

--- Every installed plugin, as KOReader's own specs ask for them: `name` is that of its folder without the ending.
function PluginLoader:_discover()
    local found = {}
    for i, plugin in ipairs(discover()) do
        found[i] = {
            name = plugin.name, path = plugin.root, disabled = plugin.disabled,
            main = plugin.root .. (plugin.disabled and "/_meta.lua" or "/main.lua"), meta = plugin.root .. "/_meta.lua",
        }
    end
    return found
end

--- Load some of what _discover gave, beside what is loaded.
function PluginLoader:_load(found)
    local plugins = {}
    for i, plugin in ipairs(found) do
        plugins[i] = {
            name = (plugin.name:gsub("%.koplugin$", "")), root = plugin.path, disabled = plugin.disabled,
        }
    end
    for _, list in ipairs{ "enabled_plugins", "disabled_plugins", "loaded_plugins" } do
        self[list] = self[list] or {}
    end
    loadAll(self, plugins)
end

--- Load all plugins, once per process. @treturn table enabled @treturn table disabled classes
function PluginLoader:loadPlugins()
    if not self.enabled_plugins then
        self.enabled_plugins, self.disabled_plugins, self.loaded_plugins = {}, {}, {}
        loadAll(self, discover())
        table.sort(self.enabled_plugins, function(a, b) return a.path < b.path end)
    end
    return self.enabled_plugins, self.disabled_plugins
end

--- Make an instance. @treturn bool|nil success @return the instance, or the error
function PluginLoader:createPluginInstance(plugin, attr)
    local ok, result = xpcall(plugin.new, function(message)
        local traceback = debug.traceback(tostring(message), 2)
        require("ffi/tracer").emit("lua.error", "where", tostring(message):match("^(.-:%d+):") or "?",
            "message", tostring(message), "traceback", traceback, "plugin", plugin.name, "handler", "init", "fatal",
            false)
        return message
    end, plugin, attr)
    if not ok then
        logger.err("Failed to initialize", plugin.name, "plugin:", result)
        return nil, result
    end
    self.loaded_plugins[plugin.name] = result
    local userpatch = package.loaded.userpatch
    if userpatch then userpatch.applyPluginPatches(plugin) end
    return true, result
end

-- Before the first loadPlugins() there is nothing to look into, and asking is an error.
local function instanceOf(self, name)
    local instances = self.loaded_plugins
    return instances[name]
end

--- Whether there is an instance of that name now.
function PluginLoader:isPluginLoaded(name)
    return instanceOf(self, name) ~= nil
end

--- The instance of that name, nil when there is none.
PluginLoader.getPluginInstance = instanceOf

--- Forget the instances: their FileManager or ReaderUI is closing.
function PluginLoader:finalize()
    self.loaded_plugins = {}
end

return PluginLoader
