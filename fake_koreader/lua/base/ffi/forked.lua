--- Sub-processes of ffi/util (specs/koreader-core.md §3.4): a copy of the Lua state that shares only the disk.
-- The child runs at once, to its end, on a branch of the clock: nothing moves for the parent meanwhile. Afterwards
-- everything it changed in memory is put back, and its end and its output reach the parent at the times they have on
-- the branch. Not faithful: what the child did to files and servers is visible at once, and killing it comes too late
-- to undo that. With "bidi" the child starts when the parent first waits for it, so that what was written is there.

local _, host = ...

local memory = require("ffi/memory")

local FIRST_FD = 1000

local forked = {}

-- Everything about children lives in `state`, the one table that memory.restore leaves as the child made it.
local state = { children = {}, pipes = {}, last_pid = host.process.pid(), last_fd = FIRST_FD }
local hooks = { in_child = {}, before_fork = {}, in_parent = {} }

local function now()
    return host.clock.monotonic()
end

local function new_pipe()
    state.last_fd = state.last_fd + 1
    state.pipes[state.last_fd] = { chunks = {} }
    return state.last_fd
end

local function call_hooks(list)
    for _, hook in pairs(list) do
        hook()
    end
end

-- Runs the child in its own coroutine, so that a yield in it ends the child and not its parent.
local function live(child)
    local exited = {}
    rawset(os, "exit", function()
        error(exited, 0)
    end)
    call_hooks(hooks.in_child)
    local thread = coroutine.create(child.task)
    local ok, failure = coroutine.resume(thread, child.pid, child.write_fd, child.read_fd)
    if not ok and failure ~= exited then
        print(debug.traceback(thread, "error in subprocess: " .. tostring(failure)))
    end
end

-- The tables of this module that both sides write to.
local function shared_tables()
    local tables = { state, state.children, state.pipes }
    for _, child in pairs(state.children) do
        tables[#tables + 1] = child
    end
    for _, pipe in pairs(state.pipes) do
        tables[#tables + 1] = pipe
        tables[#tables + 1] = pipe.chunks
    end
    return tables
end

local function run(child)
    if not child.task then
        return
    end
    local saved = memory.save({ child.task, live }, shared_tables())
    host.clock.branch()
    live(child)
    local duration = host.clock.rejoin()
    memory.restore(saved)
    child.task = nil
    child.finished = now() + duration
end

--- pid[, read_fd[, write_fd]] of a child that runs `func(pid, write_fd, read_fd)`.
function forked.runInSubProcess(func, with_pipe, double_fork)
    call_hooks(hooks.before_fork)
    state.last_pid = state.last_pid + 1
    local child = { pid = state.last_pid, task = func, finished = math.huge }
    local from_child, to_child
    if with_pipe then
        from_child = new_pipe()
        child.write_fd = from_child
        state.pipes[from_child].child = child
        if with_pipe == "bidi" then
            to_child = new_pipe()
            child.read_fd = to_child
        end
    end
    if not double_fork then
        state.children[child.pid] = child
    end
    if not to_child then
        run(child)
    end
    call_hooks(hooks.in_parent)
    return child.pid, from_child, to_child
end

--- True when the child has ended (and is now collected) or is not known; waits for it if asked.
function forked.isSubProcessDone(pid, wait)
    local child = state.children[pid]
    if not child then
        return true
    end
    run(child)
    if wait and child.finished > now() then
        host.clock.sleep(child.finished - now())
    end
    if child.finished > now() then
        return false
    end
    state.children[pid] = nil
    return true
end

function forked.terminateSubProcess(pid)
    local child = state.children[pid]
    if child and child.finished > now() then
        child.task = nil
        child.finished = now()
        child.killed = now()
    end
end

--- True: a pipe here takes everything at once. False for a number that is no open pipe.
function forked.writeToFD(fd, data, close)
    local pipe = state.pipes[fd]
    if not pipe or pipe.closed then
        return false
    end
    pipe.chunks[#pipe.chunks + 1] = { at = now(), data = data }
    pipe.closed = close and true or nil
    return true
end

-- What has come through a pipe until `moment`: a child that was killed says nothing after that.
local function arrived(pipe, moment)
    local child = pipe.child
    local limit = child and child.killed and math.min(child.killed, moment) or moment
    local pieces = {}
    for _, chunk in ipairs(pipe.chunks) do
        if chunk.at <= limit then
            pieces[#pieces + 1] = chunk.data
        end
    end
    return table.concat(pieces):sub((pipe.taken or 0) + 1)
end

--- Up to `size` bytes of a pipe as read(2) gives them: waits for the first one, "" at the end; nil for no pipe.
function forked.read(fd, size)
    local pipe = state.pipes[fd]
    if not pipe then
        return nil
    end
    local child = pipe.child
    if child then
        run(child)
        local till = child.killed or child.finished
        for _, chunk in ipairs(pipe.chunks) do
            if arrived(pipe, now()) ~= "" then
                break
            elseif chunk.at > now() then
                till = math.min(till, chunk.at)
            end
        end
        if arrived(pipe, now()) == "" and till > now() then
            host.clock.sleep(till - now())
        end
    end
    local data = arrived(pipe, now()):sub(1, size)
    pipe.taken = (pipe.taken or 0) + #data
    return data
end

--- True when there was such a pipe.
function forked.close(fd)
    local known = state.pipes[fd] ~= nil
    state.pipes[fd] = nil
    return known
end

function forked.isPipe(fd)
    return state.pipes[fd] ~= nil
end

--- Whether a process of that number is running or waits to be collected.
function forked.isKnown(pid)
    return state.children[pid] ~= nil
end

forked.newPipe = new_pipe

--- Everything the other side writes until it closes or ends; blocks for that long.
function forked.readAllFromFD(fd)
    local pipe = state.pipes[fd]
    if not pipe then
        return ""
    end
    local child = pipe.child
    if child then
        run(child)
        if child.finished > now() and not child.killed then
            host.clock.sleep(child.finished - now())
        end
    end
    state.pipes[fd] = nil
    return arrived(pipe, now())
end

--- Bytes that can be read without blocking.
function forked.getNonBlockingReadSize(fd)
    local pipe = state.pipes[fd]
    if not pipe then
        return nil
    end
    if pipe.child then
        run(pipe.child)
    end
    return #arrived(pipe, now())
end

for name, list in pairs{
    RunInSubProcessAfterForkFunc = hooks.in_child,
    RunBeforeForkFunc = hooks.before_fork,
    RunAfterForkParentFunc = hooks.in_parent,
} do
    forked["add" .. name] = function(id, func)
        list[id] = func
    end
    forked["remove" .. name] = function(id)
        list[id] = nil
    end
end

return forked
