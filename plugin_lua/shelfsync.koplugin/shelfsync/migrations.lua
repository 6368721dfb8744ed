--[[ The database's schema, one numbered step after another.

A step is never edited once it has been released; a new need is a new step. Each runs in a transaction of
its own together with the new number, so power loss between two steps leaves a state that the next start
goes on from. Statements stand apart because the binding splits text at every semicolon. ]]

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
}
