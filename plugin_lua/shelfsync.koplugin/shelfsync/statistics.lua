--[[ KOReader's own reading statistics, only ever read: which page was looked at, when and for how long.

The file may be missing, held by somebody else or damaged; then there is nothing to read now, and nothing breaks. Some
rows of the same book stand under two titles: a fingerprint is what counts. ]]

local DataStorage = require("datastorage")
local SQ3 = require("lua-ljsqlite3/init")
local lfs = require("libs/libkoreader-lfs")
local Database = require("shelfsync/database")
local Log = require("shelfsync/log")

local Statistics = { path = DataStorage:getSettingsDir() .. "/statistics.sqlite3" }

local BUSY_TIMEOUT_MS = 500

-- Events that a server can take; the duration is cut to a day.
local SOUND = "p.start_time >= 1 AND p.page >= 0 AND p.total_pages >= 1 AND p.duration >= 0"
local EVENTS = " FROM page_stat_data AS p JOIN book AS b ON b.id = p.id_book WHERE b.md5 = ? AND " .. SOUND

-- work(conn) on the open file; nil when it cannot be read now.
local function reading(work)
    if lfs.attributes(Statistics.path, "mode") ~= "file" then
        return nil
    end
    local conn
    local ok, result = pcall(function()
        conn = SQ3.open(Statistics.path, "ro")
        conn:set_busy_timeout(BUSY_TIMEOUT_MS)
        return work(conn)
    end)
    if conn then
        pcall(conn.close, conn)
    end
    if not ok then
        Log.info("the statistics cannot be read now:", result)
        return nil
    end
    return result
end

-- Events of a book after the one with that start and page, in order; `limit` at most. nil when they cannot be read.
function Statistics.events(hash, start, page, limit)
    return reading(function(conn)
        local events = {}
        local rows = Database.rows(conn, "SELECT p.page, p.start_time, max(p.duration), max(p.total_pages)" .. EVENTS
            .. " AND (p.start_time > ? OR (p.start_time = ? AND p.page > ?))"
            .. " GROUP BY p.start_time, p.page ORDER BY p.start_time, p.page LIMIT ?", hash, start, start, page, limit)
        for i, row in ipairs(rows) do
            events[i] = { page = tonumber(row[1]), start = tonumber(row[2]),
                duration = math.min(tonumber(row[3]), 86400), pages = tonumber(row[4]) }
        end
        return events
    end)
end

-- How many events of a book there are up to and with that one.
function Statistics.count(hash, start, page)
    return reading(function(conn)
        return tonumber(Database.rows(conn, "SELECT count(*) FROM (SELECT 1" .. EVENTS
            .. " AND (p.start_time < ? OR (p.start_time = ? AND p.page <= ?)) GROUP BY p.start_time, p.page)", hash,
            start, start, page)[1][1])
    end)
end

-- Every book in the statistics: { hash=, title=, authors=, last_open= }, by fingerprint; an empty table without any.
function Statistics.books()
    return reading(function(conn)
        local books = {}
        for _i, row in ipairs(Database.rows(conn, [[SELECT md5, title, authors, last_open FROM book
            WHERE length(md5) = 32 ORDER BY last_open]])) do
            books[row[1]:lower()] = { hash = row[1]:lower(), title = row[2], authors = row[3],
                last_open = tonumber(row[4]) }
        end
        return books
    end) or {}
end

return Statistics
