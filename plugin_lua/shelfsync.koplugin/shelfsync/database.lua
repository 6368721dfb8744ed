--[[ The plugin's SQLite file: opened for one piece of work, then closed.

Nothing stays open between two pieces of work, so a kill at any moment finds either the state before a
transaction or the state after it. A file that SQLite cannot read is set aside under another name, never
deleted, and a new one is begun. ]]

local DataStorage = require("datastorage")
local Device = require("device")
local SQ3 = require("lua-ljsqlite3/init")
local Log = require("shelfsync/log")
local migrations = require("shelfsync/migrations")

local Database = { path = DataStorage:getSettingsDir() .. "/shelfsync.sqlite3" }

local BUSY_TIMEOUT_MS = 2000

local function version(conn)
    return tonumber(conn:rowexec("PRAGMA user_version")) or 0
end

local function transaction(conn, work)
    conn:exec("BEGIN IMMEDIATE")
    local ok, result = pcall(work, conn)
    if not ok then
        pcall(conn.exec, conn, "ROLLBACK")
        error(result, 0)
    end
    conn:exec("COMMIT")
    return result
end

local function migrate(conn)
    local done = version(conn)
    for number = done + 1, #migrations do
        transaction(conn, function()
            for _, statement in ipairs(migrations[number]) do
                conn:exec(statement)
            end
            conn:exec("PRAGMA user_version=" .. number)
        end)
        Log.info("database brought to version", number)
    end
end

local function prepare(conn)
    conn:set_busy_timeout(BUSY_TIMEOUT_MS)
    -- A queue is only worth its name if a committed row survives the battery's end.
    conn:exec(Device:canUseWAL() and "PRAGMA journal_mode=WAL" or "PRAGMA journal_mode=TRUNCATE")
    conn:exec("PRAGMA synchronous=FULL")
    migrate(conn)
end

local function isUnreadable(message)
    return message:find("ljsqlite3[notadb]", 1, true) or message:find("ljsqlite3[corrupt]", 1, true)
end

local function setAside()
    local name = Database.path .. ".unreadable-" .. os.time()
    os.rename(Database.path, name)
    os.remove(Database.path .. "-wal")
    os.remove(Database.path .. "-shm")
    os.remove(Database.path .. "-journal")
    Log.warn("the database could not be read and was kept as", name)
end

local function open()
    local conn = SQ3.open(Database.path)
    local ok, message = pcall(prepare, conn)
    if not ok then
        pcall(conn.close, conn)
        error(message, 0)
    end
    return conn
end

-- Runs work(conn) in one transaction and returns its result; nil and the reason when it could not be done.
function Database.write(work)
    local ok, conn = pcall(open)
    if not ok and isUnreadable(tostring(conn)) then
        setAside()
        ok, conn = pcall(open)
    end
    if not ok then
        Log.warn("the database could not be opened:", conn)
        return nil, tostring(conn)
    end
    local done, result = pcall(transaction, conn, work)
    pcall(conn.close, conn)
    if not done then
        Log.warn("the database refused:", result)
        return nil, tostring(result)
    end
    return result
end

-- One statement's rows as an array of arrays; SQLite's integers stay what the binding makes of them.
function Database.rows(conn, sql, ...)
    local statement = conn:prepare(sql)
    local ok, result = pcall(function(...)
        statement:reset():bind(...)
        local rows = {}
        local row = statement:step()
        while row do
            rows[#rows + 1] = row
            row = statement:step()
        end
        return rows
    end, ...)
    statement:close()
    if not ok then
        error(result, 0)
    end
    return result
end

-- A statement that brings no rows.
function Database.run(conn, sql, ...)
    Database.rows(conn, sql, ...)
end

-- A counter or other single value.
function Database.single(conn, name)
    local rows = Database.rows(conn, "SELECT value FROM single WHERE name = ?", name)
    return rows[1] and rows[1][1]
end

function Database.setSingle(conn, name, value)
    Database.run(conn, "INSERT OR REPLACE INTO single(name, value) VALUES(?, ?)", name, tostring(value))
end

return Database
