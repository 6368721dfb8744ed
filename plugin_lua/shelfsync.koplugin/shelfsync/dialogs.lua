--[[ The dialogs behind the menu: address, accounts, numbers, the queue's contents. ]]

local ConfirmBox = require("ui/widget/confirmbox")
local InputDialog = require("ui/widget/inputdialog")
local KeyValuePage = require("ui/widget/keyvaluepage")
local MultiInputDialog = require("ui/widget/multiinputdialog")
local SpinWidget = require("ui/widget/spinwidget")
local UIManager = require("ui/uimanager")
local Log = require("shelfsync/log")
local Outbox = require("shelfsync/outbox")
local Places = require("shelfsync/places")
local Queue = require("shelfsync/queue")
local Servers = require("shelfsync/servers")
local T = require("ffi/util").template
local _ = require("gettext")

local Dialogs = {}

-- A queue of years must not become a page list of years.
local DETAILS = 200

local function change(entry)
    local text = os.date("%Y-%m-%d %H:%M", entry.at)
    if entry.last_error then
        text = text .. " – " .. entry.last_error
    end
    if entry.refused then
        text = text .. " " .. _("(stands aside until you sync by hand)")
    end
    return { T("%1: %2", Servers.changeName(entry.kind), entry.title), text }
end

local function buttons(dialog_of, save)
    return {
        {
            { text = _("Cancel"), id = "close", callback = function() UIManager:close(dialog_of()) end },
            {
                text = _("Save"),
                is_enter_default = true,
                callback = function()
                    local dialog = dialog_of()
                    save(dialog)
                    UIManager:close(dialog)
                end,
            },
        },
    }
end

function Dialogs.address(settings, changed)
    local dialog
    dialog = InputDialog:new{
        title = _("Server address"),
        input = settings:get("server_url"),
        input_hint = "http://books.example:6060",
        buttons = buttons(function() return dialog end, function(shown)
            settings:set("server_url", shown:getInputText())
            changed()
        end),
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

-- One text setting; a secret is not shown while it is typed.
function Dialogs.text(title, hint, settings, key, is_secret, changed)
    local dialog
    dialog = InputDialog:new{
        title = title,
        input = settings:get(key),
        input_hint = hint,
        text_type = is_secret and "password" or nil,
        buttons = buttons(function() return dialog end, function(shown)
            settings:set(key, (shown:getInputText():gsub("^%s+", ""):gsub("%s+$", "")))
            changed()
        end),
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

-- keys: the settings of name and password.
function Dialogs.account(title, settings, keys, changed)
    local dialog
    dialog = MultiInputDialog:new{
        title = title,
        fields = {
            { text = settings:get(keys.name), hint = _("User name") },
            { text = settings:get(keys.password), hint = _("Password"), text_type = "password" },
        },
        buttons = buttons(function() return dialog end, function(shown)
            local fields = shown:getFields()
            settings:set(keys.name, fields[1])
            settings:set(keys.password, fields[2])
            changed()
        end),
    }
    UIManager:show(dialog)
    dialog:onShowKeyboard()
end

local function number(title, info, settings, key, limits, changed)
    UIManager:show(SpinWidget:new{
        title_text = title,
        info_text = info,
        value = settings:get(key),
        value_min = 0,
        value_max = limits.most,
        value_step = limits.step,
        value_hold_step = limits.leap,
        default_value = limits.default,
        unit = limits.unit,
        callback = function(spin)
            settings:set(key, spin.value)
            changed()
        end,
    })
end

function Dialogs.minimumDuration(settings, changed)
    number(_("Minimum duration"), _("Shorter sessions are not saved."), settings, "min_duration",
        { most = 3600, step = 5, leap = 60, default = 30, unit = "s" }, changed)
end

function Dialogs.idleLimit(settings, changed)
    number(_("Idle limit"),
        _("When no page is turned for so long, the session ended with the last page turned. 0: never."),
        settings, "idle_minutes", { most = 1440, step = 5, leap = 60, default = 60, unit = "min" }, changed)
end

function Dialogs.queueCap(settings, changed)
    number(_("Sessions kept"), _("When more wait, the oldest are dropped. 0: all are kept."),
        settings, "queue_cap", { most = 10000, step = 10, leap = 100, default = settings:get("queue_cap") }, changed)
end

function Dialogs.pagesBeforePush(settings, changed)
    number(_("Push position every # pages"), _("Once no page is turned for a while. 0: only at the end."),
        settings, "pages_before_push", { most = 999, step = 1, leap = 10, default = 10 }, changed)
end

local function percent(value)
    return ("%.1f %%"):format(value)
end

local function sessionRow(session)
    local text = T(_("%1, %2 min, %3 → %4"), os.date("%Y-%m-%d %H:%M", session.start_time),
        math.floor(session.duration / 60 + 0.5), percent(session.start_progress), percent(session.end_progress))
    if session.last_error then
        text = text .. " – " .. session.last_error
    end
    if session.refused then
        text = text .. " " .. _("(stands aside until you sync by hand)")
    end
    return { session.title, text }
end

local function placeRow(place)
    local text = T(_("%1, at %2"), os.date("%Y-%m-%d %H:%M", place.read_at), percent(place.progress))
    if place.last_error then
        text = text .. " – " .. place.last_error
    end
    return { place.title, text }
end

-- What else waits: everything but sessions and places.
local function otherChanges()
    local rows = {}
    for _i, kind in ipairs(Servers.CHANGES) do
        if kind.kind ~= "session" and kind.kind ~= "place" then
            for _j, entry in ipairs(Outbox.all({ kind = kind.kind }, DETAILS)) do
                rows[#rows + 1] = change(entry)
            end
        end
    end
    return rows
end

-- state = { servers= (addresses), wait= (seconds until the next try) }
function Dialogs.details(state)
    local left, refused = Queue.count()
    local pairs_shown = {
        { _("Waiting sessions"), left and left - refused or _("cannot be read") },
        { _("Refused by the server"), refused or 0 },
        { _("Sent so far"), Queue.sentCount() },
        { _("Server"), state.servers ~= "" and Log.clean(state.servers) or _("not set") },
        { _("Next try"), state.wait > 0 and T(_("in %1 s"), math.ceil(state.wait)) or _("as soon as possible") },
    }
    local dropped = Queue.droppedCount()
    if dropped > 0 then
        pairs_shown[#pairs_shown + 1] = { _("Dropped because the queue was full"), dropped }
    end
    local places = Places.all()
    if #places > 0 then
        pairs_shown[#pairs_shown + 1] = { _("Waiting reading positions"), #places }
    end
    for _i, place in ipairs(places) do
        pairs_shown[#pairs_shown + 1] = placeRow(place)
    end
    for _i, row in ipairs(otherChanges()) do
        pairs_shown[#pairs_shown + 1] = row
    end
    local sessions = Queue.all(DETAILS)
    if #sessions > 0 then
        pairs_shown[#pairs_shown + 1] = "---"
    end
    for _i, session in ipairs(sessions) do
        pairs_shown[#pairs_shown + 1] = sessionRow(session)
    end
    if left and left > #sessions then
        pairs_shown[#pairs_shown + 1] = { "…", T(_("%1 more"), left - #sessions) }
    end
    UIManager:show(KeyValuePage:new{ title = _("Waiting sessions"), kv_pairs = pairs_shown })
end

function Dialogs.clear(cleared)
    local left = Queue.count() or 0
    UIManager:show(ConfirmBox:new{
        text = T(_("Delete %1 waiting sessions? They have not been sent and will be lost."), left),
        ok_text = _("Delete"),
        ok_callback = function()
            Queue.clear()
            cleared()
        end,
    })
end

-- count: changes that wait for that server.
function Dialogs.removeServer(name, count, remove)
    local text = count > 0 and T(_("Remove %1? %2 changes wait for it and will not be sent there."), name, count)
        or T(_("Remove %1?"), name)
    UIManager:show(ConfirmBox:new{ text = text, ok_text = _("Remove"), ok_callback = remove })
end

return Dialogs
