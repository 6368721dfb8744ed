--- The loop: tasks, painting, messages, input, over and over until an exit code is set.
local Event = require("ui/event")
local logger = require("logger")
local time = require("ui/time")

return function(UIManager)
    -- Tasks and painting, until a round inserts no task. Returns the time of the next task, or false at the end.
    local function settle(self)
        local next_task, cut
        repeat
            next_task, cut = self:_checkTasks()
            if not self._window_stack[1] and not self._run_forever then
                logger.info("no window is left to show")
                self:quit(nil, true)
                return false
            end
            self:_repaint()
        until cut or not self._task_queue_dirty
        return next_task or math.huge
    end

    -- Hooks hear of input once per batch, before the first event of it.
    local function handleBatch(self, next_event)
        local hooked = false
        for input_event in next_event do
            if not hooked then
                hooked = true
                self.event_hook:execute("InputEvent")
            end
            self:handleInputEvent(input_event)
        end
    end

    --- Hand on what message queues have to say.
    function UIManager:processZMQs()
        for _, queue in ipairs{ unpack(self._zeromqs) } do
            handleBatch(self, function() return queue:waitEvent() end)
        end
    end

    local function tellStandbyEdge(self)
        local before, now = self._prev_prevent_standby_count, self._prevent_standby_count
        self._prev_prevent_standby_count = now
        if before > 0 and now == 0 then
            self:broadcastEvent(Event:new("AllowStandby"))
        elseif before == 0 and now > 0 then
            self:broadcastEvent(Event:new("PreventStandby"))
        end
    end

    local function deadlineFor(self, next_task)
        local deadline = next_task
        if self.INPUT_TIMEOUT then deadline = math.min(deadline, self._now + self.INPUT_TIMEOUT) end
        if self._zeromqs[1] then deadline = math.min(deadline, self._now + self.ZMQ_TIMEOUT) end
        if deadline == math.huge then return nil end
        return deadline
    end

    --- One round.
    function UIManager:handleInput()
        local next_task = settle(self)
        if not next_task then return end
        local deadline = deadlineFor(self, next_task)
        self:processZMQs()
        tellStandbyEdge(self)
        local batch = require("device").input:waitEvent(self._now, deadline)
        if not batch or not batch[1] then return end
        local i = 0
        handleBatch(self, function()
            i = i + 1
            return batch[i]
        end)
    end

    --- Loop until somebody quits. @treturn number the exit code
    function UIManager:run()
        while not self._exit_code do self:handleInput() end
        return self._exit_code
    end

    --- Loop until no window is left, for tests; leaves no exit code behind.
    function UIManager:runOnce()
        self:run()
        self._exit_code = nil
    end

    function UIManager:setRunForeverMode()
        self._run_forever = true
    end

    function UIManager:unsetRunForeverMode()
        self._run_forever = nil
    end

    --- End the loop: windows and tasks are dropped without a word to anybody. `quit(false)` is refused.
    function UIManager:quit(code, implicit)
        if code == false then
            logger.err("quit takes a number or nothing")
            return
        end
        self._exit_code = code or self._exit_code or 0
        if not implicit then logger.info("leaving with exit code", self._exit_code) end
        self._window_stack = {}
        self._dirty = {}
        self._refresh_func_stack = {}
        self._task_queue = {}
        for _, queue in ipairs(self._zeromqs) do queue:stop() end
        self._zeromqs = {}
        return self._exit_code
    end

    function UIManager:abort()
        self:quit(1)
    end

    function UIManager:restartKOReader()
        self:quit(85)
    end

    --- Poll `queue:waitEvent()` in every round from now on. @return queue
    function UIManager:insertZMQ(queue)
        table.insert(self._zeromqs, queue)
        return queue
    end

    function UIManager:removeZMQ(queue)
        for i = #self._zeromqs, 1, -1 do
            if self._zeromqs[i] == queue then table.remove(self._zeromqs, i) end
        end
    end

    --- The longest the loop waits for input (µs).
    function UIManager:setInputTimeout(timeout)
        self.INPUT_TIMEOUT = timeout or time.s(0.2)
    end

    function UIManager:resetInputTimeout()
        self.INPUT_TIMEOUT = nil
    end

    -- There is no queue of early input to look into.
    function UIManager:consumeInputEarlyAfterPM() end

    --- Throw away the input of the next moments. @tparam number|bool seconds how long
    function UIManager:discardEvents(seconds)
        require("device").input:inhibitInputUntil(seconds)
    end

    --- Broadcast `FlushSettings`.
    function UIManager:flushSettings()
        self:broadcastEvent(Event:new("FlushSettings"))
    end
end
