--[[ The documents of an EPUB, in the order of its spine.

Read from the file itself, with what KOReader has for archives. Only the package is read at once; a document is when
somebody asks for it. ]]

local util = require("util")
local Markup = require("shelfsync/markup")

local Epub = {}
Epub.__index = Epub

-- "a/b/../c" is "a/c".
local function normalized(path)
    local parts = {}
    for part in path:gmatch("[^/]+") do
        if part == ".." then
            table.remove(parts)
        elseif part ~= "." then
            parts[#parts + 1] = part
        end
    end
    return table.concat(parts, "/")
end

local function folderOf(path)
    return path:match("^(.*/)") or ""
end

-- The hrefs of the spine, as paths in the archive; false where the package does not say.
local function spineOf(package, folder)
    local hrefs, spine = {}, {}
    for _i, item in ipairs(Markup.all(package, "item")) do
        local id, href = Markup.attribute(item, "id"), Markup.attribute(item, "href")
        if id and href then
            hrefs[id] = normalized(folder .. util.urlDecode(href))
        end
    end
    for i, reference in ipairs(Markup.all(package, "itemref")) do
        spine[i] = hrefs[Markup.attribute(reference, "idref") or ""] or false
    end
    return spine
end

-- The EPUB at a path; nil when it cannot be read as one.
function Epub.open(path)
    local has_archives, archiver = pcall(require, "ffi/archiver")
    if not has_archives then
        return nil
    end
    local reader = archiver.Reader:new()
    if not reader:open(path) then
        return nil
    end
    for _entry in reader:iterate() do -- luacheck: ignore 512
        -- Entries are known by their names once they were passed.
    end
    local container = reader:extractToMemory("META-INF/container.xml")
    local rootfile = container and Markup.all(Markup.parse(container), "rootfile")[1]
    local package_path = rootfile and Markup.attribute(rootfile, "full-path")
    local package = package_path and reader:extractToMemory(package_path)
    if not package then
        reader:close()
        return nil
    end
    return setmetatable({
        reader = reader,
        spine = spineOf(Markup.parse(package), folderOf(package_path)),
        bodies = {},
    }, Epub)
end

function Epub:count()
    return #self.spine
end

-- The body of the n-th document of the spine, as Markup has it; nil when there is none.
function Epub:body(number)
    local kept = self.bodies[number]
    if kept == nil then
        local name = self.spine[number]
        local source = name and self.reader:extractToMemory(name)
        kept = source and Markup.all(Markup.parse(source), "body")[1] or false
        self.bodies[number] = kept
    end
    return kept or nil
end

function Epub:close()
    self.reader:close()
end

return Epub
