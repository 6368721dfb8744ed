--- Tasks of UIManager: things to call later, by monotonic time.
local time = require("ui/time")
local tracer = require("ffi/tracer")
local trace_tasks = tracer.wants("task.run")

-- Tasks that tasks insert for "now" belong to the same pass while the clock stands still, as on a device whose
-- clock is coarse. A task that reschedules itself for ever would make such a pass endless: beyond this
-- number of tasks the pass ends and the loop lets some time go by.
local MOST_INSERTED = 200

local function report(action)
    -- What can be called without being a function has no place of its own.
    if type(action) ~= "function" then return tracer.emit("task.run", "where", type(action)) end
    local info = debug.getinfo(action, "S")
    tracer.emit("task.run", "where", info.short_src .. ":" .. info.linedefined)
end

return function(UIManager)
    --- Call `action(...)` at a monotonic time (fts). Equal times run in the order they were scheduled.
    function UIManager:schedule(at, action, ...)
        local queue = self._task_queue
        local low, high = 1, #queue + 1
        while low < high do
            local middle = math.floor((low + high) / 2)
            if queue[middle].time > at then low = middle + 1 else high = middle end
        end
        table.insert(queue, low, { time = at, action = action, args = { n = select("#", ...), ... } })
        self._task_queue_dirty = true
    end

    --- Call `action(...)` in so many seconds (fractions allowed), counted from now.
    function UIManager:scheduleIn(seconds, action, ...)
        self:schedule(time.now() + time.s(seconds), action, ...)
    end

    --- Call `action(...)` as soon as the loop comes round.
    function UIManager:nextTick(action, ...)
        self:scheduleIn(0, action, ...)
    end

    --- Call `action(...)` one tick after the next. @treturn function what waits until the next tick
    function UIManager:tickAfterNext(action, ...)
        local args = { n = select("#", ...), ... }
        local function relay()
            self:nextTick(action, unpack(args, 1, args.n))
        end
        self:nextTick(relay)
        return relay
    end

    --- Forget every task with this very action. @treturn bool whether there was one
    function UIManager:unschedule(action)
        local queue = self._task_queue
        local kept, found = 0, false
        for i = 1, #queue do
            local task = queue[i]
            if task.action == action then
                found = true
            else
                kept = kept + 1
                queue[kept] = task
            end
        end
        for i = #queue, kept + 1, -1 do queue[i] = nil end
        return found
    end

    --- Add `shift` (fts) to the time of every task.
    function UIManager:shiftScheduledTasksBy(shift)
        for _, task in ipairs(self._task_queue) do task.time = task.time + shift end
    end

    --- Time (fts) until the next task, negative when it is overdue; nil when none waits.
    function UIManager:getNextTaskTime()
        local queue = self._task_queue
        local task = queue[#queue]
        if not task then return nil end
        return task.time - time.now()
    end

    --[[--
    Wrap `action` so that a burst of calls ends in one.

    The shipped helper compares the pause since the last call, in microseconds, with `seconds` as if that were
    microseconds too; so the timer set by the first call is the one that counts (specs: koreader-ui 2.4).
    ]]
    function UIManager:debounce(seconds, immediate, action)
        local args, last_call, result
        local waiting = false
        local function due()
            local pause = time.now() - last_call
            if pause < seconds then
                UIManager:scheduleIn(seconds - pause, due)
                return
            end
            waiting = false
            if not immediate then
                result = action(unpack(args, 1, args.n))
            end
        end
        return function(...)
            args = { n = select("#", ...), ... }
            last_call = time.now()
            if not waiting then
                waiting = true
                self:scheduleIn(seconds, due)
                if immediate then result = action(...) end
            end
            return result
        end
    end

    --- When the present frame began (fts, monotonic).
    function UIManager:getTime()
        return self._now
    end

    --- As getTime, and the time that the device spent sleeping.
    function UIManager:getElapsedTimeSinceBoot()
        local Device = require("device")
        return self._now + Device.total_standby_time + Device.total_suspend_time
    end

    --- One pass: run what is due now. @return time of the next task or nil; whether the pass was cut short
    function UIManager:_checkTasks()
        local now = time.now()
        self._now = now
        self._task_queue_dirty = false
        local left = #self._task_queue + MOST_INSERTED
        while true do
            -- A task may quit, which replaces the queue.
            local queue = self._task_queue
            local last = #queue
            local task = queue[last]
            if not task then return nil, false end
            if task.time > now then return task.time, false end
            if left == 0 then return now, true end
            left = left - 1
            queue[last] = nil
            if trace_tasks then report(task.action) end
            local args = task.args
            task.action(unpack(args, 1, args.n))
        end
    end
end
