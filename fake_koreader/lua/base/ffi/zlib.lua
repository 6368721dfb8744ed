--- zlib streams: the module KOReader's base calls ffi/zlib (specs/koreader-core.md §3.6).

local _, host = ...

local zlib = {}

function zlib.zlib_compress(data)
    return host.archive.deflate(data)
end

--- The data of a zlib stream of at most `expected_length` bytes; raises when it is none.
function zlib.zlib_uncompress(data, expected_length)
    return assert(host.archive.inflate(data, expected_length))
end

return zlib
