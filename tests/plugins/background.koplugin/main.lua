--- Work in a sub-process, with a message meanwhile.
local ffiutil = require("ffi/util")
local InfoMessage = require("ui/widget/infomessage")
local Trapper = require("ui/trapper")
local UIManager = require("ui/uimanager")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "background" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.background = {
        text = "Try background",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "background: " .. self.told })
end

function Plugin:try()
    local shared = { touched = false }
    Trapper:wrap(function()
        Trapper:info("Working…")
        local completed, sum, list = Trapper:dismissableRunInSubprocess(function()
            shared.touched = true
            ffiutil.sleep(2)
            return 6 * 7, { "a", "b" }
        end, "Working on it")
        Trapper:clear()
        local pid, fd = ffiutil.runInSubProcess(function(_, out) ffiutil.writeToFD(out, "piped", true) end, true)
        while not ffiutil.isSubProcessDone(pid) do ffiutil.usleep(1000) end
        self:tell(completed, sum, #list, shared.touched, ffiutil.readAllFromFD(fd))
    end)
end

return Plugin
