--[[--
Lets a long piece of work talk to the reader in the order in which it happens: inside `wrap` a dialog is a call that
returns the answer, because it runs in a coroutine (koreader-ui.md §7.6).
]]
local UIManager = require("ui/uimanager")
local _ = require("gettext")
local logger = require("logger")

local Trapper = {
    current_widget = nil,
    paused_text = nil,
    paused_abort_text = nil,
    paused_continue_text = nil,
}

local function reportError(message)
    local traceback = debug.traceback(tostring(message), 2)
    logger.warn("error in wrapped function:", traceback)
    require("ffi/tracer").emit("lua.error", "where", tostring(message):match("^(.-:%d+):") or "?",
        "message", tostring(message), "traceback", traceback, "fatal", false)
    return message
end

--- Run a function in a coroutine. Returns at its first yield, with what coroutine.resume gives.
function Trapper:wrap(func)
    return coroutine.resume(coroutine.create(function()
        UIManager:preventStandby()
        local ok = xpcall(func, reportError)
        UIManager:allowStandby()
        return ok
    end))
end

--- Whether any coroutine is running.
function Trapper:isWrapped()
    return coroutine.running() ~= nil
end

--- Close what is shown. Does nothing outside of a coroutine.
function Trapper:clear()
    local shown = self:isWrapped() and self.current_widget
    if shown then
        self.current_widget = nil
        UIManager:close(shown)
        UIManager:forceRePaint()
    end
end

--- Close what is shown and forget the texts. @treturn bool true
function Trapper:reset()
    self:clear()
    for _index, text in ipairs{ "paused_text", "paused_abort_text", "paused_continue_text" } do self[text] = nil end
    return true
end

--- Texts of the question that follows a tap on a message.
function Trapper:setPausedText(text, abort_text, continue_text)
    if not self:isWrapped() then return end
    self.paused_text, self.paused_abort_text, self.paused_continue_text = text, abort_text, continue_text
end

local function ask(text, cancel_text, ok_text)
    local co = coroutine.running()
    local box = require("ui/widget/confirmbox"):new{
        text = text,
        ok_text = ok_text,
        cancel_text = cancel_text,
        ok_callback = function() coroutine.resume(co, true) end,
        cancel_callback = function() coroutine.resume(co, false) end,
    }
    UIManager:show(box)
    UIManager:forceRePaint()
    return box, coroutine.yield()
end

-- Leaves the loop a moment to notice a tap on the message. Returns whether there was one.
local function wasDismissed(widget)
    local co = coroutine.running()
    local function goOn() coroutine.resume(co, false) end
    widget.dismiss_callback = function() coroutine.resume(co, true) end
    UIManager:scheduleIn(0.1, goOn)
    local dismissed = coroutine.yield()
    UIManager:unschedule(goOn)
    widget.dismiss_callback = nil
    return dismissed
end

--- Show a message and go on.
-- @tparam string|nil text nil: only look whether the reader wants to stop
-- @treturn bool false when the reader wants to stop
function Trapper:info(text, _fast_refresh, skip_dismiss_check)
    if not self:isWrapped() then
        logger.info("Trapper:", text)
        return true
    end
    local shown = self.current_widget
    if shown and shown.is_infomessage and not skip_dismiss_check and wasDismissed(shown) then
        -- A tap beside the question means to go on: stopping is what has to be confirmed.
        local box, stop = ask(self.paused_text or _("Paused"), self.paused_continue_text or _("Continue"),
            self.paused_abort_text or _("Abort"))
        self.current_widget = box
        if stop then return false end
    end
    if not text then return true end
    if self.current_widget then UIManager:close(self.current_widget) end
    self.current_widget = require("ui/widget/infomessage"):new{
        text = text,
        is_infomessage = true,
        flush_events_on_show = true,
    }
    UIManager:show(self.current_widget)
    UIManager:forceRePaint()
    return true
end

--- Ask a question. @treturn bool the answer
function Trapper:confirm(text, cancel_text, ok_text)
    if not self:isWrapped() then
        logger.info("Trapper:", text)
        return true
    end
    self:clear()
    local box, answer = ask(text, cancel_text, ok_text)
    self.current_widget = box
    return answer
end

-- What the reader can tap to interrupt the waiting; returns it, and whether it is ours to close.
local function openTrap(trap)
    if type(trap) == "table" then return trap, false end
    local TrapWidget = require("ui/widget/trapwidget")
    local visible = type(trap) == "string"
    local widget = TrapWidget:new{
        text = visible and trap or nil,
        resend_event = not visible and trap ~= false,
    }
    UIManager:show(widget)
    UIManager:forceRePaint()
    return widget, true
end

-- Polls `done` at growing intervals until it gives something or the reader taps.
-- Returns false when interrupted, else true and the results of `done`.
local function await(trap, done, interrupted)
    local co = coroutine.running()
    local widget, own = openTrap(trap)
    widget.dismiss_callback = function() coroutine.resume(co, true) end
    local delay, polls = 0.125, 0
    local function again() coroutine.resume(co, false) end
    while true do
        UIManager:scheduleIn(delay, again)
        local dismissed = coroutine.yield()
        if dismissed then
            UIManager:unschedule(again)
            widget.dismiss_callback = nil
            interrupted()
            return false
        end
        local finished, result = done()
        if finished then
            widget.dismiss_callback = nil
            if own then UIManager:close(widget) end
            return true, result
        end
        polls = polls + 1
        if polls % 10 == 0 then delay = math.min(1, delay * 2) end
    end
end

--- Run a shell command and read what it prints.
-- @treturn bool whether it ran to its end @treturn string its output
function Trapper:dismissablePopen(cmd, trap)
    local pipe = io.popen(cmd, "r")
    if not pipe then return false end
    if not self:isWrapped() then
        local output = pipe:read("*a")
        pipe:close()
        return true, output
    end
    return await(trap, function()
        local output = pipe:read("*a")
        pipe:close()
        return true, output
    end, function() end)
end

local buffer = require("string.buffer")

local function startTask(task, simple_string)
    local ffiutil = require("ffi/util")
    return ffiutil.runInSubProcess(function(_pid, write_fd)
        local output
        if simple_string then
            local result = task()
            output = type(result) == "string" and result or ""
        else
            local results = { n = 0 }
            local function keep(...) results = { n = select("#", ...), ... } end
            keep(task())
            output = buffer.encode(results)
        end
        ffiutil.writeToFD(write_fd, output, true)
    end, true)
end

--- Run a function in a process of its own: what it changes in Lua stays there, files stay on the disk.
-- @treturn bool whether it ran to its end @return its results
function Trapper:dismissableRunInSubprocess(task, trap, simple_string)
    if not self:isWrapped() then
        logger.warn("not in a coroutine: the task runs here and now")
        return true, task()
    end
    local ffiutil = require("ffi/util")
    local pid, read_fd = startTask(task, simple_string)
    if not pid then return false end
    local function collect()
        if ffiutil.isSubProcessDone(pid) then return end
        UIManager:scheduleIn(5, collect)
    end
    local completed, output = await(trap, function()
        local size = ffiutil.getNonBlockingReadSize(read_fd)
        if not ffiutil.isSubProcessDone(pid) and (not size or size == 0) then return false end
        return true, ffiutil.readAllFromFD(read_fd)
    end, function()
        ffiutil.terminateSubProcess(pid)
        collect()
    end)
    if not completed then return false end
    if simple_string then return true, output end
    local ok, results = pcall(buffer.decode, output or "")
    if not ok or type(results) ~= "table" then
        logger.warn("the task ended without a result")
        return true
    end
    return true, unpack(results, 1, results.n)
end

return Trapper
