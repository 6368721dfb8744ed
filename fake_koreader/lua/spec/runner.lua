--[[ Finds the cases of a spec file, and runs one of them.

The words are a subset of busted's: describe (context), it, pending, before_each, after_each, setup, teardown,
finally, assert. As every case runs in a device of its own, setup and teardown are before_each and after_each.

Called with host and the assertions; returns open(source, name), which returns list() and run(index). ]]

local _, assertions = ...

local function failure(message)
    if type(message) == "table" and message.spec_failure then
        return message
    end
    return { message = tostring(message), where = assertions.place(2), traceback = debug.traceback("", 2) }
end

local function scopeUnder(parent, name)
    return { parent = parent, name = name, before = {}, after = {} }
end

local function fullName(scope, name)
    while scope do
        name = scope.name and scope.name .. " " .. name or name
        scope = scope.parent
    end
    return name
end

local function words(cases)
    local current = scopeUnder(nil, nil)
    local later = {}
    local place = function()
        return debug.getinfo(3, "l").currentline
    end

    local function describe(name, body)
        local outer = current
        current = scopeUnder(outer, name)
        body()
        current = outer
    end

    local function pending(name)
        table.insert(cases, { name = fullName(current, name), line = place() })
    end

    local function it(name, body)
        table.insert(cases, { name = fullName(current, name), line = place(), body = body, scope = current })
    end

    local function before_each(body)
        table.insert(current.before, body)
    end

    local function after_each(body)
        table.insert(current.after, body)
    end

    return {
        describe = describe, context = describe, it = it, pending = pending,
        before_each = before_each, setup = before_each, lazy_setup = before_each,
        after_each = after_each, teardown = after_each, lazy_teardown = after_each,
        finally = function(body) table.insert(later, body) end,
        assert = assertions.assert,
    }, later
end

local function prepare(scope)
    if scope then
        prepare(scope.parent)
        for _, body in ipairs(scope.before) do
            body()
        end
    end
end

-- Everything that must happen after a case, from the inside out; the first failure counts.
local function cleanUp(case, later)
    local first
    local function attempt(body)
        local ok, message = xpcall(body, failure)
        if not ok and not first then
            first = message
        end
    end
    for i = #later, 1, -1 do
        attempt(later[i])
    end
    local scope = case.scope
    while scope do
        for _, body in ipairs(scope.after) do
            attempt(body)
        end
        scope = scope.parent
    end
    return first
end

local function run(case, later)
    if not case.body then
        return "pending"
    end
    local ok, fault = xpcall(function()
        prepare(case.scope)
        case.body()
    end, failure)
    local afterwards = cleanUp(case, later)
    if ok then
        fault = afterwards
    end
    if not fault then
        return "passed"
    end
    return "failed", fault.message, fault.where, fault.traceback
end

return function(source, name)
    local cases = {}
    local environment, later = words(cases)
    assertions.setSource("@" .. name)
    setmetatable(environment, { __index = _G, __newindex = _G })
    local chunk, message = load(source, "@" .. name, "t", environment)
    if not chunk then
        error(message, 0)
    end
    chunk()
    return function()
        local flat = {}
        for _, case in ipairs(cases) do
            flat[#flat + 1] = case.name
            flat[#flat + 1] = case.line
        end
        return unpack(flat)
    end, function(index)
        return run(cases[index], later)
    end
end
