--- Plugins that know a language register here; KOReader asks them when a text is selected or looked up.
-- fidelity: partial: plugins register; no text is ever asked about
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local logger = require("logger")

-- One list for all instances: plugins outlive the window in which they registered.
local LanguageSupport = WidgetContainer:extend{
    plugins = {},
}

--- Add a plugin that has `supportsLanguage(code)`, `onWordSelection(args)`, `onWordLookup(args)`; by its name.
function LanguageSupport:registerPlugin(plugin)
    self.plugins[plugin.name] = plugin
    logger.dbg("language support:", plugin.name)
end

function LanguageSupport:unregisterPlugin(plugin)
    if self.plugins[plugin.name] == nil then return nil end
    self.plugins[plugin.name] = nil
    return true
end

function LanguageSupport:hasActiveLanguagePlugins()
    return next(self.plugins) ~= nil
end

local function languageOf(self)
    local props = self.ui and self.ui.doc_props
    return props and props.language or "unknown"
end

-- Those that claim the language come first; whoever fails or has no answer is passed over.
local function ask(self, language, handler, args)
    local sure, unsure = {}, {}
    for _, plugin in pairs(self.plugins) do
        table.insert(plugin:supportsLanguage(language) and sure or unsure, plugin)
    end
    for _, group in ipairs{ sure, unsure } do
        for _, plugin in ipairs(group) do
            local ok, answer = true, nil
            if plugin[handler] then ok, answer = pcall(plugin[handler], plugin, args) end
            if not ok then
                logger.err("language plugin", plugin.name, "failed:", answer)
            elseif answer then
                return answer
            end
        end
    end
end

--- A better selection than the engine's, or nil.
function LanguageSupport:improveWordSelection(selection)
    if not self:hasActiveLanguagePlugins() then return nil end
    local language = languageOf(self)
    return ask(self, language, "onWordSelection", { text = selection.text, pos0 = selection.pos0, pos1 = selection.pos1,
        document = self.document, language_code = language, selection = selection })
end

--- Further words to look up for `text`, or nil.
function LanguageSupport:extraDictionaryFormCandidates(text)
    if not self:hasActiveLanguagePlugins() then return nil end
    return ask(self, languageOf(self), "onWordLookup", { text = text })
end

return LanguageSupport
