--- Windows and tasks, without a screen; time passes when the world says so.
local UIManager = { windows = {}, tasks = {}, now = 0 }

function UIManager:show(widget)
    table.insert(self.windows, widget)
    if widget.timeout then self:scheduleIn(widget.timeout, function() self:close(widget) end) end
end

function UIManager:close(widget)
    for i = #self.windows, 1, -1 do
        if self.windows[i] == widget then table.remove(self.windows, i) end
    end
end

function UIManager:scheduleIn(seconds, action)
    table.insert(self.tasks, { at = self.now + seconds, action = action })
    table.sort(self.tasks, function(a, b) return a.at < b.at end)
end

function UIManager:unschedule(action)
    for i = #self.tasks, 1, -1 do
        if self.tasks[i].action == action then table.remove(self.tasks, i) end
    end
end

function UIManager:advance(seconds)
    local target = self.now + seconds
    while self.tasks[1] and self.tasks[1].at <= target do
        local task = table.remove(self.tasks, 1)
        self.now = task.at
        task.action()
    end
    self.now = target
end

function UIManager:reset()
    self.windows, self.tasks, self.now = {}, {}, 0
end

return UIManager
