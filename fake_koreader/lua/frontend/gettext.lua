--- Translations: KOReader's frontend/gettext (specs/koreader-core.md §1.6).
-- Reads little-endian MO files, KOReader's own below l10n/ and those that plugins bring.
-- fidelity: partial: the texts are English; catalogues of KOReader's own are not shipped, those of plugins are read

local GetText = {
    context = {},
    translation = {},
    current_lang = "C",
    dirname = "l10n",
    textdomain = "koreader",
}

local MO_MAGIC = "\222\18\4\149"
local CONTEXT_END, FORM_END = "\4", "\0"

-- What the bare C language does with numbers.
local function plural_of_c(n)
    return n ~= 1 and 1 or 0
end

GetText.getPlural = plural_of_c

function GetText.wrapUntranslated_nowrap(text)
    return text
end

GetText.wrapUntranslated = GetText.wrapUntranslated_nowrap

local function clear()
    GetText.translation, GetText.context = {}, {}
    GetText.getPlural = plural_of_c
end

-- Four bytes at a zero-based offset as a number.
local function word_at(data, offset)
    local a, b, c, d = data:byte(offset + 1, offset + 4)
    return a + b * 0x100 + c * 0x10000 + d * 0x1000000
end

local function text_at(data, table_offset, index)
    local length = word_at(data, table_offset + index * 8)
    local offset = word_at(data, table_offset + index * 8 + 4)
    return data:sub(offset + 1, offset + length)
end

local function forms_of(text)
    local forms = {}
    for form in (text .. FORM_END):gmatch("(.-)%z") do
        forms[#forms + 1] = form
    end
    return forms
end

local function store(original, translated)
    local context, message = original:match("^(.-)" .. CONTEXT_END .. "(.*)$")
    local into = GetText.translation
    if context then
        into = GetText.context[context] or {}
        GetText.context[context] = into
    else
        message = original
    end
    local id = message:match("^[^%z]*")
    if id == message then
        into[id] = translated
    else
        local forms, numbered = forms_of(translated), {}
        for i, form in ipairs(forms) do
            numbered[i - 1] = form
        end
        into[id] = numbered
    end
end

local function use_header(header)
    local expression = header:match("Plural%-Forms:[^\n]-plural%s*=%s*([^;\n]+)")
    if expression then
        GetText.getPlural = require("gettextparts/plural")(expression) or GetText.getPlural
    end
end

--- Merges an MO file into the current catalogue: whether it could be read.
function GetText.loadMO(path)
    local file = io.open(path, "rb")
    if not file then
        return false
    end
    local data = file:read("*a")
    file:close()
    if not data or #data < 28 or data:sub(1, 4) ~= MO_MAGIC then
        return false
    end
    local count, originals, translations = word_at(data, 8), word_at(data, 12), word_at(data, 16)
    for index = 0, count - 1 do
        local original, translated = text_at(data, originals, index), text_at(data, translations, index)
        if original == "" then
            use_header(translated)
        elseif translated ~= "" then
            store(original, translated)
        end
    end
    return true
end

--- Changes the language: nil for English and C, whether there was a catalogue for others.
function GetText.changeLang(lang)
    clear()
    GetText.current_lang = "C"
    if not lang or lang == "" or lang == "C" or lang:sub(1, 5) == "en_US" then
        return nil
    end
    lang = lang:match("^[^:]*"):gsub("%..*$", "")
    local path = ("%s/%s/%s.mo"):format(GetText.dirname, lang, GetText.textdomain)
    if not GetText.loadMO(path) then
        return false
    end
    GetText.current_lang = lang
    return true
end

local function singular(catalogue, id)
    local found = catalogue and catalogue[id]
    if type(found) == "table" then
        found = found[0]
    end
    return found or GetText.wrapUntranslated(id)
end

local function plural(catalogue, id, id_plural, n)
    local form = GetText.getPlural(n)
    local found = catalogue and catalogue[id]
    if type(found) == "table" then
        return found[form] or found[0]
    elseif found then
        return found
    end
    return GetText.wrapUntranslated(plural_of_c(n) == 1 and id_plural or id)
end

function GetText.gettext(id)
    return singular(GetText.translation, id)
end

function GetText.ngettext(id, id_plural, n)
    return plural(GetText.translation, id, id_plural, n)
end

function GetText.pgettext(context, id)
    return singular(GetText.context[context], id)
end

function GetText.npgettext(context, id, id_plural, n)
    return plural(GetText.context[context], id, id_plural, n)
end

setmetatable(GetText, {
    __call = function(_, id)
        if type(id) ~= "string" then
            return id
        end
        return singular(GetText.translation, id)
    end,
})

local function language_at_start()
    for _, name in ipairs{ "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" } do
        local value = os.getenv(name)
        if value then
            return value
        end
    end
end

GetText.changeLang(os.getenv("KO_RTL") and "ar" or language_at_start())

return GetText
