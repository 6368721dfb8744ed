--[[--
Tasks for which a sleeping machine wakes up: the earliest has the alarm of the clock chip.

A task is { epoch =, callback = }; `_task_queue` holds them, the earliest first.
]]
-- fidelity: partial: the queue; setting the clock chip's alarm is loud, as in ffi/rtc
local RTC = require("ffi/rtc")
local logger = require("logger")

-- An alarm counts as the expected one when it is not further off than this.
local TOLERANCE_S = 30

local WakeupMgr = {
    dev_rtc = "/dev/rtc0",
    rtc = RTC,
    _task_queue = {},
}
WakeupMgr.__index = WakeupMgr

function WakeupMgr:new(o)
    o = setmetatable(o or {}, self)
    o._task_queue = {}
    return o
end

local function setAlarmForFirst(self)
    local first = self._task_queue[1]
    if first then
        self:setWakeupAlarm(first.epoch)
    else
        self:unsetWakeupAlarm()
    end
end

--- Call `callback` that many seconds from now, waking the machine for it. Several tasks may share an instant.
function WakeupMgr:addTask(seconds_from_now, callback)
    assert(type(seconds_from_now) == "number", "seconds are a number")
    assert(type(callback) == "function", "a task is a function")
    local epoch = self.rtc:secondsFromNowToEpoch(seconds_from_now)
    logger.dbg("a task to wake up for, at", epoch)
    local at = 1
    while self._task_queue[at] and self._task_queue[at].epoch <= epoch do at = at + 1 end
    table.insert(self._task_queue, at, { epoch = epoch, callback = callback })
    if at == 1 then self:setWakeupAlarm(epoch) end
end

--- Forget tasks: by their place in the queue, their instant or their function. @treturn bool|nil true when one went
function WakeupMgr:removeTask(idx, epoch, callback)
    local removed, first = nil, self._task_queue[1]
    for i = #self._task_queue, 1, -1 do
        local task = self._task_queue[i]
        if i == idx or task.epoch == epoch or (callback and task.callback == callback) then
            table.remove(self._task_queue, i)
            removed = true
        end
    end
    if removed and self._task_queue[1] ~= first then setAlarmForFirst(self) end
    return removed
end

--- Forget all tasks with these functions.
function WakeupMgr:removeTasks(epochs, callbacks)
    for _, epoch in ipairs(epochs or {}) do self:removeTask(nil, epoch) end
    for _, callback in ipairs(callbacks or {}) do self:removeTask(nil, nil, callback) end
end

--- The machine is awake: run the first task, if this is its time (`proximity` in seconds). @treturn bool whether it ran
function WakeupMgr:wakeupAction(proximity)
    local task = self._task_queue[1]
    if not task or not self:validateWakeupAlarmByProximity(task.epoch, proximity) then return false end
    table.remove(self._task_queue, 1)
    task.callback()
    if self._task_queue[1] then self:setWakeupAlarm(self._task_queue[1].epoch) end
    return true
end

function WakeupMgr:setWakeupAlarm(epoch) return self.rtc:setWakeupAlarm(epoch) end

function WakeupMgr:unsetWakeupAlarm() return self.rtc:unsetWakeupAlarm() end

function WakeupMgr:getWakeupAlarm() return self.rtc:getWakeupAlarm() end

function WakeupMgr:getWakeupAlarmSys() return self.rtc:getWakeupAlarmSys() end

function WakeupMgr:isWakeupAlarmScheduled() return self.rtc:isWakeupAlarmScheduled() end

--- Whether now is about the time of the alarm.
function WakeupMgr:validateWakeupAlarmByProximity(epoch, proximity)
    return math.abs(self.rtc:secondsFromNowToEpoch(0) - epoch) <= (proximity or TOLERANCE_S)
end

return WakeupMgr
