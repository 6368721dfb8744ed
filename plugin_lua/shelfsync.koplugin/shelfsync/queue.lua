--[[ Reading sessions on their way: the one being read, and those in the outbox that no server has acknowledged.

A session has an identity made once, when reading began. It goes to every server that takes sessions
(session.takers), and the place it ended at goes along, in the same transaction. With a cap, a server's oldest
sessions leave when there are more; how many did is counted, and told. ]]

local md5 = require("ffi/sha2").md5
local time = require("ui/time")
local Counters = require("shelfsync/counters")
local Database = require("shelfsync/database")
local Log = require("shelfsync/log")
local Outbox = require("shelfsync/outbox")
local Places = require("shelfsync/places")

local KIND = "session"

-- caps: by account, so many sessions are kept at most; 0 or nothing: all.
local Queue = { caps = {} }

-- Finished sessions that the disk did not take.
local stranded = {}
local recovery_done = false

-- The first account, where none is named.
local FIRST = "1"
local TO_FIRST = { session = { FIRST } }

-- What a session has besides what every entry has.
local DETAILS = {
    "book_type", "duration", "start_progress", "end_progress", "start_location", "end_location", "pages_turned",
}

local function toSession(entry)
    local session = {
        number = entry.number, account = entry.account, identity = entry.identity, hash = entry.hash,
        title = entry.title, start_time = entry.began, end_time = entry.at, tries = entry.tries,
        last_error = entry.last_error, refused = entry.refused,
    }
    for _i, key in ipairs(DETAILS) do
        session[key] = entry.data[key]
    end
    return session
end

local function select(filter, limit)
    filter.kind = KIND
    local sessions = {}
    for i, entry in ipairs(Outbox.all(filter, limit)) do
        sessions[i] = toSession(entry)
    end
    return sessions
end

local function insert(conn, session)
    local data = {}
    for _i, key in ipairs(DETAILS) do
        data[key] = session[key]
    end
    data.pages_turned = data.pages_turned or 0
    for _i, account in ipairs((session.takers or TO_FIRST).session or {}) do
        Outbox.insert(conn, {
            account = account, kind = KIND, slot = session.identity, identity = session.identity, hash = session.hash,
            title = session.title, began = session.start_time, at = session.end_time, data = data,
        })
    end
end

-- A server's oldest leave when there are more than its cap allows.
local function makeRoomFor(conn, account, cap)
    local count = tonumber(Database.rows(conn, "SELECT count(*) FROM outbox WHERE account = ? AND kind = ?", account,
        KIND)[1][1])
    local over = count - cap
    if over > 0 then
        Database.run(conn, [[DELETE FROM outbox WHERE number IN
            (SELECT number FROM outbox WHERE account = ? AND kind = ? ORDER BY number LIMIT ?)]], account, KIND, over)
        Counters.add(conn, "dropped", over)
        Log.warn("the queue is full:", over, "of the oldest sessions dropped")
    end
end

local function makeRoom(conn)
    for account, cap in pairs(Queue.caps) do
        if cap > 0 then
            makeRoomFor(conn, account, cap)
        end
    end
end

-- Makes the identity of a session that begins now. It must differ between two sessions of one device
-- even if the clock is wrong or set back, so a number that only ever grows is part of it; and between
-- two devices, so the device's id is too.
-- `file_name` is kept along: some servers know books by it.
function Queue.newIdentity(hash, start_time, file_name)
    local device_id = tostring(G_reader_settings:readSetting("device_id") or "unknown device")
    local number = Database.write(function(conn)
        local installation = Database.single(conn, "installation")
        if not installation then
            installation = md5(table.concat({ device_id, os.time(), time.now() }, " "))
            Database.setSingle(conn, "installation", installation)
        end
        local next_number = Counters.add(conn, "identities", 1)
        if file_name then
            Database.run(conn, "INSERT OR REPLACE INTO file(hash, name) VALUES(?, ?)", hash, file_name)
        end
        return installation .. " " .. next_number
    end)
    return md5(table.concat({ device_id, hash, start_time, number or time.now() }, " "))
end

-- Keeps the session being read, in case the device does not live to its end.
function Queue.keepOpen(session)
    return Database.write(function(conn)
        Database.run(conn, [[INSERT OR REPLACE INTO open_session(identity, hash, title, book_type, start_time, end_time,
            duration, start_progress, end_progress, start_location, end_location, pages_turned)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)]],
            session.identity, session.hash, session.title, session.book_type, session.start_time, session.end_time,
            session.duration, session.start_progress, session.end_progress, session.start_location,
            session.end_location, session.pages_turned)
        Places.insert(conn, session)
        return true
    end)
end

local function openSessions(conn)
    local sessions = {}
    for i, row in ipairs(Database.rows(conn, [[SELECT identity, hash, title, book_type, start_time, end_time, duration,
        start_progress, end_progress, start_location, end_location, pages_turned FROM open_session]])) do
        sessions[i] = {
            identity = row[1], hash = row[2], title = row[3], book_type = row[4], start_time = tonumber(row[5]),
            end_time = tonumber(row[6]), duration = tonumber(row[7]), start_progress = row[8], end_progress = row[9],
            start_location = row[10], end_location = row[11], pages_turned = tonumber(row[12]),
        }
    end
    return sessions
end

-- Sessions that a crash left open, taken out of there; those that keep(session) approves enter the queue, for the
-- servers in `takers` (as session.takers). How many did. Only the first call of a run of KOReader does it: later on,
-- what is open is being read.
function Queue.recover(keep, takers)
    if recovery_done then
        return 0
    end
    recovery_done = true
    return Database.write(function(conn)
        local recovered = 0
        for _i, session in ipairs(openSessions(conn)) do
            if keep(session) then
                session.takers = takers
                insert(conn, session)
                recovered = recovered + 1
            end
        end
        Database.run(conn, "DELETE FROM open_session")
        makeRoom(conn)
        return recovered
    end) or 0
end

-- Writes the finished sessions that could not be written before. True when none is left.
function Queue.rescue()
    if #stranded == 0 then
        return true
    end
    local written = Database.write(function(conn)
        for _, session in ipairs(stranded) do
            insert(conn, session)
            Places.insert(conn, session)
            Database.run(conn, "DELETE FROM open_session WHERE identity = ?", session.identity)
        end
        makeRoom(conn)
        return true
    end)
    if written then
        stranded = {}
    end
    return written
end

-- Puts a finished session into the queue; the kept copy of it goes in the same transaction. True when
-- it is safe on disk; otherwise it is held in memory and written with the next one.
function Queue.add(session)
    table.insert(stranded, session)
    return Queue.rescue()
end

-- Forgets the kept copy of a session that is not worth keeping; the place it ended at is. True when that is done.
function Queue.discard(session)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM open_session WHERE identity = ?", session.identity)
        Places.insert(conn, session)
        return true
    end)
end

-- Waiting sessions of one book, oldest first; refused ones are left out.
function Queue.ofBook(hash, limit, account)
    return select({ account = account or FIRST, hash = hash, refused = false }, limit)
end

-- The fingerprints of books with waiting sessions, the longest waiting first.
function Queue.books(account)
    return Outbox.books(account or FIRST, { KIND })
end

-- How many sessions are here, for that account or for any, and how many of these were refused; nil when it cannot be
-- told.
function Queue.count(account)
    local count, refused = Outbox.count({ kind = KIND, account = account })
    if not count then
        return nil
    end
    return count + #stranded, refused
end

-- The oldest sessions, refused ones too.
function Queue.all(limit)
    return select({}, limit)
end

-- The server has these: they leave the queue, and are counted.
function Queue.acknowledge(sessions)
    return Outbox.acknowledge(sessions, function(conn)
        Counters.add(conn, "sent", #sessions)
    end)
end

-- A try went wrong. With `refused` the server will never take these as they are. True when it is noted.
function Queue.failed(sessions, message, refused)
    return Outbox.failed(sessions, message, refused)
end

function Queue.clear()
    stranded = {}
    return Outbox.clear({ kind = KIND })
end

function Queue.sentCount()
    return Counters.read("sent")
end

-- How many sessions the caps have cost, ever.
function Queue.droppedCount()
    return Counters.read("dropped")
end

return Queue
