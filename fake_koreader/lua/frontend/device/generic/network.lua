--- How the device's Wi-Fi answers to NetworkMgr. The generic device has a switch but nothing behind it.
local profile = require("ffi/hardware").profile

return function(Device)
    --- Hang the radio's functions into NetworkMgr; called by it when it is first required.
    function Device:initNetworkManager(NetworkMgr)
        if profile.platform == "generic" then return end
        local wifi = require("ffi/wifi")

        -- The radio finds its network by itself; NetworkMgr looks when it has.
        function NetworkMgr:turnOnWifi(complete_callback)
            wifi.turn_on()
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

        function NetworkMgr:canResolveHostnames() return wifi.can_resolve("dns.msftncsi.com") end

        function NetworkMgr:getCurrentNetwork()
            local ssid = wifi.ssid()
            return ssid and { ssid = ssid } or nil
        end

        function NetworkMgr:hasLeaseForCurrentNetwork() return wifi.address() ~= nil end
    end

    --- Several lines about the connection.
    function Device:retrieveNetworkInfo()
        local wifi = require("ffi/wifi")
        if not wifi.is_connected() then return "" end
        return string.format("Interface: %s\nSSID: %s\nIP: %s", profile.wifi_interface or "?",
            wifi.ssid() or "?", wifi.address() or "?")
    end

    function Device:getDefaultRoute()
        return require("ffi/wifi").gateway()
    end

    function Device:ping4() return require("ffi/wifi").is_connected() end
end
