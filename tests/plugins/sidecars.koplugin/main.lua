--- The sidecar of the open book and of another.
local DocSettings = require("docsettings")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local util = require("util")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "sidecars" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.sidecars = {
        text = "Try sidecars",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "sidecars: " .. self.told })
end

function Plugin:try()
    if not self.ui.document then
        return self:tell("another", DocSettings:hasSidecarFile("/mnt/onboard/other.epub"))
    end
    local own = self.ui.doc_settings
    own:saveSetting("sidecars_plugin", { seen = true })
    local summary = own:readSetting("summary") or {}
    local other = DocSettings:open("/mnt/onboard/other.epub")
    other:saveSetting("percent_finished", 0.25)
    other:flush()
    self:tell(summary.status, #(own:readSetting("partial_md5_checksum") or ""), DocSettings:hasSidecarFile(
        "/mnt/onboard/other.epub"), DocSettings:open("/mnt/onboard/other.epub"):readSetting("percent_finished"),
        select(2, util.splitFilePathName(DocSettings:getSidecarDir("/mnt/onboard/other.epub"))))
end

return Plugin
