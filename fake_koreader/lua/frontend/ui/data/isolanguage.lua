--- Three-letter codes of languages (ISO 639-2 and -3): their names, and the tags that books use (BCP 47).
-- fidelity: partial: the languages of dictionaries and of text recognition; other codes stay as they are
local _ = require("gettext")

-- code, tag, name; where bibliographers write another code, both are here.
local LANGUAGES = [[
afr af Afrikaans|amh am Amharic|ara ar Arabic|asm as Assamese|aze az Azerbaijani|bel be Belarusian|ben bn Bengali
bod bo Tibetan|tib bo Tibetan|bos bs Bosnian|bul bg Bulgarian|cat ca Catalan|ces cs Czech|cze cs Czech|cym cy Welsh
wel cy Welsh|dan da Danish|deu de German|ger de German|ell el Greek|gre el Greek|eng en English|epo eo Esperanto
est et Estonian|eus eu Basque|baq eu Basque|fas fa Persian|per fa Persian|fin fi Finnish|fra fr French|fre fr French
gle ga Irish|glg gl Galician|grc grc Ancient Greek|guj gu Gujarati|heb he Hebrew|hin hi Hindi|hrv hr Croatian
hun hu Hungarian|hye hy Armenian|arm hy Armenian|ind id Indonesian|isl is Icelandic|ice is Icelandic|ita it Italian
jpn ja Japanese|kan kn Kannada|kat ka Georgian|geo ka Georgian|kaz kk Kazakh|khm km Khmer|kor ko Korean|lao lo Lao
lat la Latin|lav lv Latvian|lit lt Lithuanian|mal ml Malayalam|mar mr Marathi|mkd mk Macedonian|mac mk Macedonian
mon mn Mongolian|msa ms Malay|may ms Malay|mya my Burmese|bur my Burmese|nep ne Nepali|nld nl Dutch|dut nl Dutch
nno nn Norwegian Nynorsk|nob nb Norwegian Bokmål|nor no Norwegian|pan pa Punjabi|pol pl Polish|por pt Portuguese
ron ro Romanian|rum ro Romanian|rus ru Russian|san sa Sanskrit|sin si Sinhala|slk sk Slovak|slo sk Slovak
slv sl Slovenian|spa es Spanish|sqi sq Albanian|alb sq Albanian|srp sr Serbian|swa sw Swahili|swe sv Swedish
tam ta Tamil|tel te Telugu|tgl tl Tagalog|tha th Thai|tur tr Turkish|ukr uk Ukrainian|urd ur Urdu|uzb uz Uzbek
vie vi Vietnamese|yid yi Yiddish|zho zh Chinese|chi zh Chinese|chi_sim zh-CN Chinese (simplified)
chi_tra zh-TW Chinese (traditional)
]]

local languages = {}
for code, tag, name in LANGUAGES:gmatch("([%a_]+) ([%a-]+) ([^|\n]+)") do
    languages[code] = { tag = tag, name = name }
end

local IsoLanguage = {}

--- The language's name, or the code when nobody knows it.
function IsoLanguage:getLocalizedLanguage(code)
    local language = languages[code]
    return language and _(language.name) or code
end

--- The language's tag, or the code when nobody knows it.
function IsoLanguage:getBCPLanguageTag(code)
    local language = languages[code]
    return language and language.tag or code
end

return IsoLanguage
