--[[ What the reader is told, and when.

A toast at the end of a session unless silent mode is on; a message that stays for a while when the reader
asked for something. ]]

local InfoMessage = require("ui/widget/infomessage")
local Notification = require("ui/widget/notification")
local UIManager = require("ui/uimanager")
local T = require("ffi/util").template
local _ = require("gettext")
local N_ = _.ngettext

local Messages = {}

function Messages.toast(text)
    UIManager:show(Notification:new{ text = text, timeout = 3 })
end

function Messages.answer(text)
    UIManager:show(InfoMessage:new{ text = text, timeout = 5 })
end

-- Why a session was not kept.
function Messages.notKept(fault, settings)
    if fault == "short" then
        return T(_("Session not saved: shorter than %1 s"), settings:get("min_duration"))
    elseif fault == "still" then
        return _("Session not saved: no pages turned")
    end
    return _("Session not saved: the device's storage could not be written")
end

local REASONS = {
    offline = _("no network"),
    waiting = _("the server is given a rest"),
    unconfigured = _("no server configured"),
}

local function waiting(report)
    return T(N_("1 session waits", "%1 sessions wait", report.left), report.left)
end

-- After a book was closed: one line.
function Messages.afterSession(report)
    if report.left == 0 then
        return _("Session synced")
    elseif report.kind == nil and report.unknown > 0 then
        return T(_("Session saved: book not on the server yet (%1)"), waiting(report))
    end
    local why = REASONS[report.kind] or report.reason or _("unknown")
    return T(_("Session saved, not sent: %1 (%2)"), why, waiting(report))
end

-- After "Sync pending now".
function Messages.afterSync(report)
    local lines = {}
    local function count(number, one, many)
        if number > 0 then
            lines[#lines + 1] = T(N_(one, many, number), number)
        end
    end
    count(report.sent, "1 session sent.", "%1 sessions sent.")
    count(report.left, "1 session waits.", "%1 sessions wait.")
    count(report.unknown, "1 book is not on the server.", "%1 books are not on the server.")
    count(report.refused, "The server refused 1 session.", "The server refused %1 sessions.")
    if report.kind then
        lines[#lines + 1] = T(_("Stopped: %1"), REASONS[report.kind] or report.reason or report.kind)
    end
    if #lines == 0 then
        lines[1] = _("Nothing is waiting.")
    end
    return table.concat(lines, "\n")
end

return Messages
