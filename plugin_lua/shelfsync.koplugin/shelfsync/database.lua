--[[ The plugin's SQLite file.

Every piece of work is one transaction, so a kill at any moment finds either the state before it or the
state after it. The file stays open between them: opening it costs several times what a small write
costs, and a session is written down while somebody reads. It is opened anew when something went wrong,
or when the file is not the same any more (a backup put back, a file deleted by hand). A file that SQLite
cannot read is set aside under another name together with its journal, never deleted, and a new one begun. ]]

local DataStorage = require("datastorage")
local SQ3 = require("lua-ljsqlite3/init")
local lfs = require("libs/libkoreader-lfs")
local Log = require("shelfsync/log")
local migrations = require("shelfsync/migrations")

local Database = { path = DataStorage:getSettingsDir() .. "/shelfsync.sqlite3" }

local BUSY_TIMEOUT_MS = 2000
local COMPANIONS = { "", "-journal", "-wal", "-shm" }

local function directly(conn, work)
    return work(conn)
end

local function inTransaction(conn, work)
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
    local done = tonumber(conn:rowexec("PRAGMA user_version")) or 0
    for number = done + 1, #migrations do
        inTransaction(conn, function()
            for _, statement in ipairs(migrations[number]) do
                if type(statement) == "function" then
                    statement(conn, Database)
                else
                    conn:exec(statement)
                end
            end
            conn:exec("PRAGMA user_version=" .. number)
        end)
        Log.info("database brought to version", number)
    end
end

local function prepare(conn)
    conn:set_busy_timeout(BUSY_TIMEOUT_MS)
    -- A queue is only worth its name if a committed row survives the battery's end.
    conn:exec("PRAGMA journal_mode=TRUNCATE")
    conn:exec("PRAGMA synchronous=FULL")
    migrate(conn)
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

local function isUnreadable(message)
    return message:find("ljsqlite3[notadb]", 1, true) or message:find("ljsqlite3[corrupt]", 1, true)
end

local function unusedName()
    local stem = Database.path .. ".unreadable-" .. os.time()
    local name, number = stem, 1
    while lfs.attributes(name, "mode") do
        number = number + 1
        name = stem .. "-" .. number
    end
    return name
end

-- The journal may hold what the file has lost, so it goes along.
local function setAside()
    local name = unusedName()
    for _, ending in ipairs(COMPANIONS) do
        if lfs.attributes(Database.path .. ending, "mode") then
            os.rename(Database.path .. ending, name .. ending)
        end
    end
    Log.warn("the database could not be read and was kept as", name)
end

-- The open connection, and the number of the file that it is open on.
local current, file_number

local function letGo()
    if current then
        pcall(current.close, current)
        current = nil
    end
end

local function connection()
    if current and lfs.attributes(Database.path, "ino") ~= file_number then
        letGo()
    end
    if not current then
        current = open()
        file_number = lfs.attributes(Database.path, "ino")
    end
    return current
end

local function attempt(how, work)
    local opened, conn = pcall(connection)
    if not opened then
        return false, tostring(conn)
    end
    local done, result = pcall(how, conn, work)
    if not done then
        letGo()
        return false, tostring(result)
    end
    return true, result
end

local function perform(how, work)
    local done, result = attempt(how, work)
    if not done and isUnreadable(result) then
        setAside()
        done, result = attempt(how, work)
    end
    if not done then
        Log.warn("the database refused:", result)
        return nil, result
    end
    return result
end

-- Runs work(conn) in one transaction and returns its result once that is safe on disk; nil and the reason
-- when it could not be done. Nothing of it is left then.
function Database.write(work)
    return perform(inTransaction, work)
end

-- Runs work(conn), which only reads; nil and the reason when it could not be done.
function Database.read(work)
    return perform(directly, work)
end

-- One statement's rows as an array of arrays; SQLite's integers stay what the binding makes of them.
function Database.rows(conn, sql, ...)
    local statement = conn:prepare(sql)
    local ok, result = pcall(function(...)
        statement:bind(...)
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

-- A counter or other single value; nil when it was never set.
function Database.single(conn, name)
    local rows = Database.rows(conn, "SELECT value FROM single WHERE name = ?", name)
    return rows[1] and rows[1][1]
end

function Database.setSingle(conn, name, value)
    Database.run(conn, "INSERT OR REPLACE INTO single(name, value) VALUES(?, ?)", name, tostring(value))
end

return Database
