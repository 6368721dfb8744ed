describe("the outbox", function()
    local Outbox

    before_each(function()
        Outbox = require("shelfsync/outbox")
    end)

    local function entry_of(changes)
        local entry = { account = "1", kind = "rating", slot = HASH, identity = "first", hash = HASH, title = "Salt",
            at = 1000, data = { stars = 4 } }
        for key, value in pairs(changes or {}) do
            entry[key] = value
        end
        return entry
    end

    it("keeps an entry as it was, over a restart too", function()
        local data = { note = "Łódź; 'quoted'", value = 100 / 3, list = { 1, 2 } }
        assert.is_true(Outbox.add({ entry_of({ data = data }) }))
        restart()
        local kept = require("shelfsync/outbox").all()[1]
        assert.same(data, kept.data)
        assert.equal("first", kept.identity)
        assert.equal(1000, kept.began)
        assert.is_false(kept.refused)
    end)

    it("lets a newer change of the same slot take the place of the older, with its tries", function()
        Outbox.add({ entry_of() })
        Outbox.failed(Outbox.all(), "no", true)
        Outbox.add({ entry_of({ identity = "second", data = { stars = 5 } }) })
        local all = Outbox.all()
        assert.equal(1, #all)
        assert.equal("second", all[1].identity)
        assert.equal(0, all[1].tries)
        assert.is_false(all[1].refused)
    end)

    it("never replaces what has its identity for a slot", function()
        Outbox.add({ entry_of({ kind = "session", slot = "a", identity = "a", data = { duration = 1 } }) })
        Outbox.add({ entry_of({ kind = "session", slot = "a", identity = "a", data = { duration = 2 } }) })
        assert.equal(1, #Outbox.all())
        assert.equal(1, Outbox.all()[1].data.duration)
    end)

    it("lets go what the server has, but not what took its place meanwhile", function()
        Outbox.add({ entry_of() })
        local sent = Outbox.all()
        Outbox.add({ entry_of({ identity = "second" }) })
        assert.is_true(Outbox.acknowledge(sent))
        assert.equal("second", Outbox.all()[1].identity)
        Outbox.acknowledge(Outbox.all())
        assert.equal(0, Outbox.count())
    end)

    it("keeps one server's entries apart from another's, and counts a change once", function()
        Outbox.add({ entry_of(), entry_of({ account = "2" }), entry_of({ account = "2", kind = "status" }) })
        assert.equal(1, Outbox.count({ kind = "rating" }))
        Outbox.failed(Outbox.ofBook("2", "rating", HASH), "no", true)
        assert.equal(1, #Outbox.ofBook("1", "rating", HASH))
        assert.same({ HASH }, Outbox.books("2", { "status" }))
        assert.same({}, Outbox.books("2", { "rating" }))
        Outbox.reconsider("1")
        assert.same({}, Outbox.books("2", { "rating" }))
        Outbox.clear({ account = "2" })
        assert.equal(1, #Outbox.all())
    end)

    it("acknowledges and notes together, or not at all", function()
        Outbox.add({ entry_of() })
        assert.is_nil(Outbox.acknowledge(Outbox.all(), function() error("the note fails") end))
        assert.equal(1, #Outbox.all())
    end)
end)

describe("a database of the third version", function()
    it("is brought to the fourth, with all that waits and all that is known", function()
        local migrations = require("shelfsync/migrations")
        local conn = require("lua-ljsqlite3/init").open(require("shelfsync/database").path)
        for number = 1, 3 do
            for _, statement in ipairs(migrations[number]) do
                conn:exec(statement)
            end
        end
        conn:exec("PRAGMA user_version=3")
        conn:exec([[INSERT INTO session(identity, hash, title, book_type, start_time, end_time, duration,
            start_progress, end_progress, start_location, end_location, tries, last_error, refused, pages_turned)
            VALUES('a', 'b', 'Łódź', 'EPUB', 1, 61, 60, 1.25, 2.0, '1', '2', 3, 'no', 1, 7)]])
        conn:exec("INSERT INTO position VALUES('b', 'a 7', 'Łódź', 2.0, '/body', 50, 1, NULL, 0)")
        conn:exec("INSERT INTO agreed VALUES('c', 'tuesday', 60.0, '')")
        conn:exec("INSERT INTO book VALUES('b', '41', 99)")
        conn:close()
        local session = require("shelfsync/queue").all(10)[1]
        assert.equal("a", session.identity)
        assert.equal("Łódź", session.title)
        assert.equal(1.25, session.start_progress)
        assert.equal(7, session.pages_turned)
        assert.equal(3, session.tries)
        assert.is_true(session.refused)
        local Places = require("shelfsync/places")
        assert.equal("/body", Places.waiting("b").location)
        assert.equal(50, Places.waiting("b").read_at)
        assert.is_false(Places.isNews("c", { progress = 10, stamp = "tuesday" }))
        assert.same({ "41", 99 }, { require("shelfsync/books").serverId("b") })
    end)
end)
