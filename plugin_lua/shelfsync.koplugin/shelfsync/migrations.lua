--[[ The database's schema, one numbered step after another.

A step is never edited once it has been released; a new need is a new step. Each runs in a transaction of
its own together with the new number, so power loss between two steps leaves a state that the next start
goes on from. Statements stand apart because the binding splits text at every semicolon. What SQL alone cannot do is
a function, called with the connection and the database's module. ]]

local rapidjson = require("rapidjson")

local function insert(conn, Database, values)
    Database.run(conn, [[INSERT INTO outbox(account, kind, slot, identity, hash, title, began, at, data, tries,
        last_error, refused) VALUES('1', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)]], values.kind, values.slot, values.identity,
        values.hash, values.title, values.began, values.at, rapidjson.encode(values.data), values.tries,
        values.last_error, values.refused)
end

local function moveSessions(conn, Database)
    for _i, row in ipairs(Database.rows(conn, [[SELECT identity, hash, title, book_type, start_time, end_time, duration,
        start_progress, end_progress, start_location, end_location, pages_turned, tries, last_error, refused
        FROM session ORDER BY number]])) do
        insert(conn, Database, {
            kind = "session", slot = row[1], identity = row[1], hash = row[2], title = row[3],
            began = tonumber(row[5]), at = tonumber(row[6]),
            data = {
                book_type = row[4], duration = tonumber(row[7]), start_progress = row[8], end_progress = row[9],
                start_location = row[10], end_location = row[11], pages_turned = tonumber(row[12]),
            },
            tries = tonumber(row[13]), last_error = row[14], refused = tonumber(row[15]),
        })
    end
end

local function movePlaces(conn, Database)
    for _i, row in ipairs(Database.rows(conn, [[SELECT hash, identity, title, progress, location, read_at, tries,
        last_error, refused FROM position ORDER BY read_at, hash]])) do
        insert(conn, Database, {
            kind = "place", slot = row[1], identity = row[2], hash = row[1], title = row[3],
            began = tonumber(row[6]), at = tonumber(row[6]), data = { progress = row[4], location = row[5] },
            tries = tonumber(row[7]), last_error = row[8], refused = tonumber(row[9]),
        })
    end
end

return {
    -- 1: books and the server's ids, sessions waiting, and a few single values.
    {
        "CREATE TABLE book (hash TEXT PRIMARY KEY, server_id TEXT, asked_at INTEGER)",
        [[CREATE TABLE session (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            identity TEXT NOT NULL UNIQUE,
            hash TEXT NOT NULL,
            title TEXT NOT NULL,
            book_type TEXT NOT NULL,
            start_time INTEGER NOT NULL,
            end_time INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            start_progress REAL NOT NULL,
            end_progress REAL NOT NULL,
            start_location TEXT NOT NULL,
            end_location TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            last_error TEXT,
            refused INTEGER NOT NULL DEFAULT 0)]],
        "CREATE INDEX session_hash ON session(hash)",
        "CREATE TABLE single (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    },
    -- 2: a session being read is kept here from time to time, so that a crash costs minutes and not an evening.
    {
        [[CREATE TABLE open_session (
            identity TEXT PRIMARY KEY,
            hash TEXT NOT NULL,
            title TEXT NOT NULL,
            book_type TEXT NOT NULL,
            start_time INTEGER NOT NULL,
            end_time INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            pages_turned INTEGER NOT NULL,
            start_progress REAL NOT NULL,
            end_progress REAL NOT NULL,
            start_location TEXT NOT NULL,
            end_location TEXT NOT NULL)]],
    },
    -- 3: pages turned belong to a session; file names are how some servers know a book; and the place where the
    -- reader is has an outbox of its own, one row per book, beside what this device and the server last agreed on.
    {
        "ALTER TABLE session ADD COLUMN pages_turned INTEGER NOT NULL DEFAULT 0",
        "CREATE TABLE file (hash TEXT PRIMARY KEY, name TEXT NOT NULL)",
        [[CREATE TABLE position (
            hash TEXT PRIMARY KEY,
            identity TEXT NOT NULL,
            title TEXT NOT NULL,
            progress REAL NOT NULL,
            location TEXT NOT NULL,
            read_at INTEGER NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            last_error TEXT,
            refused INTEGER NOT NULL DEFAULT 0)]],
        [[CREATE TABLE agreed (
            hash TEXT PRIMARY KEY,
            stamp TEXT NOT NULL,
            progress REAL NOT NULL,
            location TEXT NOT NULL)]],
    },
    -- 4: one outbox for every kind of change and every server, in the place of one table per kind; what is known of a
    -- book, and agreed on, is so with one server.
    {
        [[CREATE TABLE outbox (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            account TEXT NOT NULL,
            kind TEXT NOT NULL,
            slot TEXT NOT NULL,
            identity TEXT NOT NULL,
            hash TEXT NOT NULL,
            title TEXT NOT NULL,
            began INTEGER NOT NULL,
            at INTEGER NOT NULL,
            data TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            last_error TEXT,
            refused INTEGER NOT NULL DEFAULT 0,
            UNIQUE(account, kind, slot))]],
        "CREATE INDEX outbox_book ON outbox(account, kind, hash, number)",
        moveSessions,
        movePlaces,
        "DROP TABLE session",
        "DROP TABLE position",
        [[CREATE TABLE known (
            account TEXT NOT NULL,
            hash TEXT NOT NULL,
            server_id TEXT,
            asked_at INTEGER,
            PRIMARY KEY(account, hash))]],
        "INSERT INTO known SELECT '1', hash, server_id, asked_at FROM book",
        "DROP TABLE book",
        "ALTER TABLE agreed RENAME TO agreed_once",
        [[CREATE TABLE agreed (
            account TEXT NOT NULL,
            hash TEXT NOT NULL,
            stamp TEXT NOT NULL,
            progress REAL NOT NULL,
            location TEXT NOT NULL,
            PRIMARY KEY(account, hash))]],
        "INSERT INTO agreed SELECT '1', hash, stamp, progress, location FROM agreed_once",
        "DROP TABLE agreed_once",
    },
    -- 5: which highlights, notes and bookmarks a server has, and what it was last told of a book's rating.
    {
        [[CREATE TABLE marked (
            account TEXT NOT NULL,
            hash TEXT NOT NULL,
            key TEXT NOT NULL,
            digest TEXT NOT NULL,
            remote TEXT NOT NULL,
            PRIMARY KEY(account, hash, key))]],
        [[CREATE TABLE rated (
            account TEXT NOT NULL,
            hash TEXT NOT NULL,
            rating INTEGER NOT NULL,
            PRIMARY KEY(account, hash))]],
    },
    -- 6: where the books are that were downloaded from a server.
    {
        [[CREATE TABLE downloaded (
            account TEXT NOT NULL,
            server_id TEXT NOT NULL,
            path TEXT NOT NULL,
            PRIMARY KEY(account, server_id))]],
    },
    -- 7: BookOrbit: where the files are, what was exchanged of each book, and each highlight that its server has.
    {
        "CREATE TABLE shelf (hash TEXT PRIMARY KEY, path TEXT NOT NULL)",
        [[CREATE TABLE orbit (
            account TEXT NOT NULL,
            hash TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY(account, hash, name))]],
        [[CREATE TABLE orbit_item (
            account TEXT NOT NULL,
            hash TEXT NOT NULL,
            sort TEXT NOT NULL,
            key TEXT NOT NULL,
            datetime TEXT NOT NULL,
            content TEXT NOT NULL,
            updated TEXT NOT NULL,
            gone INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY(account, hash, sort, key))]],
    },
}
