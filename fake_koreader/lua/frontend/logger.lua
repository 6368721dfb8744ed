--- Log lines on standard output: KOReader's frontend/logger (specs/koreader-core.md §1.7).
-- Each line is one write, so whoever keeps the output sees whole lines. There is no `error`, `debug` or `log` here.

local LABELS = { dbg = "DEBUG", info = "INFO ", warn = "WARN ", err = "ERROR" }

local logger = {
    levels = { dbg = 1, info = 2, warn = 3, err = 4 },
}

local function shown(value)
    if type(value) == "table" then
        return require("ffi/serpent").block(value, { maxlevel = 10, indent = "  ", nocode = true, sortkeys = true })
    end
    return tostring(value)
end

local function write(label, ...)
    local words = { os.date("%x-%X"), label }
    for i = 1, select("#", ...) do
        words[i + 2] = shown((select(i, ...)))
    end
    words[#words + 1] = "\n"
    return io.write(table.concat(words, " "))
end

local function silent() end

function logger.LvDEBUG(...)
    return write(LABELS.dbg, ...)
end

--- Silences everything below `level` (one of `levels`).
function logger:setLevel(level)
    for name, rank in pairs(self.levels) do
        local label = LABELS[name]
        self[name] = rank < level and silent or function(...)
            return write(label, ...)
        end
    end
end

logger:setLevel(logger.levels.info)

return logger
