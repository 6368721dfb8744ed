--[[ Where the reader is in each book: the places in the outbox that a server has not acknowledged, and what this
device and each server last agreed on.

A place replaces the older one of its book. It leaves only when the server has said that it has it, and only if it is
still the same place; or when the server is found to hold a newer one. What was agreed on tells a place that somebody
else stored from the one that this device stored itself: the server's clock and ours need not agree for that. ]]

local Database = require("shelfsync/database")
local Outbox = require("shelfsync/outbox")

local Places = {}

local KIND = "place"
-- Percent: less than this apart is the same place.
local SAME = 0.001

-- The first account, where none is named.
local FIRST = "1"
local TO_FIRST = { place = { FIRST } }

-- Puts session.place into the outbox, in the caller's transaction; nothing when it has none.
-- place = { identity=, progress= (percent), location= (text), read_at= (epoch seconds) }
function Places.insert(conn, session)
    local place = session.place
    if not place then
        return
    end
    for _i, account in ipairs((session.takers or TO_FIRST).place or {}) do
        Outbox.insert(conn, {
            account = account, kind = KIND, slot = session.hash, identity = place.identity, hash = session.hash,
            title = session.title, at = place.read_at,
            data = { progress = place.progress, location = place.location },
        })
    end
end

-- The same in a transaction of its own. True when it is safe on disk.
function Places.add(session)
    return Database.write(function(conn)
        Places.insert(conn, session)
        return true
    end)
end

local function select(filter)
    filter.kind = KIND
    local places = {}
    for i, entry in ipairs(Outbox.all(filter)) do
        places[i] = {
            number = entry.number, account = entry.account, hash = entry.hash, identity = entry.identity,
            title = entry.title, progress = entry.data.progress, location = entry.data.location, read_at = entry.at,
            tries = entry.tries, last_error = entry.last_error, refused = entry.refused,
        }
    end
    table.sort(places, function(one, other)
        if one.read_at ~= other.read_at then
            return one.read_at < other.read_at
        end
        return one.number < other.number
    end)
    return places
end

-- The place of a book that waits; nil when none does.
function Places.waiting(hash, account)
    return select({ hash = hash, account = account or FIRST, refused = false })[1]
end

-- All places in the outbox, for that account or for any, refused ones too, the longest waiting first.
function Places.all(account)
    return select({ account = account })
end

-- The fingerprints of books with a waiting place, the longest waiting first.
function Places.books(account)
    local hashes = {}
    for i, place in ipairs(select({ account = account or FIRST, refused = false })) do
        hashes[i] = place.hash
    end
    return hashes
end

local function agree(conn, account, hash, stamp, place)
    Database.run(conn, "INSERT OR REPLACE INTO agreed(account, hash, stamp, progress, location) VALUES(?, ?, ?, ?, ?)",
        account or FIRST, hash, stamp or "", place.progress, place.location or "")
end

-- The server has this place. A newer one that was read meanwhile goes on waiting.
function Places.acknowledge(place, stamp)
    return Outbox.acknowledge({ place }, function(conn)
        agree(conn, place.account, place.hash, stamp, place)
    end)
end

-- The server's place of a book was seen, and dealt with. With `instead`, what waits here is older, and leaves.
function Places.see(hash, found, instead, account)
    return Database.write(function(conn)
        if instead then
            Database.run(conn, "DELETE FROM outbox WHERE account = ? AND kind = ? AND hash = ?", account or FIRST, KIND,
                hash)
        end
        agree(conn, account, hash, found.stamp, found)
        return true
    end)
end

-- Whether the server's place is one that this device neither stored nor has seen.
function Places.isNews(hash, found, account)
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT stamp, progress, location FROM agreed WHERE account = ? AND hash = ?",
            account or FIRST, hash)[1]
    end)
    if not row then
        return true
    elseif row[1] ~= "" and row[1] == found.stamp then
        return false
    end
    return math.abs(row[2] - found.progress) > SAME or row[3] ~= (found.location or "")
end

-- It is another server, or another account there: nothing is agreed on.
function Places.startAnew(account)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM agreed WHERE account = ?", account or FIRST)
        return true
    end)
end

return Places
