--[[--
Typefaces by purpose. Nothing is drawn; a face is a name, a size in pixels and the metrics that go with it.
]]
-- fidelity: partial: metrics from one fixed table; fallback fonts are only named
local Screen = require("device").screen

local SANS, SANS_BOLD = "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"
local SERIF, MONO = "NotoSerif-Regular.ttf", "droid/DroidSansMono.ttf"

local Font = {
    fontmap = {
        cfont = SANS, tfont = SANS_BOLD, smalltfont = SANS_BOLD, x_smalltfont = SANS_BOLD, ffont = SANS,
        smallffont = SANS, largeffont = SANS, pgfont = SANS, scfont = SERIF, rifont = SANS, hpkfont = SANS,
        hfont = SANS, infont = MONO, smallinfont = MONO, infofont = SANS, smallinfofont = SANS,
        smallinfofontbold = SANS_BOLD, x_smallinfofont = SANS, xx_smallinfofont = SANS,
    },
    sizemap = {
        cfont = 24, tfont = 26, smalltfont = 24, x_smalltfont = 22, ffont = 20, smallffont = 15, largeffont = 25,
        pgfont = 20, scfont = 20, rifont = 16, hpkfont = 20, hfont = 24, infont = 22, smallinfont = 16,
        infofont = 24, smallinfofont = 22, smallinfofontbold = 22, x_smallinfofont = 20, xx_smallinfofont = 18,
    },
    fallbacks = { SANS },
    faces = {},
}

local FaceSize = {}
FaceSize.__index = FaceSize

--- Line height and ascender in pixels.
function FaceSize:getHeightAndAscender()
    return self.height, self.ascender
end

--- A face for a purpose (`cfont`…) or a font file's name. @tparam number size nominal, default by purpose
function Font:getFace(font, size)
    font = font or "cfont"
    size = size or self.sizemap[font] or self.sizemap.cfont
    local realname = self.fontmap[font] or font
    local pixels = Screen:scaleBySize(size)
    local hash = realname .. pixels
    local face = self.faces[hash .. font]
    if not face then
        local height = math.ceil(pixels * 1.36)
        local ftsize = setmetatable({ height = height, ascender = math.ceil(pixels * 1.07) }, FaceSize)
        face = {
            orig_font = font, orig_size = size, size = pixels, realname = realname, hash = hash,
            is_bold = realname == SANS_BOLD or nil,
            is_mono = realname == MONO or nil,
            ftsize = ftsize,
            -- Its name in older versions.
            ftface = ftsize,
        }
        self.faces[hash .. font] = face
    end
    return face
end

--- The same face at another size. @tparam number adjust pixels to add
function Font:getAdjustedFace(face, adjust)
    return self:getFace(face.orig_font, face.orig_size + (adjust or 0)), face.is_bold == true
end

return Font
