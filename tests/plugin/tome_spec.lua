local rapidjson = require("rapidjson")
local Transport = require("shelfsync/transport")

-- The settings of a reader whose server is a Tome server; `changes` come on top.
local function tome(changes)
    local settings = configured({ server_kind = "tome", tome_key = "tk_" .. ("5e"):rep(20), device_name = "Kobo" })
    for key, value in pairs(changes or {}) do
        settings:set(key, value)
    end
    return settings
end

local function protocol(changes)
    return require("shelfsync/protocols/tome"):new(tome(changes))
end

local LIMITS = Transport.FIVE_SECONDS
local URL = "http://books.example/api/"

describe("the Tome protocol", function()
    it("finds a book by its file's name, percent-encoded, and its fingerprint", function()
        answer('{"book_id": 17, "method": "ko_hash"}')
        local outcome = protocol():findBook(HASH, LIMITS, "Vol. 1 — Glass & Salt.epub")
        assert.equal("17", outcome.id)
        assert.equal("GET " .. URL .. "tome-sync/resolve?filename=Vol.%201%20%E2%80%94%20Glass%20%26%20Salt.epub"
            .. "&ko_md5=" .. HASH, sent_requests()[1])
    end)

    for status, kind in pairs({ [401] = "account", [422] = "refused", [500] = "later" }) do
        it("sorts " .. status .. " as " .. kind, function()
            answer('{"detail": "no"}', status)
            assert.equal(kind, protocol():findBook(HASH, LIMITS, "a.epub").kind)
            assert.equal(kind, protocol():getPlace("17", LIMITS).kind)
            assert.equal(kind, protocol():sendSessions("17", { session_of(HASH) }, LIMITS).kind)
        end)
    end

    it("tells a book that is not there from an endpoint that is not", function()
        answer('{"detail": "No matching book found"}', 404)
        assert.equal("unknown", protocol():findBook(HASH, LIMITS, "a.epub").kind)
        fault.clear()
        answer('{"detail": "Not Found"}', 404)
        assert.equal("unsupported", protocol():getPlace("17", LIMITS).kind)
    end)

    it("takes a sign-in page for nobody's answer", function()
        answer("<html>Welcome to the hotel</html>")
        local tome_protocol = protocol()
        for _, outcome in ipairs({
            tome_protocol:findBook(HASH, LIMITS, "a.epub"),
            tome_protocol:getPlace("17", LIMITS),
            tome_protocol:sendPlace("17", { progress = 50, location = "12" }, LIMITS),
            tome_protocol:sendSessions("17", { session_of(HASH) }, LIMITS),
        }) do
            assert.equal("later", outcome.kind)
        end
    end)

    it("reads a place: percent here, a fraction there", function()
        answer('{"book_id": 17, "progress": "epubcfi(/6/2)", "percentage": 0.25, "device": "web",'
            .. ' "updated_at": "2026-05-24T14:30:00"}')
        local place = protocol():getPlace("17", LIMITS).place
        assert.equal(25, place.progress)
        assert.equal("epubcfi(/6/2)", place.location)
        assert.equal(1779633000, place.at)
    end)

    it("does not take an XPointer that the web reader has only left where it was", function()
        answer('{"progress": "/body/DocFragment[8]", "percentage": 0.03, "device": "web"}')
        assert.is_nil(protocol():getPlace("17", LIMITS).place.location)
        fault.clear()
        answer('{"progress": "/body/DocFragment[8]", "percentage": 0.03, "device": "Libra"}')
        assert.equal("/body/DocFragment[8]", protocol():getPlace("17", LIMITS).place.location)
    end)

    it("lives with nulls, and with a percentage out of bounds", function()
        answer('{"progress": null, "percentage": 50, "device": null, "updated_at": null}')
        local place = protocol():getPlace("17", LIMITS).place
        assert.equal(100, place.progress)
        assert.is_nil(place.location)
        assert.is_nil(place.device)
        assert.is_nil(place.at)
        assert.equal("", place.stamp)
    end)

    it("knows that no place is stored", function()
        answer('{"detail": "No position stored"}', 404)
        local outcome = protocol():getPlace("17", LIMITS)
        assert.equal("done", outcome.kind)
        assert.is_nil(outcome.place)
    end)

    it("sends fractions, UTC and the session's identity", function()
        local sent
        local send = Transport.send
        Transport.send = function(request) sent = request return 201, { session_id = 1 }, {} end
        finally(function() Transport.send = send end)
        local session = session_of(HASH, { start_time = 1779633000, end_time = 1779633600, start_progress = 10,
            end_progress = 100 })
        assert.equal("done", protocol():sendSessions("17", { session }, LIMITS).kind)
        assert.same({
            book_id = 17, started_at = "2026-05-24T14:30:00Z", ended_at = "2026-05-24T14:40:00Z",
            duration_seconds = 600, progress_start = 0.1, progress_end = 1, pages_turned = 9, device = "Kobo",
            session_uuid = session.identity,
        }, sent.data)
        assert.equal("Bearer tk_" .. ("5e"):rep(20), sent.headers.Authorization)
        assert.is_true(#session.identity <= 36)
        assert.equal("string", type(rapidjson.encode(sent.data)))
    end)

    it("tests the server and the key apart", function()
        answer('{"status": "ok"}', 200, URL .. "health")
        answer('{"detail": "Invalid API key"}', 401, URL .. "tome-sync/*")
        local checks = protocol():checks()
        assert.is_nil(checks[1].run(LIMITS))
        assert.matches("Invalid API key", checks[2].run(LIMITS))
    end)

    it("keeps its key out of the log", function()
        local settings = tome()
        require("shelfsync/log").setSecrets(settings:secrets())
        require("shelfsync/log").warn("key", settings:get("tome_key"))
        assert.is_nil(device_log():find(settings:get("tome_key"), 1, true))
    end)
end)

describe("the defaults for Tome", function()
    it("are its floor of ten seconds and its queue of fifty", function()
        local settings = tome()
        assert.equal(10, settings:get("min_duration"))
        assert.equal(0, settings:get("min_pages"))
        assert.equal(50, settings:get("queue_cap"))
        settings:set("queue_cap", 0)
        assert.equal(0, settings:get("queue_cap"))
    end)

    it("are not those of other servers", function()
        assert.equal(30, configured():get("min_duration"))
        assert.equal(0, configured():get("queue_cap"))
        assert.equal("booklore", configured({ server_kind = "gopher" }):kind())
    end)

    it("need an address and a key", function()
        assert.is_true(tome():isConfigured())
        assert.is_false(tome({ tome_key = "" }):isConfigured())
        assert.is_false(tome({ server_url = "" }):isConfigured())
    end)
end)

describe("a server that rests", function()
    it("is left in peace after three failures", function()
        local Backoff = require("shelfsync/backoff")
        local backoff = Backoff:new(3)
        assert.equal(30, backoff:failed())
        assert.equal(60, backoff:failed())
        assert.equal(3600, backoff:failed())
        backoff:clear()
        assert.is_true(backoff:isReady())
        assert.equal(30, backoff:failed())
    end)
end)

describe("before the device sleeps", function()
    it("place and session are sent while there is a network", function()
        tome()
        answer('{"book_id": 17}', 200, "*/resolve*")
        answer('{"ok": true, "session_id": 1, "percentage": 0.01}', 200, "*/tome-sync/[ps]*")
        write_file("/mnt/onboard/salt.epub", "a book")
        local plugin = plugin_of(reader_of())
        plugin:onReaderReady()
        read_pages(plugin, 4, 20)
        plugin:onSuspend()
        local Queue, Places = require("shelfsync/queue"), require("shelfsync/places")
        assert.equal(0, Queue.count())
        assert.equal(0, #Places.all())
        local sent = sent_requests()
        assert.matches("^POST .*/session$", sent[#sent])
        assert.matches("^PUT .*/position/17$", sent[#sent - 1])
    end)

    it("nothing is tried without one", function()
        tome()
        radio.off()
        write_file("/mnt/onboard/salt.epub", "a book")
        local plugin = plugin_of(reader_of())
        plugin:onReaderReady()
        read_pages(plugin, 4, 20)
        local began = os.time()
        plugin:onSuspend()
        assert.equal(began, os.time())
        assert.same({}, sent_requests())
        assert.equal(1, require("shelfsync/queue").count())
        assert.equal(1, #require("shelfsync/places").all())
    end)

    it("a server that does not answer costs five seconds at most", function()
        tome()
        fault{ "black-hole" }
        write_file("/mnt/onboard/salt.epub", "a book")
        local plugin = plugin_of(reader_of())
        plugin:onReaderReady()
        plugin.ui.page = 21
        plugin:onPageUpdate(21)
        local began = os.time()
        plugin:onSuspend()
        assert.is_true(os.time() - began <= 5)
        assert.equal(1, #require("shelfsync/places").all())
    end)
end)
