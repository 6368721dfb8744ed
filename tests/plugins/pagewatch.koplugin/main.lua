--- Counts pages as the reader turns them.
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "pagewatch" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.pagewatch = {
        text = "Try pagewatch",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "pagewatch: " .. self.told })
end

local function note(self, name)
    self.events = self.events or {}
    if self.events[#self.events] ~= name then table.insert(self.events, name) end
end

function Plugin:onReaderReady()
    note(self, "ready")
    self.started_at = os.time()
    self.pages = 0
end

function Plugin:onPageUpdate(page)
    if not self.started_at or page == self.last_page then return end
    note(self, "page")
    self.last_page, self.pages = page, self.pages + 1
end

function Plugin:onPosUpdate(_pos, page) self:onPageUpdate(page) end

function Plugin:onCloseDocument()
    note(self, "close")
    local where = self.ui.rolling and self.ui.rolling:getLastProgress() or self.ui.paging:getLastProgress()
    G_reader_settings:saveSetting("pagewatch_last", {
        pages = self.pages, seconds = os.time() - self.started_at, where = tostring(where),
        percent = self.ui.rolling and self.ui.rolling:getLastPercent() or self.ui.paging:getLastPercent(),
        total = self.ui.document:getPageCount(),
    })
end

function Plugin:onEndOfBook() note(self, "end") end

function Plugin:try()
    self:tell(self.events and table.concat(self.events, " ") or "nothing", self.pages)
end

return Plugin
