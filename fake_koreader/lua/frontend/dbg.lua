--- Debug mode and what it checks: KOReader's frontend/dbg (specs/koreader-core.md §1.7).

local logger = require("logger")

local dbg = {
    is_on = false,
    is_verbose = false,
}

local function nothing() end

-- Every member that only works in debug mode, as it is while that is off.
local function assume_off()
    dbg.log = nothing
    dbg.dassert = function(condition)
        return condition
    end
    dbg.guard = nothing
end

local function guard(_, module, method, before, after)
    local original = module[method]
    module[method] = function(...)
        if before then
            before(...)
        end
        local results = table.pack(original(...))
        if after then
            after(...)
        end
        return table.unpack(results, 1, results.n)
    end
end

function dbg:turnOn()
    if self.is_on then
        return
    end
    self.is_on = true
    logger:setLevel(logger.levels.dbg)
    self.log = logger.LvDEBUG
    self.dassert = function(condition, message)
        assert(condition, message)
        return condition
    end
    self.guard = guard
end

function dbg:turnOff()
    self.is_on = false
    logger:setLevel(logger.levels.info)
    assume_off()
end

function dbg:setVerbose(verbose)
    self.is_verbose = verbose
end

--- Logs only when debug mode is verbose.
function dbg:v(...)
    if self.is_verbose then
        return self.log(...)
    end
end

function dbg:traceback()
    return logger.LvDEBUG(debug.traceback())
end

assume_off()

return setmetatable(dbg, {
    __call = function(_, ...)
        return dbg.log(...)
    end,
})
