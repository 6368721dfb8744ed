--- Translations from Google's public service: KOReader's frontend/ui/translator.
-- fidelity: partial: asks over the emulated network, where nobody answers unless a scenario gives replies; the
-- detailed view (alternatives, definitions) is the plain one

local InfoMessage = require("ui/widget/infomessage")
local JSON = require("json")
local Trapper = require("ui/trapper")
local UIManager = require("ui/uimanager")
local logger = require("logger")
local ltn12 = require("ltn12")
local url = require("socket.url")
local _ = require("gettext")
local T = require("ffi/util").template

local AUTODETECT = "auto"

local LANGUAGES = {
    ar = "Arabic", bg = "Bulgarian", ca = "Catalan", cs = "Czech", da = "Danish", de = "German", el = "Greek",
    en = "English", es = "Spanish", et = "Estonian", fa = "Persian", fi = "Finnish", fr = "French", he = "Hebrew",
    hi = "Hindi", hr = "Croatian", hu = "Hungarian", id = "Indonesian", it = "Italian", ja = "Japanese", ko = "Korean",
    la = "Latin", lt = "Lithuanian", lv = "Latvian", nl = "Dutch", no = "Norwegian", pl = "Polish", pt = "Portuguese",
    ro = "Romanian", ru = "Russian", sk = "Slovak", sl = "Slovenian", sr = "Serbian", sv = "Swedish", th = "Thai",
    tr = "Turkish", uk = "Ukrainian", vi = "Vietnamese", ["zh-CN"] = "Chinese (Simplified)",
    ["zh-TW"] = "Chinese (Traditional)",
}

local Translator = {
    trans_servers = { "https://translate.googleapis.com/" },
    trans_path = "/translate_a/single",
    default_lang = "en",
}

--- Address of the service.
function Translator:getTransServer()
    return G_reader_settings:readSetting("trans_server") or self.trans_servers[1]
end

--- The language code that the service knows for a book's or a setting's language; nil for none that it knows.
local function known(lang)
    if not lang then return nil end
    local code = lang:lower()
    for id in pairs(LANGUAGES) do
        if id:lower() == code then return id end
    end
    local short = code:match("^(%a+)")
    if short == "zh" then return "zh-CN" end
    return LANGUAGES[short] and short or nil
end

--- The language of the open book, or nil.
function Translator:getDocumentLanguage()
    local ui = require("apps/reader/readerui").instance
    return ui and ui.doc_props and known(ui.doc_props.language) or nil
end

--- The language to translate from: `auto` unless the settings say otherwise.
function Translator:getSourceLanguage()
    if G_reader_settings:isTrue("translator_from_doc_lang") then
        local lang = self:getDocumentLanguage()
        if lang then return lang end
    end
    if G_reader_settings:isFalse("translator_from_auto_detect") then
        return G_reader_settings:readSetting("translator_from_language") or AUTODETECT
    end
    return AUTODETECT
end

--- The language to translate to: the setting's, else KOReader's own.
function Translator:getTargetLanguage()
    return G_reader_settings:readSetting("translator_to_language")
        or known(G_reader_settings:readSetting("language")) or self.default_lang
end

--- A language's name, or `default` (or the code itself).
function Translator:getLanguageName(lang, default)
    local id = known(lang)
    if id then return _(LANGUAGES[id]) end
    return default or lang
end

--- Asks the service. @treturn table|nil the decoded reply; raises with a text for readers when there is none
function Translator:loadPage(text, target_lang, source_lang)
    local socketutil = require("socketutil")
    local query = "?client=gtx&ie=UTF-8&oe=UTF-8&dt=t&sl=" .. url.escape(source_lang) .. "&tl="
        .. url.escape(target_lang) .. "&q=" .. url.escape(text)
    local parts = {}
    socketutil:set_timeout()
    local code, headers, status = require("socket").skip(1, require("socket.http").request{
        url = url.absolute(self:getTransServer(), self.trans_path) .. query,
        method = "GET",
        sink = ltn12.sink.table(parts),
    })
    socketutil:reset_timeout()
    if headers == nil then error(code or "network unreachable") end
    if code ~= 200 then
        logger.warn("translator HTTP status not okay:", status or code)
        return nil
    end
    local ok, reply = pcall(JSON.decode, table.concat(parts), JSON.decode.simple)
    return ok and type(reply) == "table" and reply or nil
end

--- The translation as one text, or nil.
function Translator:translate(text, target_lang, source_lang)
    local ok, reply = pcall(self.loadPage, self, text, target_lang or self:getTargetLanguage(),
        source_lang or self:getSourceLanguage())
    if not ok then
        logger.warn("translator error:", reply)
        return nil
    end
    if not reply or type(reply[1]) ~= "table" then return nil end
    local sentences = {}
    for _i, sentence in ipairs(reply[1]) do
        if type(sentence[1]) == "string" then sentences[#sentences + 1] = sentence[1] end
    end
    return table.concat(sentences), reply
end

--- The language a text is in, by the service.
function Translator:detect(text)
    local reply = select(2, self:translate(text, self:getTargetLanguage(), AUTODETECT))
    return reply and reply[3] or self.default_lang
end

local function show(self, text, target, source)
    local waiting = InfoMessage:new{ text = T(_("Querying translation service…")) }
    UIManager:show(waiting)
    UIManager:forceRePaint()
    local completed, translated = Trapper:dismissableRunInSubprocess(function()
        return self:translate(text, target, source)
    end, waiting)
    UIManager:close(waiting)
    if not completed then return end
    if not translated then
        UIManager:show(InfoMessage:new{ text = _("Translation failed.") })
        return
    end
    UIManager:show(require("ui/widget/textviewer"):new{
        title = T(_("Translation from %1"), self:getLanguageName(source, _("Auto-detect language"))),
        text = text .. "\n\n" .. translated,
        title_multilines = true,
    })
end

--- Translates and shows the result in a window; asks for the network first.
function Translator:showTranslation(text, detailed_view, source_lang, target_lang)
    local NetworkMgr = require("ui/network/manager")
    if NetworkMgr:willRerunWhenOnline(function()
        self:showTranslation(text, detailed_view, source_lang, target_lang)
    end) then
        return
    end
    Trapper:wrap(function()
        show(self, text, target_lang or self:getTargetLanguage(), source_lang or self:getSourceLanguage())
    end)
end

--- The menu of languages. @treturn table a menu item with its `sub_item_table`
function Translator:genSettingsMenu()
    local ids = {}
    for id in pairs(LANGUAGES) do ids[#ids + 1] = id end
    table.sort(ids, function(a, b) return LANGUAGES[a] < LANGUAGES[b] end)
    local targets = {}
    for _i, id in ipairs(ids) do
        targets[#targets + 1] = {
            text = _(LANGUAGES[id]), radio = true,
            checked_func = function() return self:getTargetLanguage() == id end,
            callback = function() G_reader_settings:saveSetting("translator_to_language", id) end,
        }
    end
    return {
        text = _("Translation settings"),
        sub_item_table = {
            {
                text_func = function()
                    return T(_("Translate to: %1"), self:getLanguageName(self:getTargetLanguage()))
                end,
                sub_item_table = targets,
            },
        },
    }
end

return Translator
