--- Files and folders, walked and written.
local DataStorage = require("datastorage")
local ffiutil = require("ffi/util")
local InfoMessage = require("ui/widget/infomessage")
local lfs = require("libs/libkoreader-lfs")
local UIManager = require("ui/uimanager")
local util = require("util")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "library" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.library = {
        text = "Try library",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "library: " .. self.told })
end

function Plugin:try()
    local root = DataStorage:getDataDir() .. "/library_plugin"
    util.makePath(root .. "/one/two")
    util.writeToFile("text", root .. "/one/two/book.txt")
    local found = {}
    util.findFiles(root, function(path, name, attr) found[#found + 1] = name .. attr.size end)
    local count = 0
    for entry in lfs.dir(root) do if entry ~= "." and entry ~= ".." then count = count + 1 end end
    local dir, name = util.splitFilePathName(root .. "/one/two/book.txt")
    local pure, suffix = util.splitFileNameSuffix(name)
    local real = ffiutil.realpath(dir) ~= nil
    os.rename(root .. "/one/two/book.txt", root .. "/moved.txt")
    local moved = lfs.attributes(root .. "/moved.txt", "mode")
    ffiutil.purgeDir(root)
    self:tell(found[1], count, pure, suffix, real, moved, util.pathExists(root), util.getSafeFilename("a/b:c"))
end

return Plugin
