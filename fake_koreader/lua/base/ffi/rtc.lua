--- The real-time clock: only reading it is emulated; alarms that wake the device are not.
-- fidelity: partial: reading the clock; alarms never wake the device

local _, host = ...

local rtc = {}

--- Seconds since the epoch, so many seconds from now.
function rtc:secondsFromNowToEpoch(seconds)
    return math.floor(host.clock.wall() / 1000000) + seconds
end

--- The alarm that is set; there never is one.
function rtc:getWakeupAlarmSys() return nil end

function rtc:getWakeupAlarm() return nil end

function rtc:isWakeupAlarmScheduled() return false end

return setmetatable(rtc, {
    __index = function(_, member)
        require("not_emulated")("ffi/rtc", member)
    end,
})
