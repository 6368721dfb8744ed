--- Plugins that know a language register here; KOReader asks them when a text is selected or looked up.
-- fidelity: partial: plugins register; no text is ever asked about
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local logger = require("logger")

local LanguageSupport = WidgetContainer:extend{
    plugins = nil,
}

function LanguageSupport:init()
    self.plugins = {}
end

--- Add a plugin that has `supportsLanguage(code)`.
function LanguageSupport:registerPlugin(plugin)
    table.insert(self.plugins, plugin)
    logger.dbg("language support:", plugin.name)
end

function LanguageSupport:unregisterPlugin(plugin)
    for i, known in ipairs(self.plugins) do
        if known == plugin then
            table.remove(self.plugins, i)
            return true
        end
    end
end

function LanguageSupport:hasActiveLanguagePlugins()
    return #self.plugins > 0
end

-- The first plugin for that language whose handler gives something decides.
local function ask(self, language, handler, args)
    for _, plugin in ipairs(self.plugins) do
        if plugin:supportsLanguage(language) and plugin[handler] then
            local answer = plugin[handler](plugin, args)
            if answer then return answer end
        end
    end
end

function LanguageSupport:improveWordSelection(selection)
    return ask(self, selection.language_code, "onWordSelection", selection) or selection
end

function LanguageSupport:extraDictionaryFormCandidates(text)
    return ask(self, nil, "onWordLookup", { text = text })
end

return LanguageSupport
