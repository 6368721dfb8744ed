--- Picture files and blitbuffers: the part that all of KOReader's picture modules (ffi/mupdf, ffi/pic, …) share here.
-- The size is always the file's own; small PNG files have their pixels, all others come out grey.

local _, host = ...

local BB = require("ffi/blitbuffer")
local ffi = require("ffi")

local picture = {}

local GREY = BB.Color8(0x88)

--- Width and height in pixels; nil when the bytes are no picture.
function picture.size(data)
    return host.picture.size(data)
end

--- A blitbuffer of a picture, scaled to `width` by `height` when both are given; nil and a message otherwise.
function picture.decode(data, width, height)
    local w, h = host.picture.size(data)
    if not w then
        return nil, "unknown picture format"
    end
    local bb = BB.new(w, h, BB.TYPE_BBRGB32)
    local rgba = host.picture.pixels(data)
    if rgba then
        ffi.copy(bb.data, rgba, #rgba)
    elseif w * h <= 256 * 256 then
        bb:fill(GREY)
    else
        bb.inert = true
    end
    if width and height and (width ~= w or height ~= h) then
        bb = bb:scale(width, height)
    end
    return bb
end

--- The same of a file.
function picture.decode_file(path, width, height)
    local file, message = io.open(path, "rb")
    if not file then
        return nil, message
    end
    local data = file:read("*a")
    file:close()
    if not data then
        return nil, path .. ": not a file"
    end
    return picture.decode(data, width, height)
end

--- Writes a blitbuffer as a PNG file. @treturn bool success
function picture.write(bb, path)
    local rgb = BB.new(bb.w, bb.h, BB.TYPE_BBRGB32)
    rgb:fill(BB.COLOR_WHITE)
    rgb:blitFrom(bb)
    local bytes = BB.tostring(rgb)
    if bytes == "" then
        bytes = ("\255"):rep(bb.w * bb.h * 4)
    end
    local file = io.open(path, "wb")
    if not file then
        return false
    end
    file:write(host.picture.png(bb.w, bb.h, bytes))
    file:close()
    return true
end

return picture
