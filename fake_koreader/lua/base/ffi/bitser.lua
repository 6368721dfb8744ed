--- Compact binary text of values: the module KOReader's base calls ffi/bitser (specs/koreader-core.md §2.5).
-- The interface is bitser's, the encoding LuaJIT's own: texts written here cannot be read on a device, or the reverse.
-- fidelity: partial: bitser's interface over LuaJIT's own encoding: files cannot be exchanged with a device

local buffer = require("string.buffer")

local bitser = {}

function bitser.dumps(value)
    return buffer.encode(value)
end

--- Raises when the text was not written by dumps.
function bitser.loads(text)
    return buffer.decode(text)
end

function bitser.dumpLoveFile(path, value)
    local file = assert(io.open(path, "wb"))
    file:write(bitser.dumps(value))
    file:close()
end

function bitser.loadLoveFile(path)
    local file = assert(io.open(path, "rb"))
    local text = file:read("*a")
    file:close()
    return bitser.loads(text)
end

return setmetatable(bitser, {
    __index = function(_, member)
        require("not_emulated")("ffi/bitser", member)
    end,
})
