describe("a session", function()
    local Session = require("shelfsync/session")
    local Queue = require("shelfsync/queue")
    local ui, settings, session

    local function turn(seconds, pages)
        advance(seconds)
        ui.page = ui.page + (pages or 1)
        return session:turnedTo(ui.page)
    end

    before_each(function()
        ui, settings = reader_of(), configured()
        session = Session:begin(ui, HASH, "Salt Roads of the North", settings)
    end)

    it("lasts as long as it was read", function()
        local began = os.time()
        for _ = 1, 10 do
            turn(60)
        end
        assert.is_true(session:finish(settings))
        local kept = Queue.all(1)[1]
        assert.equal(600, kept.duration)
        assert.equal(began, kept.start_time)
        assert.equal(began + 600, kept.end_time)
        assert.equal(10, kept.start_progress)
        assert.equal(15, kept.end_progress)
        assert.equal("20", kept.start_location)
        assert.equal("30", kept.end_location)
    end)

    it("does not mind a clock that is set back or forward", function()
        turn(300)
        clock.set(-7200)
        turn(300)
        clock.set(86400)
        assert.is_true(session:finish(settings))
        local kept = Queue.all(1)[1]
        assert.equal(600, kept.duration)
        assert.equal(os.time(), kept.end_time)
        assert.equal(os.time() - 600, kept.start_time)
    end)

    it("counts sleep that nobody announced, up to the idle limit", function()
        turn(60)
        clock.sleep(600)
        session:measure()
        assert.equal(660, session.duration)
    end)

    it("does not count a page that is announced twice", function()
        turn(60)
        session:turnedTo(ui.page)
        session:turnedTo(ui.page)
        assert.equal(1, session.pages_turned)
    end)

    it("does not count the new page number of another layout", function()
        ui.pages, ui.page = 400, 41
        session:turnedTo(41)
        assert.equal(0, session.pages_turned)
        turn(40)
        assert.equal(1, session.pages_turned)
    end)

    it("does not count what is no page", function()
        assert.is_true(session:turnedTo(nil))
        assert.is_true(session:turnedTo("21"))
        assert.equal(0, session.pages_turned)
    end)

    it("that is short is not kept", function()
        turn(29)
        local kept, fault = session:finish(settings)
        assert.is_nil(kept)
        assert.equal("short", fault)
        assert.equal(0, Queue.count())
    end)

    it("that lasts the minimum is kept", function()
        turn(30)
        assert.is_true(session:finish(settings))
    end)

    it("in which no page was turned is not kept", function()
        advance(600)
        local _, fault = session:finish(settings)
        assert.equal("still", fault)
    end)

    it("that goes back to its first page is kept", function()
        turn(60)
        turn(60, -1)
        assert.is_true(session:finish(settings))
        assert.equal(0, Queue.all(1)[1].end_progress - Queue.all(1)[1].start_progress)
    end)

    it("ends with the last page turned when the reader has gone", function()
        local began = os.time()
        turn(60)
        turn(60)
        advance(8 * 3600)
        assert.is_false(turn(0))
        assert.is_true(session:finish(settings))
        local kept = Queue.all(1)[1]
        assert.equal(120, kept.duration)
        assert.equal(began, kept.start_time)
        assert.equal("22", kept.end_location)
    end)

    it("never ends by itself when the idle limit is 0", function()
        settings:set("idle_minutes", 0)
        session = Session:begin(ui, HASH, "Salt Roads of the North", settings)
        advance(8 * 3600)
        assert.is_true(turn(0))
        session:measure()
        assert.equal(8 * 3600, session.duration)
    end)

    it("is not written down before it would count", function()
        turn(20)
        restart()
        assert.equal(0, require("shelfsync/queue").recover(function() return true end))
    end)

    it("is written down once it counts, then about every two minutes", function()
        for _, seconds in ipairs({ 40, 100, 30, 50 }) do
            turn(seconds)
        end
        restart()
        Queue = require("shelfsync/queue")
        assert.equal(1, Queue.recover(function() return true end))
        assert.equal(170, Queue.all(1)[1].duration)
    end)

    it("is not begun before the document is ready", function()
        assert.is_nil(Session:begin(reader_of({ pages = 0 }), HASH, "t", settings))
        local empty = reader_of()
        empty.document = nil
        assert.is_nil(Session:begin(empty, HASH, "t", settings))
    end)

    it("can be finished after its document is closed", function()
        turn(60)
        ui.document = nil
        assert.is_true(session:finish(settings))
        assert.equal("21", Queue.all(1)[1].end_location)
    end)

    it("knows the kind of the book", function()
        local Position = require("shelfsync/position")
        for path, kind in pairs({
            ["/a/b.pdf"] = "PDF", ["/a/B.PDF"] = "PDF", ["/a/c.cbz"] = "CBX", ["/a/c.cbr"] = "CBX",
            ["/a/d.epub"] = "EPUB", ["/a.pdf/d"] = "EPUB", ["/a/x.fb2.zip"] = "EPUB",
        }) do
            assert.equal(kind, Position.bookType(path), path)
        end
    end)
end)
