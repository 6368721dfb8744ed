--- NetworkMgr's menu entries.

local Device = require("device")
local Event = require("ui/event")
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local function setting(name)
    return function()
        return G_reader_settings:isTrue(name)
    end
end

local function choices(text, name, options)
    local entries = {}
    for i, option in ipairs(options) do
        entries[i] = {
            text = option[2],
            checked_func = function()
                return (G_reader_settings:readSetting(name) or "prompt") == option[1]
            end,
            radio = true,
            callback = function()
                G_reader_settings:saveSetting(name, option[1])
            end,
        }
    end
    return { text = text, sub_item_table = entries }
end

return function(NetworkMgr)
    --- The switch.
    function NetworkMgr:getWifiToggleMenuTable()
        local function toggle(touchmenu, long_press)
            local function refresh()
                if touchmenu then
                    touchmenu:updateItems()
                end
            end
            self:queryNetworkState()
            if self.is_wifi_on and self.is_connected then
                self:toggleWifiOff(refresh, true)
            elseif self.is_wifi_on and not self.pending_connection then
                self:promptWifi(refresh, long_press, true)
            else
                self:toggleWifiOn(refresh, long_press, true)
            end
        end
        return {
            text = _("Wi-Fi connection"),
            enabled_func = function()
                return Device:hasWifiToggle()
            end,
            checked_func = function()
                return self:isWifiOn()
            end,
            callback = function(touchmenu)
                toggle(touchmenu, false)
            end,
            hold_callback = function(touchmenu)
                toggle(touchmenu, true)
            end,
        }
    end

    function NetworkMgr:getWifiMenuTable()
        return self:getWifiToggleMenuTable()
    end

    function NetworkMgr:getRestoreMenuTable()
        return {
            text = _("Restore Wi-Fi connection on resume"),
            enabled_func = function()
                return Device:hasWifiRestore()
            end,
            checked_func = setting("auto_restore_wifi"),
            callback = function()
                G_reader_settings:flipNilOrFalse("auto_restore_wifi")
            end,
        }
    end

    function NetworkMgr:getPowersaveMenuTable()
        return {
            text = _("Disable Wi-Fi connection when inactive"),
            checked_func = setting("auto_disable_wifi"),
            callback = function()
                G_reader_settings:flipNilOrFalse("auto_disable_wifi")
                UIManager:broadcastEvent(Event:new("NetworkPowersaveChanged"))
            end,
        }
    end

    function NetworkMgr:getBeforeWifiActionMenuTable()
        return choices(_("Action when Wi-Fi is off"), "wifi_enable_action", {
            { "turn_on", _("turn on") }, { "prompt", _("prompt") },
        })
    end

    function NetworkMgr:getAfterWifiActionMenuTable()
        return choices(_("Action when done with Wi-Fi"), "wifi_disable_action", {
            { "leave_on", _("leave on") }, { "turn_off", _("turn off") }, { "prompt", _("prompt") },
        })
    end

    function NetworkMgr:getInfoMenuTable()
        return {
            text = _("Network info"),
            keep_menu_open = true,
            enabled_func = function()
                return self:isNetworkInfoAvailable()
            end,
            callback = function()
                UIManager:broadcastEvent(Event:new("ShowNetworkInfo"))
            end,
        }
    end

    function NetworkMgr:getProxyMenuTable()
        return {
            text = _("HTTP proxy"),
            checked_func = setting("http_proxy_enabled"),
            enabled_func = function()
                return G_reader_settings:has("http_proxy")
            end,
            callback = function()
                local on = G_reader_settings:isTrue("http_proxy_enabled")
                self:setHTTPProxy(not on and G_reader_settings:readSetting("http_proxy") or nil)
            end,
        }
    end

    --- Adds the entries to a menu's table.
    function NetworkMgr:getMenuTable(entries)
        if Device:hasWifiToggle() then
            entries.network_wifi = self:getWifiMenuTable()
            entries.network_before_wifi_action = self:getBeforeWifiActionMenuTable()
            entries.network_after_wifi_action = self:getAfterWifiActionMenuTable()
            entries.network_powersave = self:getPowersaveMenuTable()
            entries.network_restore = self:getRestoreMenuTable()
        end
        entries.network_proxy = self:getProxyMenuTable()
        entries.network_info = self:getInfoMenuTable()
    end
end
