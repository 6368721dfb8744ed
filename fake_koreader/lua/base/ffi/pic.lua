--- KOReader's ffi/pic: picture files as documents of one page.
-- fidelity: partial: small PNG files have their pixels, all other pictures come out grey

local picture = require("ffi/picture")

local Page = {}
Page.__index = Page

function Page:getSize() return self.width, self.height end

function Page:close() self.image_bb = nil end

local Document = {}
Document.__index = Document

function Document:getPages() return 1 end

function Document:getToc() return {} end

function Document:getOriginalPageSize() return self.width, self.height, self.components end

function Document:openPage()
    return setmetatable({ image_bb = self.image_bb, width = self.width, height = self.height, doc = self }, Page)
end

function Document:close() self.image_bb = nil end

local function document_of(bb, message)
    if not bb then error("cannot open picture: " .. tostring(message), 3) end
    return setmetatable({ image_bb = bb, width = bb.w, height = bb.h, components = 4 }, Document)
end

local Pic = { color = false }

--- A document of a picture file; raises when it cannot be read.
function Pic.openDocument(path)
    return document_of(picture.decode_file(path))
end

--- The same of bytes in memory.
function Pic.openJPGDocumentFromData(data, size)
    local bytes = type(data) == "string" and data:sub(1, size or #data) or require("ffi").string(data, size)
    return document_of(picture.decode(bytes))
end

for _, name in ipairs{ "openPNGDocument", "openJPGDocument", "openGIFDocument", "openWebPDocument" } do
    Pic[name] = Pic.openDocument
end

Pic.openWebPDocumentFromData, Pic.openGIFDocumentFromData = Pic.openJPGDocumentFromData, Pic.openJPGDocumentFromData

return Pic
