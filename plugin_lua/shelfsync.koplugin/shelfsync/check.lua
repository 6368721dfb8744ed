--[[ "Test connection": each check of each server in a turn of the main loop of its own, then the answer. ]]

local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local Messages = require("shelfsync/messages")
local Transport = require("shelfsync/transport")
local T = require("ffi/util").template
local _ = require("gettext")

local Check = {}

-- Seconds: the message is painted before the first request freezes the screen.
local PAUSE = 0.1

local function line(name, problem)
    return (problem and "✗ " or "✓ ") .. name .. (problem and ": " .. problem or "")
end

-- The checks of all servers that are set up; with several, each names its server.
local function allChecks(engines)
    local checks = {}
    for _i, engine in ipairs(engines) do
        for _j, check in ipairs(engine.account:isConfigured() and engine.protocol:checks() or {}) do
            local name = #engines > 1 and T("%1: %2", engine.account:name(), check.name) or check.name
            checks[#checks + 1] = { name = name, run = check.run }
        end
    end
    return checks
end

-- well() is called after the answer when nothing was found wrong.
function Check.run(engines, well)
    local checks, lines = allChecks(engines), {}
    local is_well = #checks > 0
    local notice = InfoMessage:new{ text = _("Testing the connection…") }
    local function nextOne(i)
        local check = checks[i]
        if not check then
            UIManager:close(notice)
            Messages.answer(table.concat(lines, "\n"))
            if is_well then
                well()
            end
            return
        end
        local problem = check.run(Transport.PATIENT)
        is_well = is_well and not problem
        lines[i] = line(check.name, problem)
        UIManager:scheduleIn(PAUSE, nextOne, i + 1)
    end
    UIManager:show(notice)
    UIManager:scheduleIn(PAUSE, nextOne, 1)
end

return Check
