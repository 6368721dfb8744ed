describe("the sync pass", function()
    local Engine, Queue, Books

    before_each(function()
        Queue, Books = require("shelfsync/queue"), require("shelfsync/books")
        Engine = engine_of()
    end)

    local function requests_to(path)
        local count = 0
        for _, line in ipairs(sent_requests()) do
            count = count + (line:find(path, 1, true) and 1 or 0)
        end
        return count
    end

    it("takes everything to the server", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 1)
        assert.same({ sent = 1, left = 0, refused = 0, unknown = 0 }, send_all())
        assert.equal(1, #server.sessions())
        assert.equal(1, Queue.sentCount())
    end)

    it("takes 250 sessions in three batches", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 250)
        assert.equal(250, send_all().sent)
        assert.equal(250, #server.sessions())
        assert.equal(3, requests_to("/batch"))
        assert.equal(4, #sent_requests())
    end)

    it("never mixes books in a batch", function()
        server.add_book{ hash = HASH }
        server.add_book{ hash = OTHER_HASH, file_name = "other.epub" }
        for _ = 1, 3 do
            enqueue(HASH, 1)
            enqueue(OTHER_HASH, 1)
        end
        assert.equal(6, send_all().sent)
        assert.equal(2, requests_to("/batch"))
    end)

    it("makes one request per turn of the main loop", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 250)
        Engine:start()
        local most = 0
        for _ = 1, 100 do
            local before = #sent_requests()
            Engine:step()
            most = math.max(most, #sent_requests() - before)
            if not Engine.pass then
                break
            end
        end
        assert.equal(1, most)
        assert.equal(0, Queue.count())
    end)

    it("does nothing without a server, an account or the radio", function()
        enqueue(HASH, 1)
        radio.off()
        assert.equal("offline", send_all().kind)
        assert.equal("offline", send_all({ by_hand = true }).kind)
        radio.on()
        Engine.account:set("password", "")
        assert.equal("unconfigured", send_all().kind)
        assert.same({}, sent_requests())
    end)

    it("does nothing by itself in manual mode, not even after a failure", function()
        Engine.account:set("manual_only", true)
        enqueue(HASH, 1)
        assert.equal("manual", send_all().kind)
        assert.same({}, sent_requests())
        fault{ "refused" }
        assert.equal("later", send_all({ by_hand = true }).kind)
        local before = #sent_requests()
        advance(7200)
        assert.equal(before, #sent_requests())
    end)

    it("stops at the first failure and gives the server a rest", function()
        Books.setServerId(HASH, "1")
        Books.setServerId(OTHER_HASH, "2")
        enqueue(HASH, 150)
        enqueue(OTHER_HASH, 1)
        fault{ "html-error", status = 502 }
        local report = send_all()
        assert.equal("later", report.kind)
        assert.matches("502", report.reason)
        assert.equal(1, #sent_requests())
        assert.equal("waiting", send_all().kind)
        assert.equal(1, #sent_requests())
        assert.equal(151, Queue.count())
    end)

    it("tries again by itself when the rest is over", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 1)
        fault{ "refused", count = 2 }
        send_all()
        advance(200)
        assert.equal(0, Queue.count())
        assert.equal(1, #server.sessions())
    end)

    it("is not held back by a rest when the reader asks", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 1)
        fault{ "refused", count = 1 }
        send_all()
        assert.equal(1, send_all({ by_hand = true }).sent)
    end)

    it("is not held back by a rest when the network returns", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 1)
        fault{ "refused", count = 1 }
        send_all()
        Engine:forgive()
        assert.equal(1, send_all().sent)
    end)

    it("freezes the reader for no more than 3 seconds when nobody answers", function()
        enqueue(HASH, 250)
        fault{ "black-hole" }
        local time = require("ui/time")
        Engine:start()
        local before = time.monotonic()
        Engine:step()
        assert.is_true(time.to_s(time.monotonic() - before) < 3.2)
        assert.is_nil(Engine.pass)
    end)

    it("leaves a wrong account alone for a while", function()
        Engine.account:set("password", "wrong")
        enqueue(HASH, 1)
        assert.equal("account", send_all().kind)
        assert.is_true(Engine.backoff:remaining() > 800)
    end)

    it("stores a session once when the answer is lost", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 1)
        fault{ "lost-reply", method = "POST", count = 1 }
        assert.equal("later", send_all().kind)
        assert.equal(1, Queue.count())
        advance(60)
        assert.equal(0, Queue.count())
        assert.equal(1, #server.sessions())
    end)

    it("stores a batch once when the answer is lost", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 120)
        fault{ "lost-reply", method = "POST", count = 1 }
        send_all()
        advance(300)
        assert.equal(0, Queue.count())
        assert.equal(120, #server.sessions())
    end)

    it("keeps what a sign-in page swallowed", function()
        server.add_book{ hash = HASH }
        Books.setServerId(HASH, "1")
        enqueue(HASH, 2)
        fault{ "captive-portal" }
        local report = send_all()
        assert.equal("later", report.kind)
        assert.matches("sign in", report.reason)
        assert.equal(2, Queue.count())
        fault.clear()
        advance(120)
        assert.equal(2, #server.sessions())
    end)

    it("lets a poison session stand aside and takes the others", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 3)
        Queue.add(session_of(HASH, { end_location = ("x"):rep(600) }))
        enqueue(HASH, 2)
        local report = send_all()
        assert.equal(5, report.sent)
        assert.equal(1, report.refused)
        assert.is_nil(report.kind)
        assert.equal(5, #server.sessions())
        local before = #sent_requests()
        send_all()
        assert.equal(before, #sent_requests())
        assert.matches("data conflict", Queue.all(1)[1].last_error)
        assert.equal(1, send_all({ by_hand = true }).refused)
        assert.is_true(#sent_requests() > before)
    end)

    it("goes back to batches after the batch with the poison", function()
        server.add_book{ hash = HASH }
        Queue.add(session_of(HASH, { end_location = ("x"):rep(600) }))
        enqueue(HASH, 250)
        assert.equal(250, send_all().sent)
        assert.equal(3, requests_to("/batch"))
        assert.equal(250, #server.sessions())
    end)

    it("stops when the server refuses one after another", function()
        Books.setServerId(HASH, "1")
        enqueue(HASH, 100)
        answer('{"message": "update the plugin"}', 400)
        local report = send_all()
        assert.equal("refused", report.kind)
        assert.equal(6, #sent_requests())
        assert.equal(100, report.left)
        assert.equal(5, report.refused)
    end)

    it("takes sessions one by one where there are no batches", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 5)
        fault{ "status", status = 405, url = "*/batch" }
        assert.equal(5, send_all().sent)
        assert.equal(1, requests_to("/batch"))
        assert.equal(5, #server.sessions())
    end)

    describe("and books that the server does not know", function()
        it("leaves them waiting and goes on with the others", function()
            enqueue(OTHER_HASH, 2)
            server.add_book{ hash = HASH }
            enqueue(HASH, 2)
            assert.same({ sent = 2, left = 2, refused = 0, unknown = 1 }, send_all())
        end)

        it("does not ask for them in each pass", function()
            enqueue(HASH, 2)
            send_all()
            assert.equal(1, send_all().unknown)
            assert.equal(1, #sent_requests())
        end)

        it("asks again hours later, when the network returns, when the book is read or the reader asks", function()
            enqueue(HASH, 1)
            send_all()
            advance(6 * 3600)
            send_all()
            assert.equal(2, #sent_requests())
            Engine:forgive()
            send_all()
            assert.equal(3, #sent_requests())
            send_all({ hash = HASH })
            assert.equal(4, #sent_requests())
            send_all({ by_hand = true })
            assert.equal(5, #sent_requests())
            send_all()
            assert.equal(5, #sent_requests())
        end)

        it("sends what waited as soon as they are known", function()
            enqueue(HASH, 3)
            send_all()
            server.add_book{ hash = HASH }
            assert.equal(3, send_all({ by_hand = true }).sent)
            assert.equal(3, #server.sessions())
        end)

        it("looks up a book that has got another number", function()
            server.remove_book(server.add_book{ hash = HASH })
            Books.setServerId(HASH, "1")
            local id = server.add_book{ hash = HASH }
            enqueue(HASH, 3)
            if id == 1 then
                Books.setServerId(HASH, "4711")
            end
            assert.equal(3, send_all().sent)
            assert.equal(id, server.sessions()[1].book_id)
        end)

        it("keeps the sessions of a book that was removed", function()
            Books.setServerId(HASH, "4711")
            enqueue(HASH, 3)
            assert.same({ sent = 0, left = 3, refused = 0, unknown = 1 }, send_all())
            assert.equal(2, #sent_requests())
        end)
    end)

    it("is joined by who comes later", function()
        server.add_book{ hash = HASH }
        server.add_book{ hash = OTHER_HASH, file_name = "other.epub" }
        enqueue(HASH, 1)
        local first, second
        Engine:start({ done = function(report) first = report end })
        advance(0.25)
        enqueue(OTHER_HASH, 1)
        Engine:start({ done = function(report) second = report end })
        advance(5)
        assert.equal(2, first.sent)
        assert.equal(first, second)
    end)

    it("ends when it is stopped, and says so", function()
        enqueue(HASH, 1)
        local report
        Engine:start({ done = function(result) report = result end })
        Engine:stop()
        assert.equal("stopped", report.kind)
        advance(10)
        assert.same({}, sent_requests())
    end)

    it("does not send the same again and again when the disk takes no note of it", function()
        server.add_book{ hash = HASH }
        enqueue(HASH, 1)
        Queue.acknowledge = function() return nil end
        local report = send_all()
        assert.equal("storage", report.kind)
        assert.equal(2, #sent_requests())
    end)

    it("starts anew with another server", function()
        server.add_book{ hash = HASH }
        Books.setServerId(HASH, "4711")
        enqueue(HASH, 2)
        Queue.failed(Queue.ofBook(HASH, 1), "no", true)
        Engine:startAnew()
        assert.equal(2, send_all().sent)
    end)
end)
