--- Fingerprints, encodings and random ids.
local InfoMessage = require("ui/widget/infomessage")
local mime = require("mime")
local random = require("random")
local sha2 = require("ffi/sha2")
local UIManager = require("ui/uimanager")
local url = require("socket.url")
local util = require("util")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "digests" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.digests = {
        text = "Try digests",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "digests: " .. self.told })
end

function Plugin:try()
    local file = self.ui.document and self.ui.document.file
    self:tell(sha2.md5("abc"):sub(1, 8), sha2.sha256("abc"):sub(1, 8), sha2.bin_to_base64("abc"), mime.unb64("YWJj"),
        #random.uuid(), file and #util.partialMD5(file) or 32, url.escape("a b&c"), util.urlEncode("ä"))
end

return Plugin
