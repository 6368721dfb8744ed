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

local function apply(self)
    if self.enabled then self:_start() else self:_stop() end
end

--- Look at the setting and go by it; what ran under an older `settings_id` is out of date.
function SwitchPlugin:_init()
    if self.default_enable then
        self.enabled = self.settings:nilOrTrue("enable")
    else
        self.enabled = self.settings:isTrue("enable")
    end
    self.settings_id = self.settings_id + 1
    apply(self)
end

--- From on to off or from off to on, remembered.
function SwitchPlugin:flipSetting()
    if self.default_enable then
        self.settings:flipNilOrTrue("enable")
    else
        self.settings:flipNilOrFalse("enable")
    end
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
