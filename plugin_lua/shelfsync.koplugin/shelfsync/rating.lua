--[[ Ratings: the stars that the reader gives a book in KOReader, or a number from 1 to 10 asked at the end of a book.

The feature puts a rating into the outbox when it differs from what the server was last told; the handler sends it. A
book without stars says nothing: nobody takes a rating away by not giving one. ]]

local SpinWidget = require("ui/widget/spinwidget")
local UIManager = require("ui/uimanager")
local Choices = require("shelfsync/choices")
local Database = require("shelfsync/database")
local Outbox = require("shelfsync/outbox")
local Settings = require("shelfsync/settings")
local T = require("ffi/util").template
local _ = require("gettext")

-- "stars": KOReader's, twice; "ask": at the end of the book; "off".
Settings.define("rating_mode", "stars")

local Rating = { kind = "rating" }

-- Percent: a book read so far is finished. Seconds: after the book has closed.
local FINISHED, ASK_AFTER = 99, 2

local MODES = {
    { key = "stars", name = _("KOReader's stars") },
    { key = "ask", name = _("Ask at the end of a book (1–10)") },
    { key = "off", name = _("Do not send ratings") },
}

-- What a server was last told of a book; nil when nothing.
local function told(account, hash)
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT rating FROM rated WHERE account = ? AND hash = ?", account, hash)[1]
    end)
    return row and tonumber(row[1])
end

local function tell(conn, account, hash, rating)
    Database.run(conn, "INSERT OR REPLACE INTO rated(account, hash, rating) VALUES(?, ?, ?)", account, hash, rating)
end

-- Puts a rating (1 to 10) into the outbox for every server that takes ratings and does not know it yet; so that a
-- rating changed back before it was sent is not sent, what waits is replaced in any case.
local function enter(settings, hash, title, rating)
    local takers = settings:takers().rating or {}
    Database.write(function(conn)
        for _i, account in ipairs(takers) do
            local waits = Outbox.count({ account = account, kind = Rating.kind, hash = hash })
            if told(account, hash) ~= rating then
                Outbox.insert(conn, {
                    account = account, kind = Rating.kind, slot = hash, identity = hash .. " " .. rating, hash = hash,
                    title = title, at = os.time(), data = { rating = rating },
                })
            elseif waits and waits > 0 then
                Database.run(conn, "DELETE FROM outbox WHERE account = ? AND kind = ? AND slot = ?", account,
                    Rating.kind, hash)
            end
        end
        return true
    end)
end

local function stars(ui)
    local summary = ui.doc_settings and ui.doc_settings:readSetting("summary")
    local value = type(summary) == "table" and tonumber(summary.rating)
    return value and value >= 1 and math.min(math.floor(value), 5) or nil
end

local function ask(plugin, hash, title)
    UIManager:show(SpinWidget:new{
        title_text = _("Rate this book"),
        info_text = title,
        value = 8,
        value_min = 1,
        value_max = 10,
        value_hold_step = 3,
        ok_text = _("Submit"),
        ok_always_enabled = true,
        callback = function(spin)
            enter(plugin.settings, hash, title, spin.value)
            plugin:syncSoon(1, hash)
        end,
    })
end

local function isUnrated(settings, hash)
    for _i, account in ipairs(settings:takers().rating or {}) do
        if not told(account, hash) and Outbox.count({ account = account, kind = Rating.kind, hash = hash }) == 0 then
            return true
        end
    end
    return false
end

-- Where the book is rated with KOReader's own stars.
local function collect(plugin)
    local hash = plugin.reading:book()
    local value = hash and plugin.settings:get("rating_mode") == "stars" and stars(plugin.ui)
    if value then
        enter(plugin.settings, hash, plugin.reading.session.title, 2 * value)
    end
end

Rating.opened = collect
Rating.suspending = collect

function Rating.closing(plugin)
    collect(plugin)
    local hash = plugin.reading:book()
    if hash and plugin.settings:get("rating_mode") == "ask" and plugin.reading:progress() >= FINISHED
        and isUnrated(plugin.settings, hash) then
        local title = plugin.reading.session.title
        UIManager:scheduleIn(ASK_AFTER, function() ask(plugin, hash, title) end)
    end
end

function Rating.accountChanged(_plugin, account)
    Database.write(function(conn)
        Database.run(conn, "DELETE FROM rated WHERE account = ?", account.id)
        return true
    end)
end

function Rating.menu(plugin)
    local settings = plugin.settings
    if not settings:takers().rating then
        return {}
    end
    return { sync = { {
        text_func = function()
            for _i, mode in ipairs(MODES) do
                if mode.key == settings:get("rating_mode") then
                    return T(_("Ratings: %1"), mode.name)
                end
            end
            return _("Ratings")
        end,
        sub_item_table = Choices.items(settings, "rating_mode", MODES),
    } } }
end

-- A turn of the sync pass; at most one request.
function Rating.turn(engine, hash, id)
    local account = engine.account.id
    local entry = Outbox.ofBook(account, Rating.kind, hash, 1)[1]
    if not entry then
        return "next"
    end
    local outcome = engine.protocol:sendRating(id, entry.data.rating, engine:limits())
    if outcome.kind ~= "done" then
        return engine:failed(hash, outcome, { entry })
    end
    local noted = Outbox.acknowledge({ entry }, function(conn) tell(conn, account, hash, entry.data.rating) end)
    if not noted then
        return engine:giveUpOnStorage()
    end
    engine.backoff:clear()
    engine.pass.changes_sent = engine.pass.changes_sent + 1
    engine:leave(hash)
end

return Rating
