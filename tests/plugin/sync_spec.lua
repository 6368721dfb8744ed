describe("two servers", function()
    local Sync, Queue, Places, settings, second

    before_each(function()
        Sync, Queue = require("shelfsync/sync"), require("shelfsync/queue")
        Places = require("shelfsync/places")
        settings = configured()
        second = settings:addAccount("kosync")
        second:set("server_url", "http://other.example")
        second:set("username", "mira")
        second:set("password", "ebb-and-flow")
        Sync:configure(settings)
    end)

    local function finished(changes)
        local session = session_of(HASH, changes)
        session.takers = settings:takers()
        session.place = { identity = session.identity .. " 9", progress = 14.5, location = "/body",
            read_at = os.time() }
        assert(Queue.add(session))
    end

    local function sent_to(host)
        local count = 0
        for _, line in ipairs(sent_requests()) do
            count = count + (line:find(host, 1, true) and 1 or 0)
        end
        return count
    end

    it("get what each of them takes", function()
        server.add_book{ hash = HASH }
        finished()
        answer('{"document": "x", "timestamp": 1}', 200, "http://other.example/*")
        local report = send_all()
        assert.equal(1, report.sent)
        assert.equal(1, report.places_sent)
        assert.equal(0, report.left)
        assert.equal(0, report.places_left)
        assert.equal(1, #server.sessions())
        assert.equal(2, sent_to("other.example"))
    end)

    it("do not wait for each other's troubles, and the report names who has them", function()
        server.add_book{ hash = HASH }
        finished()
        fault{ "refused", url = "http://other.example/*" }
        local report = send_all()
        assert.equal(1, report.sent)
        assert.equal(1, report.places_left)
        assert.equal("later", report.kind)
        assert.matches("^KOReader progress sync: ", report.reason)
        assert.is_true(Sync:engine("1").backoff:isReady())
        assert.is_false(Sync:engine(second.id).backoff:isReady())
        assert.equal(1, Places.waiting(HASH, second.id).tries)
    end)

    it("both get a session that both take, each once", function()
        second:set("server_kind", "booklore")
        Sync:configure(settings)
        server.add_book{ hash = HASH }
        finished()
        assert.equal(1, Queue.count())
        answer('{"id": 7}', 200, "http://other.example/api/koreader/books/*")
        fault{ "status", status = 503, url = "http://other.example/api/v1/*", count = 1 }
        assert.equal(1, send_all().sent)
        assert.equal(1, Queue.count())
        assert.equal(0, Queue.count("1"))
        assert.equal(1, #server.sessions())
        answer("", 202, "http://other.example/api/v1/*")
        advance(40)
        assert.equal(0, Queue.count())
        assert.equal(1, #server.sessions())
    end)

    it("have each their own knowledge of a book", function()
        local Books = require("shelfsync/books")
        Books.setServerId(HASH, "41", "1")
        assert.is_nil(Books.serverId(HASH, second.id))
        Sync:engine(second.id):startAnew()
        assert.equal("41", (Books.serverId(HASH, "1")))
    end)

    it("are one again when the second is given up, and nothing waits for it", function()
        finished()
        Sync:forget(second)
        settings:removeAccount(second)
        Sync:configure(settings)
        assert.equal(1, #Sync.order)
        assert.same({}, Places.all())
        assert.equal(1, Queue.count())
        assert.is_not.equal(second.id, settings:addAccount("kosync").id)
    end)

    it("keep their accounts over a restart, in the settings' file", function()
        restart()
        local kept = require("shelfsync/settings"):open():accounts()
        assert.equal(2, #kept)
        assert.equal("http://other.example", kept[2]:server())
        assert.same({ place = true }, kept[2]:takes())
        assert.equal(30, kept[2]:get("min_duration"))
    end)

    it("hide both passwords", function()
        require("shelfsync/log").setSecrets(settings:secrets())
        assert.equal("******", require("shelfsync/log").clean("ebb-and-flow"))
        assert.equal("******", require("shelfsync/log").clean("tide-pool"))
    end)

    it("are left out while they have no address, unless none has", function()
        second:set("server_url", "")
        server.add_book{ hash = HASH }
        finished()
        assert.is_nil(send_all().kind)
        settings:set("server_url", "")
        assert.equal("unconfigured", send_all().kind)
    end)

    it("get nothing of what the reader withholds", function()
        settings:setWithheld("session", true)
        assert.same({ place = { second.id } }, settings:takers())
        finished()
        assert.equal(0, Queue.count())
        assert.equal(1, #Places.all(second.id))
    end)
end)

describe("accounts in a file that somebody edited", function()
    it("are what can be read of them", function()
        local settings = configured({ more_servers = { "nonsense", { id = 3 }, { id = "2", server_url = 7,
            server_kind = "cafe" } } })
        local accounts = settings:accounts()
        assert.equal(2, #accounts)
        assert.equal("", accounts[2]:server())
        assert.equal("booklore", accounts[2]:kind())
        assert.is_false(accounts[2]:isConfigured())
    end)
end)
