--[[ The server knows a place that this device neither stored nor has seen: whose counts, and whether to go there.

The newest reading wins. While a book is open the reader decides, by the settings: go there, be asked, or stay. ]]

local ConfirmBox = require("ui/widget/confirmbox")
local UIManager = require("ui/uimanager")
local Messages = require("shelfsync/messages")
local Places = require("shelfsync/places")
local T = require("ffi/util").template
local _ = require("gettext")

local Follow = {}

-- Percent: closer than this is the same place; page numbers of two devices seldom agree exactly.
local NEAR = 1
-- Who has turned so many pages has settled down to read, and is asked before the book moves.
local SETTLED = 5

-- The server, book and stamp of the question that is on the screen.
local asking = nil

local function described(found)
    local percent = ("%.0f %%"):format(found.progress)
    return found.device and T(_("%1 (%2)"), percent, found.device) or percent
end

local function ask(engine, hash, found)
    local question = table.concat({ engine.account.id, hash, found.stamp }, " ")
    if asking == question then
        return
    end
    asking = question
    local reading = engine.reading
    local function answered(go)
        asking = nil
        if reading:book() ~= hash then
            return
        elseif go then
            Places.see(hash, found, true, engine.account.id)
            reading:jump(found.progress, found.location)
        else
            Places.see(hash, found, false, engine.account.id)
            reading:keepPlace()
            engine:start({ hash = hash })
        end
    end
    UIManager:show(ConfirmBox:new{
        text = T(_("You have read on elsewhere: %1. Here you are at %2.\nGo there?"), described(found),
            ("%.0f %%"):format(reading:progress())),
        ok_text = _("Go there"),
        cancel_text = _("Stay here"),
        ok_callback = function() answered(true) end,
        cancel_callback = function() answered(false) end,
    })
end

-- Whose place counts when the book is not open, or the reader wants to be left alone.
local function newest(found, waiting)
    if waiting and found.at and found.at > waiting.read_at then
        return "theirs"
    end
    return "ours"
end

-- found: the server's place; waiting: ours in the outbox, or nil. Returns "theirs" (what waits here is older, and
-- leaves), "ours" (it may be sent), or "hold" (the reader is being asked; nothing is sent until then).
function Follow.meet(engine, hash, found, waiting)
    local reading = engine.reading
    if not reading or reading:book() ~= hash then
        return newest(found, waiting)
    end
    local distance = found.progress - reading:progress()
    -- Some web readers store 0 while they open a book; nobody has read anything by that.
    if found.progress <= 0 or math.abs(distance) <= NEAR then
        return "ours"
    elseif waiting and waiting.read_at < reading:since() and newest(found, waiting) == "ours" then
        return "ours"
    end
    local mode = engine.account:pullMode(distance > 0)
    if mode == "never" then
        return newest(found, waiting)
    elseif mode == "silent" and reading:turned() < SETTLED then
        reading:jump(found.progress, found.location)
        Messages.toast(T(_("Moved to where you have read on: %1"), described(found)))
        return "theirs"
    end
    ask(engine, hash, found)
    return "hold"
end

return Follow
