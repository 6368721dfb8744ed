--- The database of reading statistics (specs/koreader-core.md §5.4): opened and closed at each use.

local DataStorage = require("datastorage")
local Device = require("device")
local SQ3 = require("lua-ljsqlite3/init")
local lfs = require("libs/libkoreader-lfs")

local SCHEMA_VERSION = 20221111
local LAST_NUMBER = 1000

local Database = { path = DataStorage:getSettingsDir() .. "/statistics.sqlite3" }

local TABLES = [[
    CREATE TABLE IF NOT EXISTS book (
        id integer PRIMARY KEY autoincrement, title text, authors text, notes integer, last_open integer,
        highlights integer, pages integer, series text, language text, md5 text, total_read_time integer,
        total_read_pages integer
    );
    CREATE UNIQUE INDEX IF NOT EXISTS book_title_authors_md5 ON book(title, authors, md5);
    CREATE TABLE IF NOT EXISTS page_stat_data (
        id_book integer, page integer NOT NULL DEFAULT 0, start_time integer NOT NULL DEFAULT 0,
        duration integer NOT NULL DEFAULT 0, total_pages integer NOT NULL DEFAULT 0,
        UNIQUE (id_book, page, start_time), FOREIGN KEY(id_book) REFERENCES book(id)
    );
    CREATE INDEX IF NOT EXISTS page_stat_data_start_time ON page_stat_data(start_time);
    CREATE TABLE IF NOT EXISTS numbers (number INTEGER PRIMARY KEY);
]]

-- Recorded pages in terms of the book's present page count: one recorded page may have become several.
local VIEW = [[
    CREATE VIEW IF NOT EXISTS page_stat AS
    SELECT id_book, first_page + idx - 1 AS page, start_time, duration / (last_page - first_page + 1) AS duration
    FROM (
        SELECT id_book, page, total_pages, pages, start_time, duration,
            ((page - 1) * pages) / total_pages + 1 AS first_page,
            max(((page - 1) * pages) / total_pages + 1, (page * pages) / total_pages) AS last_page, idx
        FROM page_stat_data
        JOIN book ON book.id = id_book
        JOIN (SELECT number AS idx FROM numbers) AS N ON idx <= (last_page - first_page + 1)
    );
]]

local function open()
    return SQ3.open(Database.path)
end

-- Calls `use(connection)` and closes whatever happens; the results of `use` are this function's.
local function with(use)
    local connection = open()
    local results = table.pack(pcall(use, connection))
    connection:close()
    if not results[1] then error(results[2], 0) end
    return table.unpack(results, 2, results.n)
end

local function create(connection)
    connection:exec(TABLES)
    connection:exec(("WITH RECURSIVE counting(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < %d) "
        .. "INSERT OR IGNORE INTO numbers SELECT n FROM counting;"):format(LAST_NUMBER))
    connection:exec(VIEW)
    connection:exec(("PRAGMA user_version=%d;"):format(SCHEMA_VERSION))
end

-- Looked at once per process, unless the file has gone.
local prepared = false

--- Makes what is missing. A database of another version is set aside as a copy first.
function Database.prepare()
    if prepared and lfs.attributes(Database.path, "mode") == "file" then return end
    prepared = true
    with(function(connection)
        connection:exec(Device:canUseWAL() and "PRAGMA journal_mode=WAL;" or "PRAGMA journal_mode=TRUNCATE;")
        local version = tonumber(connection:rowexec("PRAGMA user_version;"))
        if version == SCHEMA_VERSION then return end
        if version ~= 0 then
            local copy = ("%s.bkp.%d-to-%d"):format(Database.path, version, SCHEMA_VERSION)
            require("ffi/util").copyFile(Database.path, copy)
        end
        connection:exec("BEGIN;")
        create(connection)
        connection:exec("COMMIT;")
    end)
end

local function run(connection, query, ...)
    local statement = connection:prepare(query)
    local row = statement:reset():bind(...):step()
    statement:close()
    return row
end

--- The id of a book's row, which is made when there is none.
-- @tparam table data title, authors, series, language, pages, md5
function Database.bookId(data, now)
    return with(function(connection)
        local function find()
            local row = run(connection, "SELECT id FROM book WHERE title = ? AND authors = ? AND md5 = ?;", data.title,
                data.authors, data.md5)
            return row and tonumber(row[1])
        end
        local id = find()
        if id then return id end
        run(connection, "INSERT INTO book VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0);", data.title, data.authors,
            data.notes or 0, now, data.highlights or 0, data.pages, data.series, data.language, data.md5)
        return find()
    end)
end

-- While all rows of a book were written with its present page count, the view gives each row back as it
-- stands; asking the table itself is then the same answer, without joining every page to the numbers.
local PER_PAGE = [[SELECT page, sum(duration) AS spent, min(total_pages) AS least, max(total_pages) AS most
    FROM page_stat_data WHERE id_book = ? GROUP BY page]]
local PLAIN_TOTALS = "SELECT count(*), sum(spent), min(least), max(most) FROM (" .. PER_PAGE .. ");"
local PLAIN_CAPPED = "SELECT count(*), sum(min(spent, ?2)), min(least), max(most) FROM ("
    .. PER_PAGE:gsub("%?", "?1") .. ");"
local TOTALS = "SELECT count(DISTINCT page), sum(duration) FROM page_stat WHERE id_book = ?;"
local CAPPED = "SELECT count(*), sum(spent) FROM (SELECT min(sum(duration), ?2) AS spent "
    .. "FROM page_stat WHERE id_book = ?1 GROUP BY page);"

local function number(value)
    return tonumber(value) or 0
end

-- Pages and seconds by the plain query, or by the view where rows have to be scaled.
local function ask(connection, plain, scaled, id, ...)
    local book = run(connection, "SELECT pages FROM book WHERE id = ?;", id)
    local row = run(connection, plain, id, ...)
    if number(row[1]) > 0 and not (book and row[3] == book[1] and row[4] == book[1]) then
        row = run(connection, scaled, id, ...)
    end
    return number(row[1]), number(row[2])
end

local function totals(connection, id)
    return ask(connection, PLAIN_TOTALS, TOTALS, id)
end

--- Distinct pages and seconds read of a book.
function Database.totals(id)
    return with(function(connection) return totals(connection, id) end)
end

--- The same for averages: a page counts for `longest` seconds at most.
function Database.cappedTotals(id, longest)
    return with(function(connection)
        return ask(connection, PLAIN_CAPPED, CAPPED, id, longest)
    end)
end

--- Writes what was read: rows are { page, start, duration, page count }. Returns the book's pages and seconds.
function Database.store(id, rows, data, now)
    return with(function(connection)
        connection:exec("BEGIN;")
        local statement = connection:prepare("INSERT OR IGNORE INTO page_stat_data VALUES (?, ?, ?, ?, ?);")
        for _, row in ipairs(rows) do
            statement:reset():bind(id, row[1], row[2], row[3], row[4]):step()
        end
        statement:close()
        run(connection, "UPDATE book SET pages = ? WHERE id = ?;", data.pages, id)
        local pages, seconds = totals(connection, id)
        run(connection, "UPDATE book SET last_open = ?, notes = ?, highlights = ?, total_read_time = ?, "
            .. "total_read_pages = ? WHERE id = ?;", now, data.notes, data.highlights, seconds, pages, id)
        connection:exec("COMMIT;")
        return pages, seconds
    end)
end

--- Seconds and pages since a moment, of all books or of one.
function Database.since(moment, id)
    return with(function(connection)
        local query = "SELECT count(*), sum(spent) FROM (SELECT sum(duration) AS spent FROM page_stat "
            .. "WHERE start_time >= ? %s GROUP BY id_book, page);"
        local row
        if id then
            row = run(connection, query:format("AND id_book = ?"), moment, id)
        else
            row = run(connection, query:format(""), moment)
        end
        return tonumber(row[2]) or 0, tonumber(row[1]) or 0
    end)
end

--- On how many days (local time) a book was read.
function Database.days(id)
    return with(function(connection)
        local row = run(connection, "SELECT count(DISTINCT strftime('%Y-%m-%d', start_time, 'unixepoch', 'localtime')) "
            .. "FROM page_stat WHERE id_book = ?;", id)
        return tonumber(row[1]) or 0
    end)
end

--- All books with something read: array of { id, title, authors, seconds, pages }, the latest first.
function Database.books()
    return with(function(connection)
        local found = connection:exec("SELECT id, title, authors, total_read_time, total_read_pages FROM book "
            .. "WHERE total_read_time > 0 ORDER BY last_open DESC, id;")
        local books = {}
        for i = 1, found and #found[1] or 0 do
            books[i] = { tonumber(found[1][i]), found[2][i], found[3][i], tonumber(found[4][i]), tonumber(found[5][i]) }
        end
        return books
    end)
end

return Database
