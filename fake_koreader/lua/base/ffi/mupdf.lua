--- What plugins use of KOReader's ffi/mupdf: pictures. Documents are opened through document/documentregistry.
-- fidelity: partial: pictures only; documents are opened through document/documentregistry

local ffi = require("ffi")
local picture = require("ffi/picture")

local mupdf = {}

--- A blitbuffer of a picture in memory (a Lua string, or C memory of `size` bytes); raises when it is none.
function mupdf.renderImage(data, size, width, height)
    local bytes = type(data) == "string" and data:sub(1, size or #data) or ffi.string(data, size)
    local bb, message = picture.decode(bytes, width, height)
    return bb or error("cannot open image: " .. message, 2)
end

--- The same of a file.
function mupdf.renderImageFile(path, width, height)
    local bb, message = picture.decode_file(path, width, height)
    return bb or error("cannot open image: " .. tostring(message), 2)
end

return setmetatable(mupdf, {
    __index = function(_, member)
        require("not_emulated")("ffi/mupdf", member)
    end,
})
