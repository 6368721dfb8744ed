--[[ Which book is which: the fingerprint (KOReader's partial MD5) here, the id on each server.

The fingerprint is taken from the file each time it is opened, so that a replaced file is another book. A
server's id may come later, or change: it is forgotten when the server no longer knows it. ]]

local util = require("util")
local Database = require("shelfsync/database")

local Books = {}

-- Where no account is named, it is the first.
local FIRST = "1"

-- The fingerprint of a file, 32 hexadecimal digits. nil when it cannot be read.
function Books.fingerprint(path)
    return util.partialMD5(path)
end

-- The name of the file that this book was last opened as, without folders; nil when it never was.
function Books.fileName(hash)
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT name FROM file WHERE hash = ?", hash)[1]
    end)
    return row and row[1]
end

-- The id that a server gave a book, and when it was last asked for it (epoch seconds); nil when unknown.
function Books.serverId(hash, account)
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT server_id, asked_at FROM known WHERE account = ? AND hash = ?",
            account or FIRST, hash)[1]
    end)
    if not row then
        return nil, nil
    end
    return row[1], tonumber(row[2])
end

-- Keeps the id; nil keeps that the server was asked and did not know the book. True when it is kept.
function Books.setServerId(hash, id, account)
    return Database.write(function(conn)
        Database.run(conn, "INSERT OR REPLACE INTO known(account, hash, server_id, asked_at) VALUES(?, ?, ?, ?)",
            account or FIRST, hash, id, os.time())
        return true
    end)
end

-- The server no longer knows that id: all there is to do is to ask again.
function Books.forget(hash, account)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM known WHERE account = ? AND hash = ?", account or FIRST, hash)
        return true
    end)
end

-- Books have come to the server: those that were not there are asked for anew.
function Books.askAgain(account)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM known WHERE account = ? AND server_id IS NULL", account)
        return true
    end)
end

-- It is another server.
function Books.forgetAll(account)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM known WHERE account = ?", account or FIRST)
        return true
    end)
end

return Books
