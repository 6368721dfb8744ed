--[[ Where the reader is in each book: the outbox of places that a server has not acknowledged, and what this device
and the server last agreed on.

A place replaces the older one of its book, so there is one row per book. It leaves only when the server has said
that it has it, and only if it is still the same place (its identity tells); or when the server is found to hold a
newer one. What was agreed on tells a place that somebody else stored from the one that this device stored itself:
the server's clock and ours need not agree for that. ]]

local Database = require("shelfsync/database")
local Log = require("shelfsync/log")

local Places = {}

-- Of what a server says about a failure, so much is kept.
local MESSAGE_LENGTH = 200
-- Percent: less than this apart is the same place.
local SAME = 0.001

-- Puts session.place into the outbox, in the caller's transaction; nothing when it has none.
-- place = { identity=, progress= (percent), location= (text), read_at= (epoch seconds) }
function Places.insert(conn, session)
    local place = session.place
    if place then
        Database.run(conn, [[INSERT OR REPLACE INTO position(hash, identity, title, progress, location, read_at)
            VALUES(?, ?, ?, ?, ?, ?)]], session.hash, place.identity, session.title, place.progress, place.location,
            place.read_at)
    end
end

-- The same in a transaction of its own. True when it is safe on disk.
function Places.add(session)
    return Database.write(function(conn)
        Places.insert(conn, session)
        return true
    end)
end

local function toPlace(row)
    return {
        hash = row[1],
        identity = row[2],
        title = row[3],
        progress = row[4],
        location = row[5],
        read_at = tonumber(row[6]),
        tries = tonumber(row[7]),
        last_error = row[8],
        refused = tonumber(row[9]) == 1,
    }
end

local function select(where, ...)
    local arguments = table.pack(...)
    return Database.read(function(conn)
        local places = {}
        for i, row in ipairs(Database.rows(conn, [[SELECT hash, identity, title, progress, location, read_at, tries,
            last_error, refused FROM position ]] .. where, table.unpack(arguments, 1, arguments.n))) do
            places[i] = toPlace(row)
        end
        return places
    end) or {}
end

-- The place of a book that waits; nil when none does.
function Places.waiting(hash)
    return select("WHERE hash = ? AND refused = 0", hash)[1]
end

-- All places in the outbox, refused ones too, the longest waiting first.
function Places.all()
    return select("ORDER BY read_at, hash")
end

-- The fingerprints of books with a waiting place, the longest waiting first.
function Places.books()
    local hashes = {}
    for i, place in ipairs(select("WHERE refused = 0 ORDER BY read_at, hash")) do
        hashes[i] = place.hash
    end
    return hashes
end

local function agree(conn, hash, stamp, place)
    Database.run(conn, "INSERT OR REPLACE INTO agreed(hash, stamp, progress, location) VALUES(?, ?, ?, ?)",
        hash, stamp or "", place.progress, place.location or "")
end

-- The server has this place. A newer one that was read meanwhile goes on waiting.
function Places.acknowledge(place, stamp)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM position WHERE hash = ? AND identity = ?", place.hash, place.identity)
        agree(conn, place.hash, stamp, place)
        return true
    end)
end

-- The server's place of a book was seen, and dealt with. With `instead`, what waits here is older, and leaves.
function Places.see(hash, found, instead)
    return Database.write(function(conn)
        if instead then
            Database.run(conn, "DELETE FROM position WHERE hash = ?", hash)
        end
        agree(conn, hash, found.stamp, found)
        return true
    end)
end

-- Whether the server's place is one that this device neither stored nor has seen.
function Places.isNews(hash, found)
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT stamp, progress, location FROM agreed WHERE hash = ?", hash)[1]
    end)
    if not row then
        return true
    elseif row[1] ~= "" and row[1] == found.stamp then
        return false
    end
    return math.abs(row[2] - found.progress) > SAME or row[3] ~= (found.location or "")
end

-- A try went wrong. With `refused` the server will never take this place as it is.
function Places.failed(place, message, refused)
    local note = message and Log.clean(message):sub(1, MESSAGE_LENGTH)
    return Database.write(function(conn)
        Database.run(conn, [[UPDATE position SET tries = tries + 1, last_error = ?, refused = ?
            WHERE hash = ? AND identity = ?]], note, refused and 1 or 0, place.hash, place.identity)
        return true
    end)
end

-- The reader asks for everything to be tried again, or it is another server (with `anew`).
function Places.reconsider(anew)
    return Database.write(function(conn)
        Database.run(conn, "UPDATE position SET refused = 0 WHERE refused = 1")
        if anew then
            Database.run(conn, "DELETE FROM agreed")
        end
        return true
    end)
end

return Places
