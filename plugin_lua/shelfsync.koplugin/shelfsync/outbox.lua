--[[ The outbox: every change that a server has not acknowledged, of every kind and for every server.

An entry is { account=, kind=, slot=, identity=, hash=, title=, began=, at=, data= }:

  account   the server it is for, as Account.id
  kind      "session", "place", "annotation", "rating", "status", …: the handler that sends it (see engine.lua)
  slot      the rule of what replaces what: an entry takes the place of the older one with the same account, kind and
            slot. What must never be replaced, a reading session, has its identity for a slot
  identity  made once, when the change was; a repeated delivery carries the same one
  hash      the book's fingerprint; title is for the reader's eyes
  began, at epoch seconds: when the change began and when it was made
  data      what the kind needs besides, a table that JSON can hold

The database gives it `number`, which only grows (so a book's changes have an order), `tries`, `last_error` and
`refused`: the server will never take it as it is, so it stands aside, in sight. An entry leaves when the server has
said that it has it, and only if it is still the same one. ]]

local rapidjson = require("rapidjson")
local Database = require("shelfsync/database")
local Log = require("shelfsync/log")

local Outbox = {}

-- Of what a server says about a failure, so much is kept.
local MESSAGE_LENGTH = 200

local COLUMNS = "number, account, kind, slot, identity, hash, title, began, at, data, tries, last_error, refused"

-- Puts an entry into the outbox, in the caller's transaction.
function Outbox.insert(conn, entry)
    local rule = entry.slot == entry.identity and "IGNORE" or "REPLACE"
    Database.run(conn, "INSERT OR " .. rule .. [[ INTO
        outbox(account, kind, slot, identity, hash, title, began, at, data) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)]],
        entry.account, entry.kind, entry.slot, entry.identity, entry.hash, entry.title or "",
        entry.began or entry.at, entry.at, rapidjson.encode(rapidjson.object(entry.data or {})))
end

-- The same in a transaction of its own. True when all are safe on disk.
function Outbox.add(entries)
    return Database.write(function(conn)
        for _i, entry in ipairs(entries) do
            Outbox.insert(conn, entry)
        end
        return true
    end)
end

local function toEntry(row)
    local data = rapidjson.decode(row[10])
    return {
        number = tonumber(row[1]),
        account = row[2],
        kind = row[3],
        slot = row[4],
        identity = row[5],
        hash = row[6],
        title = row[7],
        began = tonumber(row[8]),
        at = tonumber(row[9]),
        data = type(data) == "table" and data or {},
        tries = tonumber(row[11]),
        last_error = row[12],
        refused = tonumber(row[13]) == 1,
    }
end

-- The condition of a filter { account=, kind=, hash=, slot=, refused= }, and its values.
local function condition(filter)
    local parts, values = { "1" }, {}
    for _i, column in ipairs({ "account", "kind", "hash", "slot" }) do
        if filter[column] then
            parts[#parts + 1] = column .. " = ?"
            values[#values + 1] = filter[column]
        end
    end
    if filter.refused ~= nil then
        parts[#parts + 1] = "refused = ?"
        values[#values + 1] = filter.refused and 1 or 0
    end
    return table.concat(parts, " AND "), values
end

-- The entries of a filter, the oldest first; `limit` at most. An empty list when they cannot be read.
function Outbox.all(filter, limit)
    local where, values = condition(filter or {})
    values[#values + 1] = limit or -1
    return Database.read(function(conn)
        local entries = {}
        local rows = Database.rows(conn, "SELECT " .. COLUMNS .. " FROM outbox WHERE " .. where
            .. " ORDER BY number LIMIT ?", table.unpack(values))
        for i, row in ipairs(rows) do
            entries[i] = toEntry(row)
        end
        return entries
    end) or {}
end

-- What waits of one book, the oldest first; refused entries are left out.
function Outbox.ofBook(account, kind, hash, limit)
    return Outbox.all({ account = account, kind = kind, hash = hash, refused = false }, limit)
end

-- The fingerprints of books of which something of those kinds waits, the longest waiting first.
function Outbox.books(account, kinds)
    local marks = {}
    for i = 1, #kinds do
        marks[i] = "?"
    end
    return Database.read(function(conn)
        local hashes = {}
        local rows = Database.rows(conn, "SELECT hash FROM outbox WHERE refused = 0 AND account = ? AND kind IN ("
            .. table.concat(marks, ", ") .. ") GROUP BY hash ORDER BY min(number)", account, table.unpack(kinds))
        for i, row in ipairs(rows) do
            hashes[i] = row[1]
        end
        return hashes
    end) or {}
end

-- How many changes a filter finds, and how many of these were refused; nil when it cannot be told. What goes to
-- several servers is one change.
function Outbox.count(filter)
    local where, values = condition(filter or {})
    local row = Database.read(function(conn)
        return Database.rows(conn, [[SELECT count(DISTINCT identity),
            count(DISTINCT CASE WHEN refused = 1 THEN identity END) FROM outbox WHERE ]] .. where,
            table.unpack(values))[1]
    end)
    if not row then
        return nil
    end
    return tonumber(row[1]), tonumber(row[2])
end

-- Takes entries out, in the caller's transaction, each only if no newer one has taken its place.
function Outbox.remove(conn, entries)
    for _i, entry in ipairs(entries) do
        Database.run(conn, "DELETE FROM outbox WHERE number = ? AND identity = ?", entry.number, entry.identity)
    end
end

-- The server has these. `also(conn)` is done in the same transaction.
function Outbox.acknowledge(entries, also)
    return Database.write(function(conn)
        Outbox.remove(conn, entries)
        if also then
            also(conn)
        end
        return true
    end)
end

-- A try went wrong. With `refused` the server will never take these as they are. True when it is noted.
function Outbox.failed(entries, message, refused)
    local note = message and Log.clean(message):sub(1, MESSAGE_LENGTH)
    return Database.write(function(conn)
        for _i, entry in ipairs(entries) do
            Database.run(conn, [[UPDATE outbox SET tries = tries + 1, last_error = ?, refused = ?
                WHERE number = ? AND identity = ?]], note, refused and 1 or 0, entry.number, entry.identity)
        end
        return true
    end)
end

-- The reader asks for everything to be tried again, or it is another server.
function Outbox.reconsider(account)
    return Database.write(function(conn)
        Database.run(conn, "UPDATE outbox SET refused = 0 WHERE refused = 1 AND account = ?", account)
        return true
    end)
end

-- Forgets what a filter finds, at the reader's wish only.
function Outbox.clear(filter)
    local where, values = condition(filter or {})
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM outbox WHERE " .. where, table.unpack(values))
        return true
    end)
end

return Outbox
