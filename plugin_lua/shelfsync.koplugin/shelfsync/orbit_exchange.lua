--[[ The exchange of one sort of annotations of a book with a BookOrbit server, turn after turn: what is new or changed
here goes there, what is new, changed or deleted there is done here, and only what is safe on this disk is acknowledged.

The server takes a key that is missing from a complete list for a deletion, in every file of the book and for all of the
reader's devices. So a complete list is sent only when a deletion was seen with these eyes, and it holds everything that
the server is known to have from here, of other files too, but what was seen to go.

A sort is a table: `name`, `path` (the ack's has "-ack"), `most_keys`, `normal(item)` → { key=, datetime=, place=,
content=, updated=, body= } or nil, `apply(book, result, rows)` → ack, changes (see orbit_highlights.lua). ]]

local rapidjson = require("rapidjson")
local Account = require("shelfsync/account")
local Book = require("shelfsync/orbit_book")
local Log = require("shelfsync/log")
local Outbox = require("shelfsync/outbox")
local State = require("shelfsync/orbit_state")
local Text = require("shelfsync/orbit_text")

-- Whether what the server wants done is done here.
Account.define("two_way", true)

local Exchange = {}

local CHANGES = 50
-- The server converts places for the next request; an endless talk helps nobody.
local ROUNDS = 12
-- A book that nothing happened to is exchanged again after so many seconds.
local STALE = 6 * 3600

-- Books whose exchange was asked for: by account and fingerprint.
local wished = {}

local function slotOf(sort, hash)
    return sort.name .. " " .. hash
end

-- The next pass exchanges this book, whatever is known of it.
function Exchange.wish(account, hash)
    wished[account .. " " .. hash] = { highlight = true, bookmark = true }
end

-- What is here of a sort: the normal forms by key, and in the list's order.
function Exchange.present(sort, items)
    local by_key, list = {}, {}
    for _i, item in ipairs(items) do
        local normal = sort.normal(item)
        if normal and not by_key[normal.key] then
            normal.item = item
            by_key[normal.key], list[#list + 1] = normal, normal
        end
    end
    return by_key, list
end

-- Whether the server lacks something of what is here.
function Exchange.isNews(sort, account, hash, items)
    local rows = State.items(account, hash, sort.name)
    local present, list = Exchange.present(sort, items)
    for _i, normal in ipairs(list) do
        local row = rows[normal.key]
        if not row or row.content ~= normal.content then
            return true
        end
    end
    for key, row in pairs(rows) do
        if row.gone and not present[key] then
            return true
        end
    end
    return false
end

-- Something of this sort waits from now on.
function Exchange.note(sort, account, hash, title)
    return Outbox.add({ {
        account = account, kind = "annotation", slot = slotOf(sort, hash), hash = hash, title = title, at = os.time(),
        identity = ("%s %s %d"):format(sort.name, hash, os.time()), data = { sort = sort.name },
    } })
end

local function waitingOf(sort, account, hash)
    return Outbox.all({ account = account, kind = "annotation", slot = slotOf(sort, hash) })
end

-- What the server has to hear of: new items, and changed ones under a later time than the one it knows.
local function changesOf(list, rows)
    local changes = {}
    for _i, normal in ipairs(list) do
        local row = rows[normal.key]
        if not row or row.content ~= normal.content then
            if row and normal.updated <= row.updated then
                local now = Text.now()
                normal.updated = now > row.updated and now or Text.after(row.updated)
                normal.body.datetimeUpdated = normal.updated
            end
            changes[#changes + 1] = normal
        end
    end
    return changes
end

-- The keys of a complete list, and the rows that it tells to be gone; nil when nothing is gone, or it cannot be told.
local function completeKeys(sort, account, hash, present, rows)
    local gone, gone_times, kept = {}, {}, {}
    for key, row in pairs(rows) do
        if row.gone and not present[key] then
            gone[#gone + 1] = row
            gone_times[row.datetime] = true
        end
    end
    if #gone == 0 then
        return nil
    end
    local function keep(entry)
        kept[entry.key] = entry.datetime
    end
    for _key, normal in pairs(present) do
        keep(normal)
    end
    local book_id = State.values(account, hash).book_id
    local files = book_id and State.siblings(account, hash, book_id) or {}
    files[#files + 1] = hash
    for _i, file in ipairs(files) do
        for _key, row in pairs(file == hash and rows or State.items(account, file, sort.name)) do
            if not row.gone then
                keep(row)
            end
        end
    end
    local keys = rapidjson.array({})
    for key, datetime in pairs(kept) do
        -- An annotation of the same second would vouch for the one that is gone.
        keys[#keys + 1] = { k = key, dt = gone_times[datetime] and "1970-01-01 00:00:00" or datetime }
    end
    table.sort(keys, function(one, other) return one.k < other.k end)
    return #keys <= sort.most_keys and keys or nil, gone
end

local function talkOf(engine, sort, hash)
    local pass = engine.pass
    pass.talks = pass.talks or {}
    local name = slotOf(sort, hash)
    pass.talks[name] = pass.talks[name] or { rounds = 0 }
    return pass.talks[name]
end

-- Whether a book's turn has come: something waits, it was wished for, or nobody has looked for long.
function Exchange.isDue(engine, sort, hash, waiting)
    waiting = waiting or waitingOf(sort, engine.account.id, hash)
    local account, pass = engine.account.id, engine.pass
    if waiting[1] or pass.by_hand then
        return true
    end
    local wish = wished[account .. " " .. hash]
    if wish and wish[sort.name] then
        return true
    end
    local at = tonumber(State.values(account, hash)[sort.name .. "_at"])
    return pass.wanted[hash] == true and (not at or math.abs(os.time() - at) >= STALE)
end

local function finish(engine, sort, hash, talk)
    local account = engine.account.id
    local wish = wished[account .. " " .. hash]
    if wish then
        wish[sort.name] = nil
    end
    talk.is_over = true
    if not State.keep(account, hash, { [sort.name .. "_at"] = os.time() }, function(conn)
        Outbox.remove(conn, talk.waiting or {})
    end) then
        return engine:giveUpOnStorage()
    end
    engine.backoff:clear()
    engine:leave(hash)
end

local function acknowledge(engine, sort, hash, talk)
    local outcome = engine.protocol:ask(sort.path .. "-ack", hash, talk.ack, engine:limits())
    if outcome.kind ~= "done" then
        return engine:failed(hash, outcome, talk.waiting)
    end
    talk.ack = nil
    if not talk.goes_on then
        return finish(engine, sort, hash, talk)
    end
    engine:continue()
end

-- The server has what was sent.
local function keepSent(sort, account, hash, sent, gone)
    return State.keep(account, hash, {}, function(conn)
        for _i, normal in ipairs(sent) do
            State.putItem(conn, account, hash, sort.name, normal)
        end
        for _i, row in ipairs(gone or {}) do
            State.dropItem(conn, account, hash, sort.name, row.key)
        end
    end)
end

-- Does what the server wants done, and keeps it, before it is acknowledged. True when it could be kept.
local function apply(engine, sort, hash, talk, result)
    local account = engine.account.id
    local book = Book.find(hash, engine.reading)
    if not book or not engine.account:get("two_way") or type(result.toApply) ~= "table" then
        return true
    end
    local rows = State.items(account, hash, sort.name)
    local ack, done = sort.apply(book, result.toApply, rows)
    if done.changed and not book:save() then
        return false
    end
    if #ack.applied + #ack.deleted > 0 then
        talk.ack = ack
    end
    engine.pass.received = (engine.pass.received or 0) + (done.changed and done.changed or 0)
    return State.keep(account, hash, {}, function(conn)
        for _i, normal in ipairs(done.put) do
            State.putItem(conn, account, hash, sort.name, normal)
        end
        for _i, key in ipairs(done.drop) do
            State.dropItem(conn, account, hash, sort.name, key)
        end
    end)
end

local function goesOn(talk, result, rest, deferred)
    if talk.rounds >= ROUNDS then
        return false
    elseif rest > 0 or result.more == true then
        return true
    end
    -- Places that the server could not give yet come with the next request, if they come.
    local is_better = deferred > 0 and deferred ~= talk.deferred
    talk.deferred = deferred
    return is_better
end

local function answered(engine, sort, hash, talk, outcome, sent, rest, gone)
    local result, account = outcome.result, engine.account.id
    if not keepSent(sort, account, hash, sent, gone) or not apply(engine, sort, hash, talk, result) then
        return engine:giveUpOnStorage()
    end
    engine.pass.changes_sent = engine.pass.changes_sent + #sent + #(gone or {})
    local deferred = tonumber(result.skippedNoPosition or result.skippedConversion) or 0
    talk.goes_on = goesOn(talk, result, rest, deferred)
    if talk.ack or talk.goes_on then
        return engine:continue()
    end
    finish(engine, sort, hash, talk)
end

local function exchange(engine, sort, hash, talk)
    local account = engine.account.id
    local book = Book.find(hash, engine.reading)
    if not book then
        -- Nothing of it is here any more; an open reader brings it back.
        talk.is_over = true
        return Outbox.acknowledge(talk.waiting) and "next" or engine:giveUpOnStorage()
    end
    local rows = State.items(account, hash, sort.name)
    local present, list = Exchange.present(sort, book.items)
    local changes = changesOf(list, rows)
    local keys, gone = completeKeys(sort, account, hash, present, rows)
    -- A change of the same second would vouch for what is gone, too: deletions are told by themselves.
    local is_later = keys ~= nil and #changes > 0
    if is_later then
        keys, gone = nil, nil
    end
    local sent, bodies = {}, rapidjson.array({})
    for i = 1, math.min(#changes, CHANGES) do
        sent[i], bodies[i] = changes[i], changes[i].body
    end
    talk.rounds = talk.rounds + 1
    local outcome = sort.send(engine, hash, {
        keys = keys or rapidjson.array({}), keysComplete = keys ~= nil, changes = bodies,
    })
    if outcome.kind == "again" then
        return engine:continue()
    elseif outcome.kind ~= "done" then
        return engine:failed(hash, outcome, talk.waiting)
    end
    answered(engine, sort, hash, talk, outcome, sent, #changes - #sent + (is_later and 1 or 0), keys and gone)
end

-- Takes an item away, here. removed(item, index) is called when that was done in the open reader.
local function take(book, normal, removed)
    for index, item in ipairs(book.items) do
        if item == normal.item then
            if book.ui then
                book.ui.bookmark:removeItemByIndex(index)
                removed(item, index)
            else
                table.remove(book.items, index)
            end
            return
        end
    end
end

function Exchange.list(value)
    return type(value) == "table" and value or {}
end

-- The first part of a sort's `apply`: what the server wants deleted is, by its key and by nothing else. Returns the
-- acknowledgement and what came of it (see Highlights.apply), for the rest to go on with.
function Exchange.delete(book, wanted, present, removed)
    local ack = { applied = rapidjson.array({}), deleted = rapidjson.array({}) }
    local done = { put = {}, drop = {}, changed = false }
    for _i, found in ipairs(Exchange.list(wanted.delete)) do
        local normal = present[found.key]
        if normal then
            take(book, normal, removed)
            present[found.key] = nil
            done.changed = (done.changed or 0) + 1
        end
        done.drop[#done.drop + 1] = found.key
        ack.deleted[#ack.deleted + 1] = { serverId = found.serverId, status = "applied" }
    end
    return ack, done
end

-- A turn of the pass; see engine.lua.
function Exchange.turn(engine, sort, hash)
    local talk = talkOf(engine, sort, hash)
    if talk.is_over then
        return "next"
    elseif not talk.waiting then
        talk.waiting = waitingOf(sort, engine.account.id, hash)
        if not Exchange.isDue(engine, sort, hash, talk.waiting) then
            talk.is_over = true
            return "next"
        end
    end
    if talk.ack then
        return acknowledge(engine, sort, hash, talk)
    end
    Log.dbg("exchange of", sort.name, "round", talk.rounds + 1)
    return exchange(engine, sort, hash, talk)
end

return Exchange
