--[[ "Test connection": each of the protocol's checks in a turn of the main loop of its own, then the answer. ]]

local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local Messages = require("shelfsync/messages")
local Transport = require("shelfsync/transport")
local _ = require("gettext")

local Check = {}

-- Seconds: the message is painted before the first request freezes the screen.
local PAUSE = 0.1

local function line(name, problem)
    return (problem and "✗ " or "✓ ") .. name .. (problem and ": " .. problem or "")
end

function Check.run(protocol)
    local checks, lines = protocol:checks(), {}
    local notice = InfoMessage:new{ text = _("Testing the connection…") }
    local function nextOne(i)
        local check = checks[i]
        if not check then
            UIManager:close(notice)
            Messages.answer(table.concat(lines, "\n"))
            return
        end
        lines[i] = line(check.name, check.run(Transport.PATIENT))
        UIManager:scheduleIn(PAUSE, nextOne, i + 1)
    end
    UIManager:show(notice)
    UIManager:scheduleIn(PAUSE, nextOne, 1)
end

return Check
