--[[ KOReader's helper for specs, for projects that do not bring it: `require("commonrequire")`.

Behaviour from what KOReader's own specs and those of plugins rely on: fresh settings, a quiet log, a screen and an
input that nobody sees, and the globals below. ]]

local package = rawget(_G, "package")

local function refresh(folder, name)
    for _, suffix in ipairs{ "", ".old" } do os.remove(folder .. "/" .. name .. suffix) end
    return folder .. "/" .. name
end

local logger = require("logger")
require("dbg"):turnOff()
logger:setLevel(logger.levels.warn)

local data = require("datastorage"):getDataDir()
_G.G_defaults = require("luadefaults"):open(refresh(data, "defaults.tests.lua"))
_G.G_reader_settings = require("luasettings"):open(refresh(data, "settings.tests.lua"))
G_reader_settings:saveSetting("document_metadata_folder", "dir")

local Device = require("device")
_G.einkfb = require("ffi/framebuffer")
_G.einkfb.dummy, Device.input.dummy = true, true
Device.screen:init()
require("document/canvascontext"):init(Device)

-- What is named is gone from package.loaded and from the globals. False for what is no name.
package.unload = function(name)
    if type(name) ~= "string" then return false end
    package.loaded[name], _G[name] = nil, nil
    return true
end

package.replace = function(name, module)
    local known = package.unload(name)
    if known then package.loaded[name] = module end
    return known
end

package.reload = function(name)
    return package.unload(name) and require(name)
end

-- Forget everything of the frontend, the plugins and the specs but this file; how many modules that were.
package.unloadAll = function()
    local forgotten = 0
    for name in pairs(package.loaded) do
        local path = name ~= "commonrequire" and package.searchpath(name, package.path) or ""
        if path:find("^frontend/") or path:find("^plugins/") or path:find("^spec/") then
            package.unload(name)
            forgotten = forgotten + 1
        end
    end
    return forgotten
end

-- From now on no plugin is loaded but those named to load_plugin.
function _G.disable_plugins()
    local loader = require("pluginloader")
    loader.enabled_plugins, loader.disabled_plugins, loader.loaded_plugins = {}, {}, {}
end

-- Load one installed plugin, by its name or that of its folder.
function _G.load_plugin(name)
    local loader = require("pluginloader")
    local wanted = name:gsub("%.koplugin$", "")
    for _, plugin in ipairs(loader:_discover()) do
        if plugin.name == wanted then return loader:_load{ plugin } end
    end
    error(("there is no plugin '%s' in plugins/"):format(name), 2)
end

-- Everything scheduled is due now: one round of the main loop.
function _G.fastforward_ui_events()
    local UIManager = require("ui/uimanager")
    UIManager:shiftScheduledTasksBy(-1e9)
    UIManager:setInputTimeout(0)
    UIManager:handleInput()
end

function _G.screenshot(screen, name)
    local folder = data .. "/screenshots"
    require("util").makePath(folder)
    screen:shot(folder .. "/" .. name)
end
