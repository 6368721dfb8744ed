--- The memory of the Lua state, saved and put back: what a fork keeps from its parent (see ffi/forked).
-- Saved are all tables and the upvalues of all functions that can be reached from the globals, from the stack and
-- from suspended coroutines. Not saved: the insides of coroutines, cdata and userdata.

local _, host = ...

local raw_next = host.raw.next
local getupvalue, setupvalue, getlocal = debug.getupvalue, debug.setupvalue, debug.getlocal
local getmetatable, setmetatable = debug.getmetatable, debug.setmetatable
local type, rawset, rawget, rawequal = type, rawset, rawget, rawequal

local memory = {}

local REACHED = { table = true, ["function"] = true, thread = true, userdata = true }

local function push_locals(push, thread)
    local level = thread and 0 or 3
    while true do
        local known = thread and debug.getinfo(thread, level, "f") or not thread and debug.getinfo(level, "f")
        if not known then
            return
        end
        push(known.func)
        local index = 1
        while true do
            local name, value
            if thread then
                name, value = getlocal(thread, level, index)
            else
                name, value = getlocal(level, index)
            end
            if not name then
                break
            end
            push(value)
            index = index + 1
        end
        level = level + 1
    end
end

-- Copies of what `value` holds directly; everything found is pushed.
local function visit(value, push, saved)
    local kind = type(value)
    if kind == "table" then
        local copy = {}
        for k, v in raw_next, value do
            copy[k] = v
            push(k)
            push(v)
        end
        local meta = getmetatable(value)
        push(meta)
        saved.tables[value] = { copy, meta }
    elseif kind == "function" then
        local values, index = {}, 1
        while true do
            local name, upvalue = getupvalue(value, index)
            if not name then
                break
            end
            values[index] = upvalue
            push(upvalue)
            index = index + 1
        end
        if index > 1 then
            saved.functions[value] = { values, index - 1 }
        end
    elseif kind == "thread" then
        push_locals(push, value)
    else
        push(getmetatable(value))
    end
end

--- Everything reachable from `roots`, the globals and the stack, but not the tables in the list `untouched`.
function memory.save(roots, untouched)
    local saved = { tables = {}, functions = {} }
    local seen, waiting, count = {}, {}, 0
    for _, own in raw_next, { saved, saved.tables, saved.functions, seen, waiting, untouched } do
        seen[own] = true
    end
    for i = 1, #untouched do
        seen[untouched[i]] = true
    end
    local function push(value)
        if REACHED[type(value)] and not seen[value] then
            seen[value] = true
            count = count + 1
            waiting[count] = value
        end
    end
    push(_G)
    push(getmetatable(""))
    for i = 1, #roots do
        push(roots[i])
    end
    push_locals(push)
    while count > 0 do
        local value = waiting[count]
        waiting[count] = nil
        count = count - 1
        visit(value, push, saved)
    end
    return saved
end

local function restore_table(t, kept, meta)
    local added, count = {}, 0
    for key in raw_next, t do
        if kept[key] == nil then
            count = count + 1
            added[count] = key
        end
    end
    for i = 1, count do
        rawset(t, added[i], nil)
    end
    for key, value in raw_next, kept do
        if not rawequal(rawget(t, key), value) then
            rawset(t, key, value)
        end
    end
    if not rawequal(getmetatable(t), meta) then
        setmetatable(t, meta)
    end
end

--- Puts all of it back.
function memory.restore(saved)
    for t, content in raw_next, saved.tables do
        restore_table(t, content[1], content[2])
    end
    for f, content in raw_next, saved.functions do
        local values = content[1]
        for index = 1, content[2] do
            local _, current = getupvalue(f, index)
            if not rawequal(current, values[index]) then
                setupvalue(f, index, values[index])
            end
        end
    end
end

return memory
