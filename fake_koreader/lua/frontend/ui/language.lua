--- Languages of the user interface. All texts here are English; the setting is kept, as a reader's choice.
-- fidelity: partial: the setting is kept; the texts stay English
local Language = {
    language_names = {
        C = "English", en = "English", en_GB = "English (United Kingdom)", de = "Deutsch", es = "Español",
        fr = "Français", it_IT = "Italiano", nl_NL = "Nederlands", pl = "Polski", pt_BR = "Português do Brasil",
        ru = "Русский", ar = "عربى", he = "עִבְרִית", ja = "日本語", zh_CN = "简体中文",
    },
    languages_rtl = { ar = true, fa = true, he = true, ur = true },
}

--- @tparam string locale such as `fr` @treturn string its own name, or the locale
function Language:getLanguageName(locale)
    return self.language_names[locale] or locale
end

function Language:isLanguageRTL(locale)
    if not locale then return false end
    return self.languages_rtl[locale:match("^%a+")] or false
end

--- Store the choice; it shows after a restart.
function Language:changeLanguage(locale)
    G_reader_settings:saveSetting("language", locale)
    require("ui/uimanager"):askForRestart()
end

--- A menu entry for one language.
function Language:genLanguageSubItem(locale)
    return {
        text = self:getLanguageName(locale),
        checked_func = function()
            return (G_reader_settings:readSetting("language") or "C") == locale
        end,
        radio = true,
        callback = function() self:changeLanguage(locale) end,
    }
end

--- The menu of languages.
function Language:getLangMenuTable()
    local items = {}
    local locales = {}
    for locale in pairs(self.language_names) do table.insert(locales, locale) end
    table.sort(locales)
    for _, locale in ipairs(locales) do table.insert(items, self:genLanguageSubItem(locale)) end
    return { text = require("gettext")("Language"), sub_item_table = items }
end

return Language
