describe("the outbox of places", function()
    local Places

    before_each(function()
        Places = require("shelfsync/places")
    end)

    local function place_of(number, changes)
        local place = { identity = "reading " .. number, progress = number, location = "page " .. number,
            read_at = 1000 + number }
        for key, value in pairs(changes or {}) do
            place[key] = value
        end
        return { hash = HASH, title = "Salt", place = place }
    end

    it("keeps the newest of a book, over a restart too", function()
        Places.add(place_of(1))
        Places.add(place_of(2))
        restart()
        local all = require("shelfsync/places").all()
        assert.equal(1, #all)
        assert.equal(2, all[1].progress)
        assert.equal("page 2", all[1].location)
        assert.equal(1002, all[1].read_at)
    end)

    it("has nothing of a session without a place", function()
        assert.is_true(Places.add({ hash = HASH, title = "Salt" }))
        assert.same({}, Places.all())
    end)

    it("lets a place go when the server has it, but not a newer one", function()
        Places.add(place_of(1))
        local sent = Places.waiting(HASH)
        Places.add(place_of(2))
        assert.is_true(Places.acknowledge(sent))
        assert.equal(2, Places.waiting(HASH).progress)
        Places.acknowledge(Places.waiting(HASH))
        assert.is_nil(Places.waiting(HASH))
    end)

    it("knows its own place again, and one that it has seen", function()
        Places.add(place_of(1))
        Places.acknowledge(Places.waiting(HASH))
        assert.is_false(Places.isNews(HASH, { progress = 1, location = "page 1", stamp = "whenever" }))
        local found = { progress = 60, location = nil, stamp = "tuesday" }
        assert.is_true(Places.isNews(HASH, found))
        Places.see(HASH, found)
        assert.is_false(Places.isNews(HASH, found))
        assert.is_false(Places.isNews(HASH, { progress = 60, stamp = "wednesday" }))
        assert.is_true(Places.isNews(HASH, { progress = 61, stamp = "wednesday" }))
    end)

    it("gives up what waits only for what is newer", function()
        Places.add(place_of(1))
        Places.see(HASH, { progress = 60, stamp = "tuesday" })
        assert.equal(1, Places.waiting(HASH).progress)
        Places.see(HASH, { progress = 60, stamp = "tuesday" }, true)
        assert.is_nil(Places.waiting(HASH))
    end)

    it("lets a refused place stand aside until it is asked for again", function()
        Places.add(place_of(1))
        require("shelfsync/outbox").failed({ Places.waiting(HASH) }, "no such percentage", true)
        assert.is_nil(Places.waiting(HASH))
        assert.same({}, Places.books())
        assert.equal("no such percentage", Places.all()[1].last_error)
        require("shelfsync/outbox").reconsider("1")
        assert.equal(1, Places.waiting(HASH).tries)
    end)
end)

describe("a queue with a cap", function()
    it("drops the oldest, and counts them", function()
        local Queue = require("shelfsync/queue")
        Queue.caps["1"] = 3
        enqueue(HASH, 5)
        assert.equal(3, Queue.count())
        assert.equal(2, Queue.droppedCount())
        assert.equal(os.time() - 100000 + 3 * 700, Queue.all(10)[1].end_time)
    end)

    it("keeps all without one", function()
        enqueue(HASH, 60)
        assert.equal(60, require("shelfsync/queue").count())
        assert.equal(0, require("shelfsync/queue").droppedCount())
    end)
end)

describe("a database of the second version", function()
    it("is brought to the third, with its sessions", function()
        local migrations = require("shelfsync/migrations")
        local conn = require("lua-ljsqlite3/init").open(require("shelfsync/database").path)
        for number = 1, 2 do
            for _, statement in ipairs(migrations[number]) do
                conn:exec(statement)
            end
        end
        conn:exec("PRAGMA user_version=2")
        conn:exec([[INSERT INTO session(identity, hash, title, book_type, start_time, end_time, duration,
            start_progress, end_progress, start_location, end_location)
            VALUES('a', 'b', 'c', 'EPUB', 1, 61, 60, 1.0, 2.0, '1', '2')]])
        conn:close()
        local session = require("shelfsync/queue").all(10)[1]
        assert.equal("a", session.identity)
        assert.equal(0, session.pages_turned)
        assert.same({}, require("shelfsync/places").all())
    end)
end)
