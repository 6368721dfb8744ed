--- How the device's Wi-Fi answers to NetworkMgr. The generic device has a switch but nothing behind it.
local profile = require("ffi/hardware").profile

return function(Device)
    --- Hang the radio's functions into NetworkMgr; called by it when it is first required.
    function Device:initNetworkManager(NetworkMgr)
        if profile.platform == "generic" then return end
        local wifi = require("ffi/wifi")

        function NetworkMgr:turnOnWifi(complete_callback, interactive)
            wifi.turn_on()
            if self.reconnectOrShowNetworkMenu and Device:hasWifiManager() then
                return self:reconnectOrShowNetworkMenu(complete_callback, interactive)
            end
            if complete_callback then complete_callback() end
        end

        function NetworkMgr:turnOffWifi(complete_callback)
            wifi.turn_off()
            if complete_callback then complete_callback() end
        end

        function NetworkMgr:isWifiOn() return wifi.is_on() end

        function NetworkMgr:isConnected() return wifi.is_connected() end

        function NetworkMgr:getNetworkInterfaceName() return profile.wifi_interface end

        function NetworkMgr:restoreWifiAsync() wifi.turn_on() end
    end

    --- Several lines about the connection.
    function Device:retrieveNetworkInfo()
        local wifi = require("ffi/wifi")
        if not wifi.is_connected() then return "" end
        return string.format("Interface: %s\nSSID: %s\nIP: %s", profile.wifi_interface or "?",
            wifi.ssid() or "?", wifi.address() or "?")
    end

    function Device:getDefaultRoute()
        return require("ffi/wifi").is_connected() and "192.168.1.1" or nil
    end

    function Device:ping4() return require("ffi/wifi").is_connected() end
end
