describe("the database", function()
    local Database = require("shelfsync/database")
    local SQ3 = require("lua-ljsqlite3/init")

    local function version(path)
        local conn = SQ3.open(path or Database.path)
        local found = tonumber(conn:rowexec("PRAGMA user_version"))
        conn:close()
        return found
    end

    local function put(name, value)
        return Database.write(function(conn)
            Database.setSingle(conn, name, value)
            return true
        end)
    end

    local function get(name)
        return Database.read(function(conn)
            return Database.single(conn, name)
        end)
    end

    it("is made at the newest version", function()
        assert.is_true(put("a", 1))
        assert.equal(#require("shelfsync/migrations"), version())
    end)

    it("of version 1 is brought to the newest with what is in it", function()
        local conn = SQ3.open(Database.path)
        for _, statement in ipairs(require("shelfsync/migrations")[1]) do
            conn:exec(statement)
        end
        conn:exec("INSERT INTO session VALUES(1, 'id', 'hash', 'title', 'EPUB', 1, 2, 1, 0.0, 1.0, '1', '2', 0, "
            .. "NULL, 0)")
        conn:exec("PRAGMA user_version=1")
        conn:close()
        local Queue = require("shelfsync/queue")
        assert.equal(1, Queue.count())
        assert.equal("id", Queue.all(1)[1].identity)
        assert.equal(#require("shelfsync/migrations"), version())
        assert.is_true(Queue.keepOpen(session_of(HASH)))
    end)

    it("keeps nothing of a piece of work that fails", function()
        put("a", "before")
        local result, reason = Database.write(function(conn)
            Database.setSingle(conn, "a", "after")
            error("halfway")
        end)
        assert.is_nil(result)
        assert.matches("halfway", reason)
        assert.equal("before", get("a"))
        assert.is_true(put("a", "later"))
    end)

    it("that is no database is set aside, and a new one begun", function()
        write_file("settings/shelfsync.sqlite3", ("no database "):rep(400))
        assert.is_true(put("a", 1))
        assert.equal("1", get("a"))
        local names = table.concat(files_in("settings"), " ")
        assert.matches("shelfsync.sqlite3.unreadable%-%d+", names)
        assert.matches("kept as", device_log())
    end)

    it("that is damaged further in is set aside when that is found", function()
        for i = 1, 40 do
            put("name " .. i, ("x"):rep(200))
        end
        local file = io.open(Database.path, "rb")
        local text = file:read("*a")
        file:close()
        restart()
        Database = require("shelfsync/database")
        write_file("settings/shelfsync.sqlite3", text:sub(1, 4096) .. ("\255"):rep(#text - 4096))
        assert.is_true(put("a", 1))
        assert.equal("1", get("a"))
        local names = table.concat(files_in("settings"), " ")
        assert.matches("unreadable%-%d+ ", names .. " ")
        assert.matches("unreadable%-%d+%-journal", names)
    end)

    it("stays open, and is opened anew when the file is another one", function()
        put("a", 1)
        os.rename(Database.path, Database.path .. ".backup")
        assert.is_nil(get("a"))
        put("b", 2)
        os.remove(Database.path)
        os.rename(Database.path .. ".backup", Database.path)
        assert.equal("1", get("a"))
        assert.is_nil(get("b"))
    end)

    it("that is set aside twice in a second is kept twice", function()
        for _ = 1, 2 do
            write_file("settings/shelfsync.sqlite3", ("no database "):rep(400))
            put("a", 1)
        end
        local kept = 0
        for _, name in ipairs(files_in("settings")) do
            kept = kept + (name:find("unreadable", 1, true) and not name:find("journal", 1, true) and 1 or 0)
        end
        assert.equal(2, kept)
    end)

    it("that somebody else holds is waited for, then left alone", function()
        put("a", "before")
        local other = SQ3.open(Database.path)
        other:exec("BEGIN EXCLUSIVE")
        local result, reason = Database.write(function() return true end)
        assert.is_nil(result)
        assert.matches("busy", reason)
        other:exec("ROLLBACK")
        other:close()
        assert.equal("before", get("a"))
    end)

    it("of a newer version of the plugin is used as it is", function()
        put("a", 1)
        local conn = SQ3.open(Database.path)
        conn:exec("PRAGMA user_version=99")
        conn:close()
        assert.is_true(put("b", 2))
        assert.equal(99, version())
    end)
end)
