--- Which engine reads which file (KOReader: document/documentregistry), and which files are open how often.
-- fidelity: partial: EPUB, FB2, HTML, text, PDF, CBZ, CBR and pictures; other formats are loud when opened
local util = require("util")
local engine = require("ffi/document_engine")
local logger = require("logger")

local DocumentRegistry = { mimetype_ext = {}, filetype_provider = {}, image_ext = {}, known_providers = {} }
DocumentRegistry.providers, DocumentRegistry.registry = {}, {}
for extension in ("bmp gif jpg jpeg png svg tif tiff webp"):gmatch("%a+") do
    DocumentRegistry.image_ext[extension] = true
end

function DocumentRegistry:addProvider(extension, mimetype, provider, weight)
    extension = extension:lower()
    self.providers[#self.providers + 1] = {
        extension = extension, mimetype = mimetype, provider = provider, weight = weight or 100,
    }
    self.filetype_provider[extension] = true
    self.mimetype_ext[mimetype] = self.mimetype_ext[mimetype] or extension
    if provider.provider and not self.known_providers[provider.provider] then
        self.known_providers[provider.provider] = provider
    end
end

--- A provider that is no reading engine (an archive viewer, a text editor): chosen by the reader only.
function DocumentRegistry:addAuxProvider(provider)
    self.known_providers[provider.provider] = provider
end

--- Providers of a file's kind, the weightiest first; nil when there is none.
function DocumentRegistry:getProviders(file)
    local found = {}
    local lowered = file:lower()
    for order, entry in ipairs(self.providers) do
        local suffix = "." .. entry.extension
        if lowered:sub(-#suffix) == suffix then
            found[#found + 1] = { provider = entry.provider, weight = entry.weight, order = order }
        end
    end
    if #found == 0 then
        return nil
    end
    table.sort(found, function(a, b)
        if a.weight ~= b.weight then
            return a.weight > b.weight
        end
        return a.order < b.order
    end)
    return found
end

function DocumentRegistry:hasProvider(file, mimetype, include_aux)
    if mimetype and self.mimetype_ext[mimetype] then
        return true
    end
    if not file then
        return false
    end
    if self.filetype_provider[util.getFileNameSuffix(file):lower()] then
        return true
    end
    local DocSettings = require("docsettings")
    if include_aux and DocSettings:hasSidecarFile(file) then
        local key = DocSettings:open(file):readSetting("provider")
        return key ~= nil and self.known_providers[key] ~= nil
    end
    return false
end

--- The engine for a file: the one chosen for it, the one chosen for its kind, or the weightiest.
function DocumentRegistry:getProvider(file, include_aux)
    local providers = self:getProviders(file)
    if not providers and not include_aux then
        return nil
    end
    local DocSettings = require("docsettings")
    local key = DocSettings:hasSidecarFile(file) and DocSettings:open(file):readSetting("provider")
    if not key then
        local chosen = G_reader_settings:readSetting("provider")
        key = chosen and chosen[util.getFileNameSuffix(file):lower()]
    end
    local provider = key and self.known_providers[key]
    if provider and (not provider.order or include_aux) then
        return provider
    end
    return providers and providers[1].provider
end

function DocumentRegistry:getFallbackProvider()
    for _, entry in ipairs(self.providers) do
        if entry.extension == "txt" then
            return entry.provider
        end
    end
end

function DocumentRegistry:getProviderFromKey(key)
    return self.known_providers[key]
end

function DocumentRegistry:setProvider(file, provider, all)
    if all then
        local chosen = G_reader_settings:readSetting("provider", {})
        chosen[util.getFileNameSuffix(file):lower()] = provider.provider
        return
    end
    local settings = require("docsettings"):open(file)
    settings:saveSetting("provider", provider.provider)
    settings:flush()
end

function DocumentRegistry:mimeToExt(mimetype)
    return self.mimetype_ext[mimetype]
end

function DocumentRegistry:isImageFile(file)
    return self.image_ext[util.getFileNameSuffix(file):lower()] or false
end

--- An open document of this file, counted once more; nil (and a line in the log) when it cannot be read.
function DocumentRegistry:openDocument(file, provider)
    local entry = self.registry[file]
    if entry then
        entry.refs = entry.refs + 1
        return entry.doc
    end
    provider = provider or self:getProvider(file)
    if not provider then
        return nil
    end
    local ok, document = pcall(provider.new, provider, { file = file })
    if not ok then
        logger.warn("cannot open document", file, document)
        return nil
    end
    self.registry[file] = { doc = document, refs = 1 }
    return document
end

--- How many holders are left.
function DocumentRegistry:closeDocument(file)
    local entry = self.registry[file]
    if not entry then
        error("Try to close unregistered file: " .. tostring(file))
    end
    entry.refs = entry.refs - 1
    if entry.refs == 0 then
        self.registry[file] = nil
    end
    return entry.refs
end

function DocumentRegistry:getReferenceCount(file)
    local entry = self.registry[file]
    return entry and entry.refs or nil
end

local CreDocument = require("document/credocument")
local PdfDocument = require("document/pdfdocument")

local PicDocument = require("document/picdocument")

local MIME = {
    epub = "application/epub+zip", fb2 = "application/fb2", html = "text/html", htm = "text/html", txt = "text/plain",
    xhtml = "application/xhtml+xml", pdf = "application/pdf", cbz = "application/vnd.comicbook+zip",
    cbr = "application/vnd.comicbook-rar", bmp = "image/bmp", gif = "image/gif", jpg = "image/jpeg",
    jpeg = "image/jpeg", png = "image/png", webp = "image/webp",
}

for _, extension in ipairs({ "epub", "fb2", "htm", "html", "txt", "xhtml", "pdf", "cbz", "cbr" }) do
    local kind = engine.kind_of("book." .. extension)
    if kind == "reflowable" then
        DocumentRegistry:addProvider(extension, MIME[extension], CreDocument, 100)
        -- The second choice on devices; opening a book with it is loud here.
        DocumentRegistry:addProvider(extension, MIME[extension], PdfDocument, 90)
    elseif kind == "paged" then
        DocumentRegistry:addProvider(extension, MIME[extension], PdfDocument, 100)
    end
end

for _, extension in ipairs({ "bmp", "gif", "jpg", "jpeg", "png", "webp" }) do
    DocumentRegistry:addProvider(extension, MIME[extension], PicDocument, 100)
end

return DocumentRegistry
