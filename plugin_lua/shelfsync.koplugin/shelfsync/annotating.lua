--[[ The feature that puts changes of highlights, notes and bookmarks into the outbox: when a book is opened, closed, or
the device goes to sleep. ]]

local Annotations = require("shelfsync/annotations")
local Cfi = require("shelfsync/cfi")
local Database = require("shelfsync/database")
local Epub = require("shelfsync/epub")
local Log = require("shelfsync/log")
local Outbox = require("shelfsync/outbox")
local Servers = require("shelfsync/servers")

local Annotating = {}

local KIND = "annotation"

-- Keys of what the reader was seen to delete, by book; and of what the open book's list had since it was opened.
local removed_by_book = {}
local seen = {}

-- What was in the list of this very opening and is there no more was deleted, also where KOReader tells of nothing (a
-- page bookmark deleted from the list of bookmarks). What is there again was not.
local function notice(hash, items)
    local removed, here = removed_by_book[hash] or {}, {}
    for _i, item in ipairs(items) do
        here[item.key] = true
        removed[item.key] = nil
    end
    for key in pairs(seen) do
        if not here[key] then
            removed[key] = true
        end
    end
    removed_by_book[hash], seen = removed, here
    return removed
end

-- A place for readers on the web, where the document has any: for a page of a PDF one of its own that leads to the
-- page, apart for each place on it.
local function cfiOf(item, epub, is_pdf)
    if epub and not item.is_paged and item.first then
        local first, last = item.first, item.last or item.first
        return Cfi.range(epub, first, last)
    elseif is_pdf and item.page then
        local point = item.point or { x = 0, y = 0 }
        local offset = math.floor(point.y) * 10000 + math.floor(point.x)
        return ("epubcfi(/6/%d!/4/2,/1:%d,/1:%d)"):format(2 * item.page, offset, offset)
    end
    return nil
end

local function entryOf(account, book, key, digest, data)
    return {
        account = account.id, kind = KIND, slot = book.hash .. " " .. key, identity = key .. " " .. digest,
        hash = book.hash, title = book.title, at = os.time(), data = data,
    }
end

-- What waits for a server already, by key: its identity.
local function waitingFor(account, hash)
    local waiting = {}
    for _i, entry in ipairs(Outbox.all({ account = account.id, kind = KIND, hash = hash })) do
        waiting[entry.data.key] = entry.identity
    end
    return waiting
end

-- The entries that a server needs, given the reader's items, what the server has, and what waits for it.
local function entriesFor(account, book, items, known, waiting, removed, cfi)
    local changed, gone = Annotations.compare(items, known, removed)
    local entries = {}
    local function add(key, digest, data)
        data.key = key
        local entry = entryOf(account, book, key, digest, data)
        if waiting[key] ~= entry.identity then
            entries[#entries + 1] = entry
        end
    end
    for _i, item in ipairs(changed) do
        add(item.key, item.digest, { item = item, cfi = cfi(item) })
    end
    for _i, key in ipairs(gone) do
        add(key, "gone", { gone = true })
    end
    return entries
end

-- A change that was taken back before it was sent has nothing to say any more: what waits of an item that is gone, and
-- that the server never had, leaves; so does an edit that was undone.
local function withdraw(conn, account, book, items, known, waiting, removed)
    local here = {}
    for _i, item in ipairs(items) do
        here[item.key] = item.digest
    end
    for key in pairs(waiting) do
        local has = known[key]
        if (not has and here[key] == nil and removed[key]) or (has and here[key] == has.digest) then
            Database.run(conn, "DELETE FROM outbox WHERE account = ? AND kind = ? AND slot = ?", account.id, KIND,
                book.hash .. " " .. key)
        end
    end
end

-- Looks through the open book for every server that takes highlights of this kind. True when anything is to be sent.
function Annotating.collect(plugin)
    local hash = plugin.reading:book()
    local items = hash and Annotations.live(plugin.ui)
    if not items then
        return false
    end
    local file = plugin.ui.document.file
    local is_epub, is_pdf = file:lower():match("%.epub$") ~= nil, file:lower():match("%.pdf$") ~= nil
    local epub
    local function cfi(item)
        if is_epub and epub == nil then
            epub = Epub.open(file) or false
        end
        return cfiOf(item, epub or nil, is_pdf)
    end
    local book = { hash = hash, title = plugin.reading.session.title }
    local removed, found = notice(hash, items), false
    for _i, account in ipairs(plugin.settings:accounts()) do
        if account:takes()[KIND] and Servers.find(account:kind()).outbox_annotations then
            local known, waiting = Annotations.known(account.id, hash), waitingFor(account, hash)
            local entries = known and entriesFor(account, book, items, known, waiting, removed, cfi) or {}
            local kept = known and Database.write(function(conn)
                withdraw(conn, account, book, items, known, waiting, removed)
                for _j, entry in ipairs(entries) do
                    Outbox.insert(conn, entry)
                end
                return true
            end)
            found = found or (kept and #entries > 0)
        end
    end
    if epub then
        epub:close()
    end
    return found
end

function Annotating.opened(plugin)
    seen = {}
    if Annotating.collect(plugin) then
        Log.dbg("highlights changed while nobody looked")
    end
end

-- Made and deleted between two looks at the list.
function Annotating.annotated(plugin, items)
    local hash = plugin.reading:book()
    local item = hash and type(items) == "table" and (items.index_modified or 0) < 0 and Annotations.item(items[1])
    if item then
        removed_by_book[hash] = removed_by_book[hash] or {}
        removed_by_book[hash][item.key] = true
    end
end

Annotating.closing = Annotating.collect
Annotating.suspending = Annotating.collect

function Annotating.accountChanged(_plugin, account)
    Annotations.forgetAll(account.id)
end

return Annotating
