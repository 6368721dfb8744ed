--[[ What the reader is told, and when.

A toast at the end of a session unless silent mode is on; a message that stays for a while when the reader
asked for something. ]]

local InfoMessage = require("ui/widget/infomessage")
local Notification = require("ui/widget/notification")
local UIManager = require("ui/uimanager")
local Log = require("shelfsync/log")
local Queue = require("shelfsync/queue")
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

-- Why a session was not put into the queue.
function Messages.notKept(fault, settings)
    if fault == "short" then
        return T(_("Session not saved: shorter than %1 s"), settings:get("min_duration"))
    elseif fault == "still" then
        return _("Session not saved: no pages turned")
    end
    return _("Session not saved yet: the device's storage could not be written")
end

local REASONS = {
    offline = _("no network"),
    waiting = _("the server is given a rest"),
    unconfigured = _("no server configured"),
    manual = _("manual sync"),
    asleep = _("the device goes to sleep"),
    stopped = _("stopped"),
}

local function reasonOf(report)
    return Log.clean(REASONS[report.kind] or report.reason or report.kind)
end

local function waiting(count)
    return T(N_("1 session waits", "%1 sessions wait", count), count)
end

-- The sessions that the server may yet take; nil when the queue cannot be read.
local function stillWaiting(report)
    return report.left and report.left - report.refused
end

local function afterPlace(report, takes)
    if not takes.place then
        return report.kind and T(_("Not synced: %1"), reasonOf(report)) or _("Synced")
    elseif report.kind then
        return T(_("Reading position saved, not sent: %1"), reasonOf(report))
    elseif (report.places_left or 0) > 0 then
        return _("Reading position saved; the server did not take it yet")
    end
    return _("Reading position synced")
end

-- After a book was closed: one line. takes: by kind of change, who takes it, as Settings:takers().
function Messages.afterSession(report, takes)
    if not takes.session then
        return afterPlace(report, takes)
    end
    local count = stillWaiting(report)
    if not count then
        return _("Session saved, but the queue cannot be read")
    elseif report.kind then
        return T(_("Session saved, not sent: %1 (%2)"), reasonOf(report), waiting(count))
    elseif report.unknown > 0 and count > 0 then
        return T(_("Session saved: book not on the server yet (%1)"), waiting(count))
    elseif report.refused > 0 then
        return T(_("Session synced; %1 refused earlier"), report.refused)
    end
    return _("Session synced")
end

-- In manual mode, after a book was closed.
function Messages.savedForLater(takes)
    if not takes.session then
        return _("Reading position saved (manual sync)")
    end
    local count = Queue.count()
    return count and T(_("Session saved (%1 waiting, manual sync)"), count) or _("Session saved")
end

-- After "Sync pending now".
function Messages.afterSync(report)
    local lines = {}
    local function add(number, one, many)
        if number > 0 then
            lines[#lines + 1] = T(N_(one, many, number), number)
        end
    end
    local count = stillWaiting(report)
    add(report.sent, "1 session sent.", "%1 sessions sent.")
    add(report.places_sent or 0, "1 reading position sent.", "%1 reading positions sent.")
    add(report.changes_sent or 0, "1 change of a highlight, rating or status sent.",
        "%1 changes of highlights, ratings or status sent.")
    add(count or 0, "1 session waits.", "%1 sessions wait.")
    add(report.places_left or 0, "1 reading position waits.", "%1 reading positions wait.")
    add(report.changes_left or 0, "1 change of a highlight, rating or status waits.",
        "%1 changes of highlights, ratings or status wait.")
    add(report.unknown, "1 book is not on the server.", "%1 books are not on the server.")
    add(report.refused or 0, "The server refused 1 session.", "The server refused %1 sessions.")
    if not count then
        lines[#lines + 1] = _("The queue cannot be read.")
    end
    if report.kind then
        lines[#lines + 1] = T(_("Stopped: %1"), reasonOf(report))
    elseif #lines == 0 then
        lines[1] = _("Nothing is waiting.")
    end
    return table.concat(lines, "\n")
end

return Messages
