--- Zstandard frames: the module KOReader's base calls ffi/zstd (specs/koreader-core.md §3.6).
-- Frames written here are valid but hold the data as they are (raw blocks); frames with compressed blocks, which only
-- a device writes, are refused by name.
-- fidelity: partial: frames hold the data as they are; compressed blocks, which only a device writes, are refused by
-- name

local ffi = require("ffi")

local zstd = {}

local MAGIC = "\40\181\47\253"
local SINGLE_SEGMENT_4_BYTE_SIZE = "\160"
local MAX_BLOCK_BYTES = 128 * 1024
local RAW, RLE = 0, 1

local function little_endian(number, bytes)
    local text = ""
    for _ = 1, bytes do
        text = text .. string.char(number % 256)
        number = math.floor(number / 256)
    end
    return text
end

--- A string as one frame.
function zstd.frame(data)
    local pieces = { MAGIC, SINGLE_SEGMENT_4_BYTE_SIZE, little_endian(#data, 4) }
    local at = 1
    repeat
        local block = data:sub(at, at + MAX_BLOCK_BYTES - 1)
        at = at + MAX_BLOCK_BYTES
        local last = at > #data and 1 or 0
        pieces[#pieces + 1] = little_endian(last + RAW * 2 + #block * 8, 3)
        pieces[#pieces + 1] = block
    until last == 1
    return table.concat(pieces)
end

-- Where the blocks of a frame begin.
local function behind_header(frame)
    local descriptor = frame:byte(5)
    local size_flag = math.floor(descriptor / 64)
    local single = math.floor(descriptor / 32) % 2 == 1
    local dictionary = ({ [0] = 0, 1, 2, 4 })[descriptor % 4]
    local size_bytes = ({ [0] = single and 1 or 0, 2, 4, 8 })[size_flag]
    return 6 + (single and 0 or 1) + dictionary + size_bytes
end

--- The data of a frame; raises for what is none.
function zstd.unframe(frame)
    assert(#frame > 8 and frame:sub(1, 4) == MAGIC, "Unknown frame descriptor")
    local at, pieces = behind_header(frame), {}
    while true do
        local low, middle, high = frame:byte(at, at + 2)
        assert(high, "Src size is incorrect")
        local header = low + middle * 256 + high * 65536
        local kind, size = math.floor(header / 2) % 4, math.floor(header / 8)
        at = at + 3
        if kind == RAW then
            pieces[#pieces + 1] = frame:sub(at, at + size - 1)
            assert(#pieces[#pieces] == size, "Src size is incorrect")
            at = at + size
        elseif kind == RLE then
            pieces[#pieces + 1] = frame:sub(at, at):rep(size)
            at = at + 1
        else
            require("not_emulated")("ffi/zstd", "compressed blocks")
        end
        if header % 2 == 1 then
            return table.concat(pieces)
        end
    end
end

local function to_memory(text)
    local memory = ffi.new("uint8_t[?]", #text)
    ffi.copy(memory, text, #text)
    return memory, #text
end

--- Memory and its size from memory and its size, as the C interface has it.
function zstd.zstd_compress(pointer, size)
    return to_memory(zstd.frame(ffi.string(pointer, size)))
end

function zstd.zstd_uncompress(pointer, size)
    return to_memory(zstd.unframe(ffi.string(pointer, size)))
end

return setmetatable(zstd, {
    __index = function(_, member)
        require("not_emulated")("ffi/zstd", member)
    end,
})
