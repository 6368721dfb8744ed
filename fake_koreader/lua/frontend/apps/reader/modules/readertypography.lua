--- The language by whose rules a reflowable book is set.
-- fidelity: partial: the language is kept, without effect on the layout
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local ReaderTypography = WidgetContainer:extend{
    text_lang_tag = "en-US",
}

function ReaderTypography:onReadSettings(config)
    self.text_lang_tag = config:readSetting("text_lang")
        or G_reader_settings:readSetting("text_lang_default") or self.text_lang_tag
    self.document:setTextMainLang(self.text_lang_tag)
end

function ReaderTypography:onPreRenderDocument(config)
    -- The book says its language only now, and the reader may have said otherwise.
    if config:readSetting("text_lang") then return end
    local own = self.document:getProps().language
    if own and own ~= "" then
        self.text_lang_tag = own
        self.document:setTextMainLang(own)
    end
end

function ReaderTypography:onSaveSettings()
    self.ui.doc_settings:saveSetting("text_lang", self.text_lang_tag)
end

return ReaderTypography
