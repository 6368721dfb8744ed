--[[ Which file is which book: path, fingerprint (KOReader's partial MD5) and the server's id.

The fingerprint is kept by path and file size, so that a replaced file is looked at again. The server's
id may come later, or change: it is forgotten when the server no longer knows it. ]]

local lfs = require("libs/libkoreader-lfs")
local util = require("util")
local Database = require("shelfsync/database")

local Books = {}

-- The fingerprint of a file, from memory if the file has not changed. nil when it cannot be read.
function Books.fingerprint(path)
    local size = lfs.attributes(path, "size")
    if not size then
        return nil
    end
    local known = Database.write(function(conn)
        local row = Database.rows(conn, "SELECT hash, size FROM file WHERE path = ?", path)[1]
        return row and tonumber(row[2]) == size and row[1]
    end)
    if known then
        return known
    end
    local hash = util.partialMD5(path)
    if hash then
        Database.write(function(conn)
            Database.run(conn, "INSERT OR REPLACE INTO file(path, size, hash) VALUES(?, ?, ?)", path, size, hash)
        end)
    end
    return hash
end

-- The server's id of a book, and when the server was last asked for it (epoch seconds); nil when unknown.
function Books.serverId(hash)
    local row = Database.write(function(conn)
        return Database.rows(conn, "SELECT server_id, asked_at FROM book WHERE hash = ?", hash)[1]
    end)
    if not row then
        return nil, nil
    end
    return row[1], tonumber(row[2])
end

-- Keeps the id; nil keeps that the server was asked and did not know the book.
function Books.setServerId(hash, id)
    Database.write(function(conn)
        Database.run(conn, "INSERT OR REPLACE INTO book(hash, server_id, asked_at) VALUES(?, ?, ?)",
            hash, id, os.time())
    end)
end

return Books
