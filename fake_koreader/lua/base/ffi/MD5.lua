--- The MD5 of a whole file: the module KOReader's base calls ffi/MD5 (specs/koreader-core.md §3.5).

local sha2 = require("ffi/sha2")

local MD5 = {}

local BLOCK_BYTES = 64 * 1024

--- Lower-case hex, or nil and why the file cannot be read.
function MD5.sumFile(path)
    local file, message = io.open(path, "rb")
    if not file then
        return nil, message
    end
    local digest = sha2.md5()
    for block in function() return file:read(BLOCK_BYTES) end do
        digest(block)
    end
    file:close()
    return digest()
end

return MD5
