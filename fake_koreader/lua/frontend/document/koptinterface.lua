--[[--
What lies between paged documents and the library that reflows, crops and reads their pages. Nothing of that is drawn
here, so its functions are loud; plugins put theirs in the place of them.
]]
-- fidelity: partial: settings and names; whatever works on the pixels of a page is loud
local DataStorage = require("datastorage")
local CanvasContext = require("document/canvascontext")

local KoptInterface = {
    ocrengine = "ocrengine",
    -- Where the languages of text recognition are.
    tessocr_data = DataStorage:getDataDir() .. "/data",
    ocr_lang = "eng",
    ocr_type = 3,
    last_context_size = nil,
    default_context_size = 1024 * 1024,
    screen_dpi = CanvasContext.screen and CanvasContext:getDPI() or 160,
}

local PREFIX = "kopt_"

--- Options of paged documents as they are by default, or as the reader wants them everywhere.
function KoptInterface:setDefaultConfigurable(configurable)
    for _, panel in ipairs(require("ui/data/koptoptions")) do
        for _, option in ipairs(panel.options) do
            local chosen = G_reader_settings:readSetting(PREFIX .. option.name)
            if chosen == nil then chosen = option.default_value end
            if chosen ~= nil then configurable[option.name] = chosen end
        end
    end
end

return KoptInterface
