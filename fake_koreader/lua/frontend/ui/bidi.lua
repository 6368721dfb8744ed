--[[--
Wraps texts in Unicode's direction marks, and mirrors the layout for languages written from right to left.
]]
-- fidelity: partial: direction marks and mirroring by the language's code
local LRI, RLI, FSI, PDI = "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}"

local RTL_LANGUAGES = {}
for code in ("ar arc az_arab dv fa ha he khw ks ku ps ur yi"):gmatch("%S+") do RTL_LANGUAGES[code] = true end

local OPPOSITE = {
    east = "west", west = "east", northeast = "northwest", northwest = "northeast", southeast = "southwest",
    southwest = "southeast",
}

local Bidi = {
    _rtl = false,
    _mirrored = false,
    _inverted = false,
}

local function enclose(opening)
    return function(text) return opening .. tostring(text) .. PDI end
end

local function same(text) return text end

Bidi.ltr, Bidi.rtl, Bidi.auto = enclose(LRI), enclose(RLI), enclose(FSI)
Bidi.default = Bidi.ltr
Bidi.nowrap, Bidi.wrap = same, same
for _, name in ipairs{ "filename", "filepath", "directory", "dirpath", "path", "url" } do Bidi[name] = same end

local function wrapFilename(name)
    local stem, suffix = name:match("^(.*)(%.[^.]*)$")
    return Bidi.auto(stem or name) .. (suffix or "")
end

-- Each part of a path finds its own direction; their order is always left to right.
local function wrapPath(path)
    return Bidi.ltr((path:gsub("[^/]+", Bidi.auto)))
end

local function wrapFilepath(path)
    local folder, name = path:match("^(.*/)([^/]*)$")
    return Bidi.ltr((folder and wrapPath(folder) or "") .. (name or path))
end

--- Fit everything to a language. @tparam string lang such as `en_US`
function Bidi.setup(lang)
    local code = (lang or "en"):lower()
    local rtl = RTL_LANGUAGES[code] or RTL_LANGUAGES[code:match("^%a+")] or false
    Bidi._rtl = rtl ~= G_reader_settings:isTrue("dev_reverse_ui_text_direction")
    Bidi._mirrored = rtl ~= G_reader_settings:isTrue("dev_reverse_ui_layout_mirroring")
    Bidi.default = Bidi._rtl and Bidi.rtl or Bidi.ltr
    Bidi.wrap = Bidi._rtl and Bidi.rtl or same
    Bidi.filename, Bidi.filepath = wrapFilename, wrapFilepath
    Bidi.directory, Bidi.dirpath, Bidi.path, Bidi.url = wrapPath, wrapPath, wrapPath, wrapPath
end

--- Whether the layout is mirrored now.
function Bidi.mirroredUILayout()
    return Bidi._mirrored ~= Bidi._inverted
end

function Bidi.rtlUIText()
    return Bidi._rtl
end

--- Mirror the layout for a while, until resetInvert.
function Bidi.invert() Bidi._inverted = true end

function Bidi.resetInvert() Bidi._inverted = false end

function Bidi.flipIfMirroredUILayout(flag)
    if Bidi.mirroredUILayout() then return not flag end
    return flag
end

function Bidi.flipDirectionIfMirroredUILayout(direction)
    if direction and Bidi.mirroredUILayout() then return OPPOSITE[direction] or direction end
    return direction
end

--- Labels for going back, on, to the start and to the end.
function Bidi.getArrowLabels()
    if Bidi.mirroredUILayout() then return "▷", "◁", "▷▏", "▕◁" end
    return "◁", "▷", "▕◁", "▷▏"
end

return Bidi
