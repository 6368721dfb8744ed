describe("highlights on a BookLore server", function()
    local Marks, Outbox, Annotations, protocol, id

    before_each(function()
        Marks, Outbox = require("shelfsync/protocols/booklore_marks"), require("shelfsync/outbox")
        Annotations = require("shelfsync/annotations")
        protocol = engine_of(configured({ booklore_username = "mira", booklore_password = "tide-pool" })).protocol
        id = tostring(server.add_book{ hash = HASH })
        require("shelfsync/books").setServerId(HASH, id)
    end)

    local function item_of(changes)
        local raw = { datetime = "2026-03-01 18:00:00", drawer = "lighten", color = "yellow", text = "the tide",
            page = "/body/p.0", pos0 = "/body/p.0", pos1 = "/body/p.8", chapter = "One", pageno = 4 }
        for key, value in pairs(changes or {}) do
            raw[key] = value
        end
        return Annotations.item(raw)
    end

    local CFI = "epubcfi(/6/2!/4/2,/1:0,/1:8)"

    local function enter(item, cfi)
        Outbox.add({ { account = "1", kind = "annotation", slot = HASH .. item.key, identity = item.key .. item.digest,
            hash = HASH, title = "Salt", at = os.time(), data = { key = item.key, item = item, cfi = cfi } } })
    end

    local function desired(item, cfi, destination)
        return Marks.desired({ data = { item = item, cfi = cfi } }, destination or "in_book")
    end

    it("are what the reader chose they should be", function()
        assert.same({ annotation = { cfi = CFI, text = "the tide", color = "#FFC107", style = "highlight",
            chapterTitle = "One" } }, desired(item_of(), CFI))
        local noted = item_of({ note = "why?", color = "cyan" })
        assert.same({ note = { cfi = CFI, selectedText = "the tide", noteContent = "why?", color = "#38BDF8",
            chapterTitle = "One" } }, desired(noted, CFI))
        assert.same({ page_note = { title = "One", content = "why?" } }, desired(noted, CFI, "page"))
        local both = desired(noted, CFI, "both")
        assert.equal("why?", both.note.noteContent)
        assert.equal("why?", both.page_note.content)
    end)

    it("go to the book's page where the web knows no place for them", function()
        assert.same({ page_note = { title = "One", content = "p. 4\n“the tide”" } }, desired(item_of(), nil))
        assert.same({ page_note = { title = "One", content = "p. 4\n“the tide”\nwhy?" } },
            desired(item_of({ note = "why?" }), nil))
    end)

    it("are cut to what the server takes, in whole letters", function()
        local wanted = desired(item_of({ text = ("ł"):rep(6000) }), CFI)
        assert.equal(("ł"):rep(5000), wanted.annotation.text)
    end)

    it("are sent once, and then known", function()
        local item = item_of()
        enter(item, CFI)
        local report = send_all()
        assert.equal(1, report.changes_sent)
        assert.equal(0, report.changes_left)
        local known = Annotations.known("1", HASH)[item.key]
        assert.equal(item.digest, known.digest)
        assert.equal(CFI, known.remote.annotation.cfi)
        local before = #sent_requests()
        send_all({ by_hand = true })
        assert.equal(before, #sent_requests())
    end)

    it("are made anew when somebody deleted them on the web", function()
        local item = item_of()
        enter(item, CFI)
        send_all()
        require("shelfsync/database").write(function(conn)
            Annotations.note(conn, "1", HASH, item.key, item.digest,
                { note = { id = 4711, cfi = CFI, content = "other" } })
            return true
        end)
        enter(item_of({ note = "again" }), CFI)
        local report = send_all()
        assert.is_nil(report.kind)
        assert.equal(0, report.changes_left)
    end)

    it("that the server refuses stand aside, and the others go", function()
        enter(item_of({ text = "bad" }), ("x"):rep(1200))
        enter(item_of({ pos0 = "/body/q.0" }), CFI)
        local report = send_all()
        assert.equal(1, report.changes_sent)
        assert.equal(1, report.changes_left)
        assert.is_true(Outbox.all({ kind = "annotation" })[1].refused)
    end)

    it("wait while the server is in trouble", function()
        enter(item_of(), CFI)
        fault{ "status", status = 503, url = "*/annotations" }
        assert.equal("later", send_all().kind)
        assert.equal(1, Outbox.count({ kind = "annotation" }))
        fault.clear()
        advance(60)
        assert.equal(0, Outbox.count({ kind = "annotation" }))
    end)

    it("are not taken for stored when a sign-in page answers", function()
        enter(item_of(), CFI)
        protocol.token = "given"
        answer("<html>Welcome to the hotel</html>")
        assert.equal("later", send_all().kind)
        assert.equal(1, Outbox.count({ kind = "annotation" }))
    end)
end)
