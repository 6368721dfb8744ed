--[[ Numbers that only grow: how much was sent, how much a cap has cost. ]]

local Database = require("shelfsync/database")

local Counters = {}

-- In the caller's transaction.
function Counters.get(conn, name)
    return tonumber(Database.single(conn, name)) or 0
end

-- Adds to a counter, in the caller's transaction; returns what it is then.
function Counters.add(conn, name, count)
    local total = Counters.get(conn, name) + count
    Database.setSingle(conn, name, total)
    return total
end

-- What a counter is; 0 when it cannot be read.
function Counters.read(name)
    return Database.read(function(conn)
        return Counters.get(conn, name)
    end) or 0
end

return Counters
