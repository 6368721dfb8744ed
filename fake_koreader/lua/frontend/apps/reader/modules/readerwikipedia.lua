--- Wikipedia lookups go to servers outside; they are refused.
-- fidelity: partial: lookups are loud
local WidgetContainer = require("ui/widget/container/widgetcontainer")
local not_emulated = require("not_emulated")

local ReaderWikipedia = WidgetContainer:extend{
    wikipedia_languages = {},
}

function ReaderWikipedia:onLookupWikipedia()
    not_emulated("apps/reader/modules/readerwikipedia", "onLookupWikipedia")
end

function ReaderWikipedia:onShowWikipediaLookup()
    not_emulated("apps/reader/modules/readerwikipedia", "onShowWikipediaLookup")
end

return ReaderWikipedia
