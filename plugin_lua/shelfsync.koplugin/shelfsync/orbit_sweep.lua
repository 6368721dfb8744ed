--[[ "Sync all books now": what this device has of every book it knows, from KOReader's history, its statistics and the
sidecars, put into the outbox for a BookOrbit server; then a pass, and the report that the server's settings page shows.

One book at a time, so that the screen answers; a tap ends it. A sidecar's place is as old as its last save, and is
offered as that: what the server has of later is not touched. ]]

local DocSettings = require("docsettings")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local lfs = require("libs/libkoreader-lfs")
local util = require("util")
local Bookmarks = require("shelfsync/orbit_bookmarks")
local Database = require("shelfsync/database")
local Events = require("shelfsync/orbit_events")
local Exchange = require("shelfsync/orbit_exchange")
local Highlights = require("shelfsync/orbit_highlights")
local Messages = require("shelfsync/messages")
local Places = require("shelfsync/places")
local State = require("shelfsync/orbit_state")
local States = require("shelfsync/orbit_states")
local Statistics = require("shelfsync/statistics")
local Transport = require("shelfsync/transport")
local T = require("ffi/util").template
local _ = require("gettext")

local Sweep = {}

-- Seconds between two books.
local PAUSE = 0.02

local function fingerprintOf(path, settings)
    local known = settings:readSetting("partial_md5_checksum")
    return type(known) == "string" and known:match("^%x+$") and #known == 32 and known:lower() or util.partialMD5(path)
end

local function notePlace(account, hash, title, settings, read_at)
    local fraction = tonumber(settings:readSetting("percent_finished"))
    local location = settings:readSetting("last_xpointer") or settings:readSetting("last_page")
    if not fraction or not location then
        return
    end
    local place = { identity = hash .. " " .. read_at, progress = fraction * 100, location = tostring(location),
        read_at = read_at }
    local waiting = Places.waiting(hash, account)
    if waiting and waiting.read_at >= read_at
        or not Places.isNews(hash, { progress = place.progress, location = place.location, stamp = "?" }, account) then
        return
    end
    Database.write(function(conn)
        Places.insert(conn, { hash = hash, title = title, place = place, takers = { place = { account } } })
        return true
    end)
end

-- A book that is open is looked at by the reader, and not here.
local function noteFile(account, entry, open_path)
    if entry.path == open_path or not DocSettings:hasSidecarFile(entry.path) then
        return nil
    end
    local settings = DocSettings:open(entry.path)
    local hash = fingerprintOf(entry.path, settings)
    if not hash then
        return nil
    end
    local title = entry.path:match("([^/]*)$")
    State.keepPaths({ [hash] = entry.path })
    notePlace(account, hash, title, settings, entry.at)
    States.note(account, hash, title, settings:readSetting("summary"))
    local items = settings:readSetting("annotations")
    for _i, sort in ipairs({ Highlights, Bookmarks }) do
        if type(items) == "table" and Exchange.isNews(sort, account, hash, items) then
            Exchange.note(sort, account, hash, title)
        end
    end
    return hash
end

-- The files of the history that are still there, each once.
local function files()
    local list = {}
    for _i, item in ipairs(require("readhistory").hist) do
        if lfs.attributes(item.file, "mode") == "file" then
            list[#list + 1] = { path = item.file, at = item.time or os.time() }
        end
    end
    return list
end

local function report(engine, counts, answer)
    local pass = engine.last_pass or {}
    engine.protocol:post("/sweeps", {
        booksMatched = counts.matched, pageStatsUploaded = pass.events_sent or 0,
        annotationsUpserted = pass.changes_sent or 0,
    }, Transport.PATIENT)
    Messages.answer(T(_("Books looked at: %1\nOn the server: %2\n%3"), counts.books, counts.matched, answer))
end

local function send(plugin, engine, counts)
    engine:start({
        by_hand = true,
        done = function(result)
            counts.matched = math.max(counts.books - (result.unknown or 0), 0)
            if result.kind then
                Messages.answer(Messages.afterSync(result))
            else
                UIManager:scheduleIn(0.1, report, engine, counts, Messages.afterSync(result))
            end
        end,
    })
    plugin.sweeping = nil
end

-- engine: of the BookOrbit account.
function Sweep.start(plugin, engine)
    if plugin.sweeping then
        return
    end
    local account, list = engine.account.id, files()
    local open_path = plugin.ui.document and plugin.ui.document.file
    local counts, seen = { books = 0, matched = 0 }, {}
    local notice = InfoMessage:new{ text = T(_("Looking through %1 books… Tap to stop."), #list) }
    plugin.sweeping = true
    notice.dismiss_callback = function() plugin.sweeping = nil end
    UIManager:show(notice)
    local function nextOne(i)
        if not plugin.sweeping then
            return
        elseif not list[i] then
            notice.dismiss_callback = nil
            UIManager:close(notice)
            for hash, book in pairs(Statistics.books()) do
                Events.note(account, hash, book.title)
                counts.books = counts.books + (seen[hash] and 0 or 1)
            end
            return send(plugin, engine, counts)
        end
        local hash = noteFile(account, list[i], open_path)
        if hash and not seen[hash] then
            seen[hash] = true
            counts.books = counts.books + 1
        end
        UIManager:scheduleIn(PAUSE, nextOne, i + 1)
    end
    UIManager:scheduleIn(PAUSE, nextOne, 1)
end

return Sweep
