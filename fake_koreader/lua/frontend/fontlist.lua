--- The font files that documents can use: KOReader's frontend/fontlist.
-- fidelity: partial: the fonts that come with KOReader, and those found on the disk by their file names; font files are
-- not read, so a file holds one face and localized names are its plain name

local lfs = require("libs/libkoreader-lfs")

local FontList = {
    fontdir = "./fonts",
    cachedir = require("datastorage"):getDataDir() .. "/cache/fontlist",
    fontlist = {},
    fontinfo = {},
    fontnames = {},
}

local OWN = {
    "droid/DroidSansMono.ttf", "freefont/FreeSans.ttf", "freefont/FreeSerif.ttf", "noto/NotoSans-Bold.ttf",
    "noto/NotoSans-BoldItalic.ttf", "noto/NotoSans-Italic.ttf", "noto/NotoSans-Regular.ttf",
    "noto/NotoSansCJKsc-Regular.otf", "noto/NotoSerif-Bold.ttf", "noto/NotoSerif-BoldItalic.ttf",
    "noto/NotoSerif-Italic.ttf", "noto/NotoSerif-Regular.ttf",
}

local ENDINGS = { ttf = true, ttc = true, otf = true, cff = true }

-- "NotoSansMono-BoldItalic.ttf" → "Noto Sans Mono", bold, italic.
local function describe(path)
    local stem = path:match("([^/]+)%.%w+$")
    local family, style = stem:match("^(.-)%-(%a+)$")
    family, style = family or stem, (style or ""):lower()
    local name = family:gsub("(%l)(%u)", "%1 %2"):gsub("_", " ")
    return {
        name = name, path = path, index = 0,
        bold = style:find("bold", 1, true) ~= nil,
        italic = style:find("italic", 1, true) ~= nil or style:find("oblique", 1, true) ~= nil,
        serif = name:find("Serif", 1, true) ~= nil,
        mono = name:find("Mono", 1, true) ~= nil,
        fullname = style ~= "" and name .. " " .. style:gsub("^%l", string.upper) or name,
        scripts = { latn = true },
    }
end

local function add(path)
    local info = describe(path)
    FontList.fontlist[#FontList.fontlist + 1] = path
    FontList.fontinfo[path] = { info }
    FontList.fontnames[info.name] = FontList.fontnames[info.name] or {}
    table.insert(FontList.fontnames[info.name], info)
end

local function scan(folder, found)
    for entry in lfs.dir(folder) do
        local path = folder .. "/" .. entry
        local mode = entry:sub(1, 1) ~= "." and lfs.attributes(path, "mode")
        if mode == "directory" then
            scan(path, found)
        elseif mode == "file" and ENDINGS[(entry:match("%.(%w+)$") or ""):lower()] then
            found[path] = true
        end
    end
end

local function folders()
    local list = { FontList.fontdir }
    for path in (require("ui/elements/font_settings"):getPath() or ""):gmatch("[^;]+") do list[#list + 1] = path end
    return list
end

--- The paths of all fonts, sorted; the same table every time.
function FontList:getFontList()
    if self.fontlist[1] then return self.fontlist end
    local found = {}
    for _i, name in ipairs(OWN) do found[self.fontdir .. "/" .. name] = true end
    for _i, folder in ipairs(folders()) do
        if lfs.attributes(folder, "mode") == "directory" then scan(folder, found) end
    end
    local paths = {}
    for path in pairs(found) do paths[#paths + 1] = path end
    table.sort(paths)
    for _i, path in ipairs(paths) do add(path) end
    return self.fontlist
end

--- The family's name in the reader's language; nil for a font that is not in the list.
function FontList:getLocalizedFontName(file)
    self:getFontList()
    local info = self.fontinfo[file]
    return info and info[1].name
end

--- For Dispatcher actions: the families, sorted, twice (values and labels).
function FontList:getFontArgFunc()
    self:getFontList()
    local names = {}
    for name in pairs(self.fontnames) do names[#names + 1] = name end
    table.sort(names)
    return names, names
end

return FontList
