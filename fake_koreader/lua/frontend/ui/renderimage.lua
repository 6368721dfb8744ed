--- Pictures as blitbuffers: KOReader's frontend/ui/renderimage.
-- fidelity: partial: pictures have their true sizes, and pixels only as ffi/picture has them; a GIF has one frame

local Blitbuffer = require("ffi/blitbuffer")
local ffi = require("ffi")
local logger = require("logger")
local picture = require("ffi/picture")

local RenderImage = {}

--- The picture in a file.
-- @tparam boolean|nil want_frames a table of functions, one per frame, for a GIF
-- @tparam number|nil width pixels, with `height`: scale to exactly this
-- @treturn table|nil a blitbuffer that the caller frees; nil (and a line in the log) for what is no picture
function RenderImage:renderImageFile(filename, want_frames, width, height)
    local file, message = io.open(filename, "rb")
    if not file then
        logger.info("could not open image file:", message)
        return nil
    end
    local data = file:read("*a")
    file:close()
    return self:renderImageData(data, #data, want_frames, width, height)
end

--- The picture in a string or in C memory of `size` bytes; otherwise as renderImageFile.
function RenderImage:renderImageData(data, size, want_frames, width, height)
    if type(data) ~= "string" then data = data and ffi.string(data, size) end
    if not data or data == "" then return nil end
    local bb = picture.decode(data, width, height)
    if not bb then
        logger.warn("failed rendering image: not a picture of a known kind")
        return nil
    end
    if want_frames and data:find("^GIF8") then
        return { function() return bb end, image_disposable = true }
    end
    return bb
end

--- The picture in an SVG file, fitted into `width` by `height` pixels, or at `zoom` times its own size.
-- @treturn table|nil a blitbuffer @treturn boolean whether its alpha is straight
function RenderImage:renderSVGImageFile(filename, width, height, zoom)
    local file = io.open(filename, "rb")
    if not file then return nil end
    local data = file:read("*a")
    file:close()
    local own_width, own_height = picture.size(data or "")
    if not own_width or not data:sub(1, 4096):find("<svg", 1, true) then
        logger.warn("failed rendering SVG image:", filename)
        return nil
    end
    if not zoom then
        zoom = math.min((width or own_width) / own_width, (height or own_height) / own_height)
    end
    local function pixels(length) return math.max(1, math.floor(length * zoom)) end
    return picture.decode(data, pixels(own_width), pixels(own_height)), true
end

--- The buffer at another size. One that has that size already is returned as it is.
-- @tparam boolean|nil free_orig_bb false keeps the original, which is freed otherwise
function RenderImage:scaleBlitBuffer(bb, width, height, free_orig_bb)
    if not width or not height then
        logger.warn("bad scaling dimensions:", width, height)
        return bb
    end
    width, height = math.floor(width), math.floor(height)
    if bb:getWidth() == width and bb:getHeight() == height then return bb end
    local scaled = bb:scale(width, height)
    if free_orig_bb ~= false then bb:free() end
    return scaled
end

--- A chessboard of light squares, as image viewers put behind transparent pictures.
function RenderImage:renderCheckerboard(width, height, bb_type)
    return Blitbuffer.new(width, height, bb_type)
end

return RenderImage
