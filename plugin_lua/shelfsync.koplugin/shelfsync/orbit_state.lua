--[[ What this device and a BookOrbit server last agreed on, book by book: single values, and the highlights and
bookmarks that the server has from here. All of it can be lost: then everything is sent again, and the server knows
its own. ]]

local Database = require("shelfsync/database")

local State = {}

-- Values of one book by name, as text; hash "" for what is about the server.
function State.values(account, hash)
    return Database.read(function(conn)
        local values = {}
        for _i, row in ipairs(Database.rows(conn, "SELECT name, value FROM orbit WHERE account = ? AND hash = ?",
            account, hash)) do
            values[row[1]] = row[2]
        end
        return values
    end) or {}
end

local function store(conn, account, hash, values)
    for name, value in pairs(values) do
        Database.run(conn, "INSERT OR REPLACE INTO orbit(account, hash, name, value) VALUES(?, ?, ?, ?)", account, hash,
            name, type(value) == "number" and ("%d"):format(value) or tostring(value))
    end
end

-- Keeps values; the others stay. True when they are safe on disk. `also(conn)` is done in the same transaction.
function State.keep(account, hash, values, also)
    return Database.write(function(conn)
        store(conn, account, hash, values)
        if also then
            also(conn)
        end
        return true
    end)
end

-- What the server has of one sort ("highlight", "bookmark") of a book: by key, { key=, datetime=, content=, updated=,
-- gone= }. gone: it was seen to be deleted here, and the server has not been told.
function State.items(account, hash, sort)
    return Database.read(function(conn)
        local items = {}
        for _i, row in ipairs(Database.rows(conn, [[SELECT key, datetime, content, updated, gone FROM orbit_item
            WHERE account = ? AND hash = ? AND sort = ?]], account, hash, sort)) do
            items[row[1]] = { key = row[1], datetime = row[2], content = row[3], updated = row[4],
                gone = tonumber(row[5]) == 1 }
        end
        return items
    end) or {}
end

-- In the caller's transaction.
function State.putItem(conn, account, hash, sort, item)
    Database.run(conn, [[INSERT OR REPLACE INTO orbit_item(account, hash, sort, key, datetime, content, updated, gone)
        VALUES(?, ?, ?, ?, ?, ?, ?, 0)]], account, hash, sort, item.key, item.datetime, item.content, item.updated)
end

function State.dropItem(conn, account, hash, sort, key)
    Database.run(conn, "DELETE FROM orbit_item WHERE account = ? AND hash = ? AND sort = ? AND key = ?", account, hash,
        sort, key)
end

-- Highlights of a book were seen to go, or are there again.
function State.markGone(hash, sort, keys, is_gone)
    return Database.write(function(conn)
        for _i, key in ipairs(keys) do
            Database.run(conn, "UPDATE orbit_item SET gone = ? WHERE hash = ? AND sort = ? AND key = ?",
                is_gone and 1 or 0, hash, sort, key)
        end
        return true
    end)
end

-- Other files of the same book on the server: their fingerprints.
function State.siblings(account, hash, book_id)
    return Database.read(function(conn)
        local hashes = {}
        for _i, row in ipairs(Database.rows(conn, [[SELECT hash FROM orbit WHERE account = ? AND name = 'book_id'
            AND value = ? AND hash <> ?]], account, book_id, hash)) do
            hashes[#hashes + 1] = row[1]
        end
        return hashes
    end) or {}
end

-- It is another server, or another account there.
function State.forgetAll(account)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM orbit WHERE account = ?", account)
        Database.run(conn, "DELETE FROM orbit_item WHERE account = ?", account)
        return true
    end)
end

-- The path of the file that a book was last seen as; nil when it never was.
function State.path(hash)
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT path FROM shelf WHERE hash = ?", hash)[1]
    end)
    return row and row[1]
end

function State.keepPaths(paths)
    return Database.write(function(conn)
        for hash, path in pairs(paths) do
            Database.run(conn, "INSERT OR REPLACE INTO shelf(hash, path) VALUES(?, ?)", hash, path)
        end
        return true
    end)
end

return State
