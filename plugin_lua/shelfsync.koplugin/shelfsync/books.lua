--[[ Which book is which: the fingerprint (KOReader's partial MD5) here, the id on the server.

The fingerprint is taken from the file each time it is opened, so that a replaced file is another book. The
server's id may come later, or change: it is forgotten when the server no longer knows it. ]]

local util = require("util")
local Database = require("shelfsync/database")

local Books = {}

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

-- The server's id of a book, and when the server was last asked for it (epoch seconds); nil when unknown.
function Books.serverId(hash)
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT server_id, asked_at FROM book WHERE hash = ?", hash)[1]
    end)
    if not row then
        return nil, nil
    end
    return row[1], tonumber(row[2])
end

-- Keeps the id; nil keeps that the server was asked and did not know the book. True when it is kept.
function Books.setServerId(hash, id)
    return Database.write(function(conn)
        Database.run(conn, "INSERT OR REPLACE INTO book(hash, server_id, asked_at) VALUES(?, ?, ?)",
            hash, id, os.time())
        return true
    end)
end

-- The server no longer knows that id, or it is another server: all there is to do is to ask again.
function Books.forget(hash)
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM book WHERE hash = ?", hash)
        return true
    end)
end

function Books.forgetAll()
    return Database.write(function(conn)
        Database.run(conn, "DELETE FROM book")
        return true
    end)
end

return Books
