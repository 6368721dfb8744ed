--- KOReader's own settings and defaults.
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "readersettings" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.readersettings = {
        text = "Try readersettings",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "readersettings: " .. self.told })
end

function Plugin:try()
    local all = G_reader_settings:readSetting("readersettings_plugin", { level = 3 })
    all.level = all.level + 1
    G_reader_settings:saveSetting("readersettings_plugin", all)
    G_reader_settings:flipNilOrFalse("readersettings_flag")
    self:tell(G_reader_settings:readSetting("readersettings_plugin").level,
        G_reader_settings:isTrue("readersettings_flag"), G_reader_settings:nilOrTrue("readersettings_unknown"),
        type(G_defaults:readSetting("DCREREADER_VIEW_MODE")))
end

return Plugin
