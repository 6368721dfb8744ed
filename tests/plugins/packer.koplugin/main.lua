--- Archives written and unpacked.
local Archiver = require("ffi/archiver")
local DataStorage = require("datastorage")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local util = require("util")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "packer" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.packer = {
        text = "Try packer",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "packer: " .. self.told })
end

function Plugin:try()
    local path = DataStorage:getDataDir() .. "/packer.epub"
    local writer = Archiver.Writer:new()
    if not writer:open(path, "epub") then return self:tell("cannot write", writer.err) end
    writer:setZipCompression("store")
    writer:addFileFromMemory("mimetype", "application/epub+zip")
    writer:setZipCompression("deflate")
    writer:addFileFromMemory("OEBPS/a.xhtml", ("text "):rep(100))
    writer:close()
    local reader = Archiver.Reader:new()
    local names, first = {}, nil
    if reader:open(path) then
        for entry in reader:iterate() do
            names[#names + 1] = entry.path
            if entry.mode == "file" and not first then first = reader:extractToMemory(entry.path) end
        end
        reader:extractToPath("OEBPS/a.xhtml", DataStorage:getDataDir() .. "/unpacked/a.xhtml")
        reader:close()
    end
    self:tell(#names, first, #util.readFromFile(DataStorage:getDataDir() .. "/unpacked/a.xhtml", "rb"))
end

return Plugin
