--- Commands of the system, there or not.
local DataStorage = require("datastorage")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "commands" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.commands = {
        text = "Try commands",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "commands: " .. self.told })
end

function Plugin:try()
    local dir = DataStorage:getDataDir() .. "/commands_plugin"
    local made = os.execute("mkdir -p '" .. dir .. "/deep'")
    local file = io.open(dir .. "/deep/a.txt", "w")
    file:write("x") file:close()
    local pipe = io.popen("ls '" .. dir .. "/deep' 2>/dev/null")
    local listed = pipe:read("*l")
    pipe:close()
    local missing = os.execute("curl --version >/dev/null 2>&1")
    self:tell(made, listed, missing ~= 0, os.execute("rm -rf '" .. dir .. "'"), io.open(dir .. "/deep/a.txt") == nil)
end

return Plugin
