--[[ The pending queue: reading sessions that the server has not acknowledged.

A session enters with an identity made once, when reading began, and leaves only when the server has said
that it has it. Refused ones (the server will never take them as they are) stay visible but stand aside. With a
cap, the oldest leave when there are more; how many did is counted, and told. The place that a session ended at
goes to its own outbox (places.lua) in the same transaction. ]]

local md5 = require("ffi/sha2").md5
local time = require("ui/time")
local Database = require("shelfsync/database")
local Log = require("shelfsync/log")
local Places = require("shelfsync/places")

-- cap: so many sessions are kept at most; 0: all.
local Queue = { cap = 0 }

-- Of what a server says about a failure, so much is kept.
local MESSAGE_LENGTH = 200
-- Finished sessions that the disk did not take.
local stranded = {}
local recovery_done = false

local COLUMNS = [[identity, hash, title, book_type, start_time, end_time, duration, start_progress,
    end_progress, start_location, end_location]]

local function toSession(row)
    return {
        number = tonumber(row[1]),
        identity = row[2],
        hash = row[3],
        title = row[4],
        book_type = row[5],
        start_time = tonumber(row[6]),
        end_time = tonumber(row[7]),
        duration = tonumber(row[8]),
        start_progress = row[9],
        end_progress = row[10],
        start_location = row[11],
        end_location = row[12],
        tries = tonumber(row[13]),
        last_error = row[14],
        refused = tonumber(row[15]) == 1,
        pages_turned = tonumber(row[16]),
    }
end

local function select(where, ...)
    local arguments = table.pack(...)
    return Database.read(function(conn)
        local rows = Database.rows(conn, "SELECT number, " .. COLUMNS
            .. ", tries, last_error, refused, pages_turned FROM session "
            .. where, table.unpack(arguments, 1, arguments.n))
        local sessions = {}
        for i, row in ipairs(rows) do
            sessions[i] = toSession(row)
        end
        return sessions
    end) or {}
end

local function insert(conn, session)
    Database.run(conn, "INSERT OR IGNORE INTO session(" .. COLUMNS
        .. ", pages_turned) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        session.identity, session.hash, session.title, session.book_type, session.start_time, session.end_time,
        session.duration, session.start_progress, session.end_progress, session.start_location, session.end_location,
        session.pages_turned or 0)
end

local function single(conn, name)
    return tonumber(Database.single(conn, name)) or 0
end

-- The oldest leave when there are more than the cap allows.
local function makeRoom(conn)
    local count = tonumber(Database.rows(conn, "SELECT count(*) FROM session")[1][1])
    local over = Queue.cap > 0 and count - Queue.cap or 0
    if over > 0 then
        Database.run(conn, "DELETE FROM session WHERE number IN (SELECT number FROM session ORDER BY number LIMIT ?)",
            over)
        Database.setSingle(conn, "dropped", single(conn, "dropped") + over)
        Log.warn("the queue is full:", over, "of the oldest sessions dropped")
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
        local next_number = single(conn, "identities") + 1
        Database.setSingle(conn, "identities", next_number)
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
        Database.run(conn, "INSERT OR REPLACE INTO open_session(" .. COLUMNS
            .. ", pages_turned) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            session.identity, session.hash, session.title, session.book_type, session.start_time, session.end_time,
            session.duration, session.start_progress, session.end_progress, session.start_location,
            session.end_location, session.pages_turned)
        Places.insert(conn, session)
        return true
    end)
end

-- Sessions that a crash left open, taken out of there; those that keep(session) approves enter the queue.
-- How many did. Only the first call of a run of KOReader does it: later on, what is open is being read.
function Queue.recover(keep)
    if recovery_done then
        return 0
    end
    recovery_done = true
    return Database.write(function(conn)
        local recovered = 0
        local rows = Database.rows(conn, "SELECT 0, " .. COLUMNS .. ", 0, NULL, 0, pages_turned FROM open_session")
        for _, row in ipairs(rows) do
            local session = toSession(row)
            if keep(session) then
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
function Queue.ofBook(hash, limit)
    return select("WHERE hash = ? AND refused = 0 ORDER BY number LIMIT ?", hash, limit)
end

-- The fingerprints of books with waiting sessions, the longest waiting first.
function Queue.books()
    return Database.read(function(conn)
        local hashes = {}
        for i, row in ipairs(Database.rows(conn,
            "SELECT hash FROM session WHERE refused = 0 GROUP BY hash ORDER BY min(number)")) do
            hashes[i] = row[1]
        end
        return hashes
    end) or {}
end

-- How many sessions are here, and how many of these were refused; nil when it cannot be told.
function Queue.count()
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT count(*), coalesce(sum(refused), 0) FROM session")[1]
    end)
    if not row then
        return nil
    end
    return tonumber(row[1]) + #stranded, tonumber(row[2])
end

-- The oldest sessions, refused ones too.
function Queue.all(limit)
    return select("ORDER BY number LIMIT ?", limit)
end

-- The server has these: they leave the queue, and are counted.
function Queue.acknowledge(sessions)
    return Database.write(function(conn)
        for _, session in ipairs(sessions) do
            Database.run(conn, "DELETE FROM session WHERE number = ?", session.number)
        end
        Database.setSingle(conn, "sent", single(conn, "sent") + #sessions)
        return true
    end)
end

-- A try went wrong. With `refused` the server will never take these as they are. True when it is noted.
function Queue.failed(sessions, message, refused)
    local note = message and Log.clean(message):sub(1, MESSAGE_LENGTH)
    return Database.write(function(conn)
        for _, session in ipairs(sessions) do
            Database.run(conn, "UPDATE session SET tries = tries + 1, last_error = ?, refused = ? WHERE number = ?",
                note, refused and 1 or 0, session.number)
        end
        return true
    end)
end

-- The reader asks for everything to be tried again, or it is another server.
function Queue.reconsider()
    return Database.write(function(conn)
        Database.run(conn, "UPDATE session SET refused = 0 WHERE refused = 1")
        return true
    end)
end

function Queue.clear()
    stranded = {}
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM session")
        return true
    end)
end

local function counter(name)
    return Database.read(function(conn)
        return single(conn, name)
    end) or 0
end

function Queue.sentCount()
    return counter("sent")
end

-- How many sessions the cap has cost, ever.
function Queue.droppedCount()
    return counter("dropped")
end

return Queue
