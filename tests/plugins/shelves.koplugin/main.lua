--- Collections, history and what is known of books.
local BookList = require("ui/widget/booklist")
local InfoMessage = require("ui/widget/infomessage")
local ReadCollection = require("readcollection")
local ReadHistory = require("readhistory")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "shelves" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.shelves = {
        text = "Try shelves",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "shelves: " .. self.told })
end

function Plugin:firstBook()
    for _, item in ipairs(self.ui.file_chooser.item_table) do
        if item.is_file then return item.path end
    end
end

function Plugin:try()
    local file = self.ui.document and self.ui.document.file or self:firstBook()
    if not file then return self:tell("no books") end
    ReadCollection:addItem(file, ReadCollection.default_collection_name)
    ReadCollection:write({ [ReadCollection.default_collection_name] = true })
    local inside = ReadCollection:isFileInCollection(file, ReadCollection.default_collection_name)
    local names = 0
    for _ in pairs(ReadCollection.coll) do names = names + 1 end
    ReadCollection:removeItem(file, ReadCollection.default_collection_name)
    local latest = ReadHistory.hist[1]
    self:tell(inside, names, latest and latest.text, BookList.getBookStatus(file))
end

return Plugin
