--[[--
A plugin that is nothing but a switch: on or off, remembered, with one entry in the menu.

Fields: `name` (also that of its settings file), `default_enable`, `menu_item`, `menu_text`, `confirm_message` (a text
or a function that gives one); methods to be overridden: `_start()`, `_stop()`.
]]
-- same: _start _stop
local ConfirmBox = require("ui/widget/confirmbox")
local DataStorage = require("datastorage")
local LuaSettings = require("luasettings")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local _ = require("gettext")

local SwitchPlugin = WidgetContainer:extend{
    default_enable = false,
}

function SwitchPlugin:extend(o)
    o = o or {}
    self.__index = self
    return setmetatable(o, self)
end

function SwitchPlugin:new(o)
    assert(o and type(o.name) == "string", "a switch has a name")
    local plugin = self:extend(o)
    plugin.settings = LuaSettings:open(DataStorage:getSettingsDir() .. "/" .. plugin.name .. ".lua")
    plugin.settings_id = 0
    plugin:_init()
    return plugin
end

local KEY = "enable"

-- What is not stored is the default.
local function isOn(self)
    local stored = self.settings:readSetting(KEY)
    if type(stored) == "boolean" then return stored end
    return self.default_enable and true or false
end

--- Look at the setting and go by it; what ran under an older `settings_id` is out of date.
function SwitchPlugin:_init()
    self.enabled, self.settings_id = isOn(self), self.settings_id + 1
    local act = self.enabled and self._start or self._stop
    act(self)
end

--- From on to off or from off to on, remembered unless it is the default again.
function SwitchPlugin:flipSetting()
    local flip = self.default_enable and "flipNilOrTrue" or "flipNilOrFalse"
    self.settings[flip](self.settings, KEY)
    self:_init()
end

function SwitchPlugin:onFlushSettings() self.settings:flush() end

function SwitchPlugin:_showConfirmBox()
    local message = self.confirm_message
    if type(message) == "function" then message = message() end
    local question = self.enabled and _("Do you want to disable it?") or _("Do you want to enable it?")
    UIManager:show(ConfirmBox:new{
        text = message and message .. "\n" .. question or question,
        ok_text = self.enabled and _("Disable") or _("Enable"),
        ok_callback = function() self:flipSetting() end,
    })
end

--- Only a switch that has a place in the menu registers for it.
function SwitchPlugin:init()
    if self.menu_item and self.ui then self.ui.menu:registerToMainMenu(self) end
end

function SwitchPlugin:addToMainMenu(menu_items)
    assert(self.menu_item, "without a menu_item there is nothing to add")
    menu_items[self.menu_item] = {
        text = self.menu_text,
        checked_func = function() return self.enabled end,
        callback = function()
            if self.confirm_message then self:_showConfirmBox() else self:flipSetting() end
        end,
    }
end

function SwitchPlugin:_start() end

function SwitchPlugin:_stop() end

return SwitchPlugin
