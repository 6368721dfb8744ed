describe("BookOrbit", function()
    local Text, Highlights, Bookmarks, Exchange, State, States, Outbox

    before_each(function()
        Text, Highlights = require("shelfsync/orbit_text"), require("shelfsync/orbit_highlights")
        Bookmarks, Exchange = require("shelfsync/orbit_bookmarks"), require("shelfsync/orbit_exchange")
        State, States = require("shelfsync/orbit_state"), require("shelfsync/orbit_states")
        Outbox = require("shelfsync/outbox")
    end)

    local POS = "/body/DocFragment[5]/body/p[3]/text().0"

    local function item_of(changes)
        local item = { datetime = "2026-08-20 21:14:03", drawer = "lighten", color = "yellow", text = "the tide",
            page = POS, pos0 = POS, pos1 = "/body/DocFragment[5]/body/p[3]/text().18", chapter = "Two", pageno = 61 }
        for key, value in pairs(changes or {}) do
            item[key] = value
        end
        return item
    end

    it("calls a highlight what the server calls it", function()
        assert.equal("b073dd502e742e3536dc6f343948978c", Highlights.normal(item_of()).key)
        local pos0, pos1 = { page = 12, x = 71.5, y = 208.25 }, { page = 12, x = 9, y = 9 }
        local pdf = item_of({ page = 12, pos0 = pos0, pos1 = pos1 })
        assert.equal('{"page":12,"x":71.50,"y":208.25}', Highlights.normal(pdf).body.pos0)
        assert.equal("e655da60c0fd7e2160f4490d06064b71", Highlights.normal(pdf).key)
        assert.equal("pdf", Highlights.normal(pdf).body.posFormat)
    end)

    it("tells highlights from bookmarks, and both from nothing", function()
        assert.is_nil(Bookmarks.normal(item_of()))
        local dogear = { datetime = "2026-08-20 21:14:03", page = POS, chapter = "Two" }
        assert.is_nil(Highlights.normal(dogear))
        assert.equal(POS, Bookmarks.normal(dogear).body.pos)
        assert.is_nil(Bookmarks.normal({ datetime = "2026-08-20 21:14:03", page = 7 }))
        assert.is_nil(Highlights.normal(item_of({ datetime = "yesterday" })))
    end)

    it("takes times of older KOReaders, and makes the next second of any", function()
        assert.equal("2026-08-20 21:14:00", Text.datetime("2026-08-20 21:14"))
        assert.equal("2026-08-20 21:14:04", Text.after("2026-08-20 21:14:03"))
        assert.equal("2026-12-31 23:59:59", Text.after("2026-12-31 23:59:58"))
        assert.equal("2027-01-01 00:00:00", Text.after("2026-12-31 23:59:59"))
        assert.is_nil(Text.datetime(7))
    end)

    it("cuts texts to so many letters, and leaves sound ones alone", function()
        assert.equal(("ł"):rep(5), Text.clip(("ł"):rep(9), 5))
        assert.equal("tide", Text.clip("tide", 5))
        assert.is_nil(Text.clip("", 5))
        assert.is_true(Text.same("the  tide\n", "the tide"))
    end)

    it("has news when something was made, changed, or seen to be deleted; not when nothing is left", function()
        local item = item_of()
        assert.is_true(Exchange.isNews(Highlights, "1", HASH, { item }))
        State.keep("1", HASH, {}, function(conn)
            State.putItem(conn, "1", HASH, "highlight", Highlights.normal(item))
        end)
        assert.is_false(Exchange.isNews(Highlights, "1", HASH, { item }))
        assert.is_true(Exchange.isNews(Highlights, "1", HASH, { item_of({ note = "why?" }) }))
        assert.is_false(Exchange.isNews(Highlights, "1", HASH, {}))
        State.markGone(HASH, "highlight", { Highlights.normal(item).key }, true)
        assert.is_true(Exchange.isNews(Highlights, "1", HASH, {}))
        assert.is_false(Exchange.isNews(Highlights, "1", HASH, { item }))
    end)

    it("notes a book's status once, until it changes", function()
        local summary = { status = "complete", modified = "2026-08-20", rating = 4 }
        States.note("1", HASH, "Salt", summary)
        assert.equal(1, Outbox.count({ kind = "status" }))
        assert.equal("complete", Outbox.all({ kind = "status" })[1].data.status)
        assert.equal(4, Outbox.all({ kind = "status" })[1].data.rating)
        States.note("1", HASH, "Salt", { status = "abandoned", modified = "2026-08-21" })
        assert.equal(1, Outbox.count({ kind = "status" }))
        assert.equal("abandoned", Outbox.all({ kind = "status" })[1].data.status)
        Outbox.clear({})
        for _, nothing in ipairs({ {}, { status = "new" }, { rating = 0 } }) do
            assert.is_true(States.note("1", HASH, "Salt", nothing))
        end
        assert.equal(0, Outbox.count({ kind = "status" }))
    end)

    describe("on the wire", function()
        local protocol

        before_each(function()
            protocol = engine_of(configured({ server_kind = "bookorbit" })).protocol
        end)

        local LIMITS = { 3, 5 }

        it("finds its API whatever page the address was copied from", function()
            server.add_book{ hash = HASH }
            for _, address in ipairs({ "http://books.example", "http://books.example/api/v1",
                "http://books.example/api/v1/koreader/" }) do
                protocol.settings:set("server_url", address)
                assert.equal("done", protocol:findBook(HASH, LIMITS).kind, address)
            end
            for _, line in ipairs(sent_requests()) do
                assert.equal("POST http://books.example/api/v1/koreader/plugin/match-check", line)
            end
        end)

        it("knows what the server has, and what it has not", function()
            server.add_book{ hash = HASH }
            assert.matches("^" .. HASH .. " %d+$", protocol:findBook(HASH, LIMITS).id)
            assert.equal("unknown", protocol:findBook(OTHER_HASH, LIMITS).kind)
        end)

        it("asks for all books that wait with one request", function()
            server.add_book{ hash = HASH }
            server.add_book{ hash = OTHER_HASH, file_name = "other.epub" }
            Outbox.add({ { account = "1", kind = "status", slot = OTHER_HASH, identity = "x", hash = OTHER_HASH,
                title = "Other", at = os.time(), data = {} } })
            protocol:findBook(HASH, LIMITS)
            assert.equal(1, #sent_requests())
            assert.matches(OTHER_HASH, (require("shelfsync/books").serverId(OTHER_HASH)))
        end)

        it("sends a place, and takes its own for no news", function()
            server.add_book{ hash = HASH }
            local place = { progress = 42.17, location = POS, read_at = os.time() }
            assert.equal("done", protocol:sendPlace(HASH .. " 1", place, LIMITS).kind)
            local outcome = protocol:getPlace(HASH .. " 1", LIMITS)
            assert.equal("done", outcome.kind)
            assert.is_nil(outcome.place)
        end)

        it("tells a switched-off account from a wrong password", function()
            assert.is_nil(protocol:checks()[1].run(LIMITS))
            answer('{"statusCode": 403, "message": "off"}', 403)
            assert.matches("switched off", protocol:checks()[1].run(LIMITS))
        end)

        it("takes a sign-in page for nobody's answer", function()
            answer("<html>Welcome to the hotel</html>")
            assert.equal("later", protocol:findBook(HASH, LIMITS).kind)
            assert.equal("later", protocol:getPlace(HASH .. " 1", LIMITS).kind)
            assert.equal("later", protocol:ask("/page-stats", HASH, {}, LIMITS).kind)
        end)

        it("takes a missing route for a missing route, and not for a missing book", function()
            answer('{"statusCode": 404, "message": "Cannot POST"}', 404)
            assert.equal("unsupported", protocol:ask("/annotations/exchange", HASH, {}, LIMITS).kind)
        end)
    end)
end)

describe("KOReader's statistics", function()
    it("are read where they are, and missed where they are not", function()
        local Statistics = require("shelfsync/statistics")
        assert.is_nil(Statistics.events(HASH, 0, -1, 10))
        assert.same({}, Statistics.books())
        local conn = require("lua-ljsqlite3/init").open(Statistics.path)
        conn:exec("CREATE TABLE book(id INTEGER, title TEXT, authors TEXT, last_open INTEGER, md5 TEXT)")
        conn:exec("CREATE TABLE page_stat_data(id_book INTEGER, page INTEGER, start_time INTEGER, duration INTEGER, "
            .. "total_pages INTEGER)")
        conn:exec("INSERT INTO book VALUES(1, 'Salt', 'H', 9, '" .. HASH .. "')")
        conn:exec("INSERT INTO book VALUES(2, 'Salt again', 'H', 10, '" .. HASH .. "')")
        for i = 1, 4 do
            conn:exec(("INSERT INTO page_stat_data VALUES(%d, %d, %d, 30, 200)"):format(i % 2 + 1, i, 1000 + i * 40))
        end
        conn:exec("INSERT INTO page_stat_data VALUES(1, 9, 0, 30, 200)")
        conn:close()
        local events = Statistics.events(HASH, 0, -1, 10)
        assert.equal(4, #events)
        assert.equal(1, events[1].page)
        assert.equal(2, #Statistics.events(HASH, events[2].start, events[2].page, 10))
        assert.equal(2, Statistics.count(HASH, events[2].start, events[2].page))
        assert.equal(HASH, Statistics.books()[HASH].hash)
    end)
end)

describe("a pass with a BookOrbit server", function()
    local Outbox, Sync

    before_each(function()
        Outbox, Sync = require("shelfsync/outbox"), require("shelfsync/sync")
        engine_of(configured({ server_kind = "bookorbit" }))
        server.add_book{ hash = HASH }
    end)

    -- One turn after another, by hand; the most requests that one of them made, and how many turns there were.
    local function most_requests_of_a_turn(engine)
        local most, turns = 0, 0
        while engine.pass and turns < 60 do
            local before = #sent_requests()
            engine:step()
            most, turns = math.max(most, #sent_requests() - before), turns + 1
        end
        return most, turns
    end

    local function sent_to(path)
        local count = 0
        for _, line in ipairs(sent_requests()) do
            count = count + (line:find(path, 1, true) and 1 or 0)
        end
        return count
    end

    local function marked_complete()
        Outbox.add({ { account = "1", kind = "status", slot = HASH, identity = "complete", hash = HASH, title = "Salt",
            at = os.time(), data = { status = "complete", modified = os.date("%Y-%m-%d") } } })
    end

    it("makes one request per turn, the question what the server can do included", function()
        local engine = Sync:engine()
        require("shelfsync/orbit_state").keepPaths({ [HASH] = "/mnt/onboard/salt.epub" })
        local settings = require("docsettings"):open("/mnt/onboard/salt.epub")
        settings:saveSetting("annotations", {})
        settings:flush()
        engine:start({ by_hand = true, hash = HASH })
        assert.equal(1, (most_requests_of_a_turn(engine)))
        assert.equal(1, sent_to("/plugin/version"))
        assert.equal(1, sent_to("/bookmarks/exchange"))
    end)

    it("goes on after a status that it says once more", function()
        server.quirk("bookorbit.same-day-status-lost")
        Outbox.add({ { account = "1", kind = "place", slot = HASH, identity = "here", hash = HASH, title = "Salt",
            at = os.time(), data = { progress = 30, location = "/body/DocFragment[1]/body/p[1]/text().0" } } })
        marked_complete()
        local report = send_all()
        assert.is_nil(report.kind)
        assert.equal(0, Outbox.count({ kind = "status" }))
        assert.equal(2, sent_to("/book-states"))
    end)
end)
