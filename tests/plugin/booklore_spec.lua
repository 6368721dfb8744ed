describe("the BookLore protocol", function()
    local BookLore = require("shelfsync/protocols/booklore")
    local Transport = require("shelfsync/transport")
    local LIMITS = Transport.BRIEF
    local protocol

    -- The outcome once nothing has to come first any more, and how many calls that took.
    local function finally_of(call)
        for calls = 1, 5 do
            local before = #sent_requests()
            local outcome = call()
            assert.is_true(#sent_requests() - before <= 1, "more than one request in one call")
            if outcome.kind ~= "again" then
                return outcome, calls
            end
        end
        error("it never ends")
    end

    local function find(hash)
        return finally_of(function() return protocol:findBook(hash or HASH, LIMITS) end)
    end

    local function send(id, count, changes)
        local sessions = {}
        for i = 1, count or 1 do
            sessions[i] = session_of(HASH, { start_time = 1772000000 + i * 700, end_time = 1772000600 + i * 700 })
            for key, value in pairs(changes or {}) do
                sessions[i][key] = value
            end
        end
        return finally_of(function() return protocol:sendSessions(tostring(id), sessions, LIMITS) end)
    end

    before_each(function()
        protocol = BookLore:new(configured())
    end)

    it("finds a book by its fingerprint", function()
        local id = server.add_book{ hash = HASH }
        assert.same({ kind = "done", id = tostring(id) }, find())
        assert.same({ "GET /api/koreader/books/by-hash/" .. HASH .. " 200" }, server.requests())
    end)

    it("says that a book is unknown", function()
        assert.equal("unknown", find().kind)
    end)

    it("sends one session as the server wants it", function()
        local id = server.add_book{ hash = HASH }
        assert.equal("done", send(id).kind)
        local stored = server.sessions()[1]
        assert.equal(id, stored.book_id)
        assert.equal("EPUB", stored.book_type)
        assert.equal("2026-02-25T06:25:00Z", stored.start)
        assert.equal(600, stored.duration_seconds)
        assert.equal("10m", stored.duration_formatted)
        assert.equal(10, stored.start_progress)
        assert.equal(14.5, stored.end_progress)
        assert.equal(4.5, stored.progress_delta)
        assert.equal("29", stored.end_location)
        assert.equal("mira", stored.user)
    end)

    it("sends several in one request", function()
        local id = server.add_book{ hash = HASH }
        assert.equal("done", send(id, 100).kind)
        assert.equal(100, #server.sessions())
        assert.same({ "POST /api/v1/reading-sessions/batch 200" }, server.requests())
    end)

    it("rounds so that the difference agrees", function()
        local Entry = require("shelfsync/protocols/booklore_entry")
        for _, pair in ipairs({
            { 0.005, 10.014 }, { 0.05, 10.14 }, { 100 / 3, 200 / 3 }, { 99.999, 100 }, { 50, 3.333 },
        }) do
            local entry = Entry.of(session_of(HASH, { start_progress = pair[1], end_progress = pair[2] }))
            assert.near(entry.endProgress - entry.startProgress, entry.progressDelta, 1e-9)
        end
    end)

    it("spells durations out", function()
        local Entry = require("shelfsync/protocols/booklore_entry")
        for seconds, text in pairs({ [0] = "0s", [59] = "59s", [60] = "1m", [3600] = "1h", [3909] = "1h 5m 9s" }) do
            assert.equal(text, Entry.of(session_of(HASH, { duration = seconds })).durationFormatted)
        end
    end)

    it("sorts each failure", function()
        server.add_book{ hash = HASH }
        for status, kind in pairs({
            [400] = "refused", [401] = "account", [403] = "account", [405] = "unsupported", [409] = "refused",
            [413] = "refused", [422] = "refused", [429] = "later", [500] = "later", [501] = "unsupported",
            [502] = "later", [503] = "later", [301] = "later", [404] = "unknown",
        }) do
            answer('{"message": "because"}', status)
            local outcome = send(1)
            assert.equal(kind, outcome.kind, tostring(status))
            assert.truthy(outcome.reason)
            fault.clear()
        end
        answer("<html>404</html>", 404)
        assert.equal("unsupported", find().kind)
    end)

    it("believes only what a server of its kind says", function()
        for _, body in ipairs({
            "<html>Sign in</html>", "", "null", "true", "17", '"text"', "[]", "[1, 2]", "{}", '{"id": null}',
            '{"id": "x"}', '{"id": {}}', '{"id": true}', '{"id": 1.5}', '{"id": "nan"}', '{"id": 1e300}',
            '{"id": "inf"}',
        }) do
            answer(body)
            assert.equal("later", find().kind, body)
            fault.clear()
        end
        for body, id in pairs({ ['{"id": 7}'] = "7", ['{"id": "8"}'] = "8", ['{"id": 9.0, "title": null}'] = "9" }) do
            answer(body)
            assert.equal(id, find().id, body)
            fault.clear()
        end
    end)

    it("does not take a web page for a yes", function()
        for _, body in ipairs({ "<html>Sign in</html>", "null", "[", "1", "" }) do
            for count = 1, 2 do
                answer(body)
                assert.equal("later", send(1, count).kind, body)
                fault.clear()
            end
        end
    end)

    it("survives any answer to anything", function()
        local bodies = {
            "", "null", "true", "3", '"x"', "[]", "[null]", "{}", "<html>", '{"message": null}', '{"message": 5}',
            '{"message": {"a": [null]}}', '{"error": null, "detail": []}', '{"successCount": null, "results": null}',
            '{"successCount": "two"}', '{"successCount": []}', '{"accessToken": null}', '{"accessToken": 5}', "\0\255",
            '{"id": null, "message": "\\u0000"}',
        }
        for _, login in ipairs({ false, true }) do
            protocol = BookLore:new(login and configured_with_login() or configured())
            for _, status in ipairs({ 200, 202, 204, 302, 400, 401, 403, 404, 409, 418, 429, 500, 502 }) do
                for _, body in ipairs(bodies) do
                    answer(body, status)
                    for _, outcome in ipairs({ (find()), (send(1)), (send(1, 2)) }) do
                        assert.truthy(outcome.kind)
                        assert.is_true(outcome.reason == nil or type(outcome.reason) == "string")
                    end
                    for _, check in ipairs(protocol:checks()) do
                        local problem = check.run(LIMITS)
                        assert.is_true(problem == nil or type(problem) == "string")
                    end
                    fault.clear()
                end
            end
        end
    end)

    it("notices when only a part of a batch was taken", function()
        answer('{"totalRequested": 3, "successCount": 2}')
        assert.equal("refused", send(1, 3).kind)
    end)

    describe("on a server without batches", function()
        it("goes one by one as soon as that is said", function()
            for _, status in ipairs({ 405, 501 }) do
                protocol:reset()
                answer("{}", status)
                assert.equal("unsupported", send(1, 5).kind)
                assert.equal(1, protocol:batchSize())
                fault.clear()
            end
        end)

        it("finds out where nothing clear is said, and forgets it after a single failure", function()
            local id = server.add_book{ hash = HASH }
            for chance = 1, 2 do
                answer('{"message": "An unexpected error occurred."}', 500, "*/batch")
                assert.equal(100, protocol:batchSize())
                assert.equal("later", send(id, 2).kind)
                assert.equal(1, protocol:batchSize())
                fault.clear()
                assert.equal("done", send(id, 1).kind)
                assert.equal(chance == 1 and 100 or 1, protocol:batchSize())
            end
        end)

        it("does not mistake a server in trouble for one", function()
            server.add_book{ hash = HASH }
            for _, status in ipairs({ 500, 502, 503, 429 }) do
                answer("{}", status)
                send(1, 2)
                send(1, 1)
                assert.equal(100, protocol:batchSize(), tostring(status))
                fault.clear()
            end
        end)
    end)

    describe("with a login", function()
        before_each(function()
            protocol = BookLore:new(configured_with_login())
        end)

        it("logs in first, once", function()
            local id = server.add_book{ hash = HASH }
            local outcome, calls = find()
            assert.equal(tostring(id), outcome.id)
            assert.equal(2, calls)
            assert.equal("done", send(id).kind)
            assert.same({
                "POST /api/v1/auth/login 200", "GET /api/v1/books/by-hash/" .. HASH .. " 200",
                "POST /api/v1/reading-sessions 202",
            }, server.requests())
        end)

        it("renews a token that ran out, once", function()
            local id = server.add_book{ hash = HASH }
            find()
            server.expire_tokens()
            advance(2)
            local outcome, calls = send(id)
            assert.equal("done", outcome.kind)
            assert.equal(3, calls)
        end)

        it("does not log in again and again when it is not about the token", function()
            server.add_book{ hash = HASH }
            find()
            advance(2)
            for _ = 1, 3 do
                answer('{"message": "no access to this library"}', 403, "*/reading-sessions*")
                assert.equal("account", send(1).kind)
            end
            local logins = 0
            for _, line in ipairs(server.requests()) do
                logins = logins + (line:find("login", 1, true) and 1 or 0)
            end
            assert.equal(2, logins)
        end)

        it("takes a 400 for a wrong password", function()
            protocol.settings:set("booklore_password", "wrong")
            local outcome = find()
            assert.equal("account", outcome.kind)
            assert.matches("Invalid credentials", outcome.reason)
        end)

        it("says when logins are not allowed", function()
            server.forbid_logins()
            assert.equal("account", find().kind)
        end)

        it("does not take a web page for a login", function()
            answer("<html>Sign in</html>")
            assert.equal("later", find().kind)
            assert.is_nil(protocol.token)
        end)
    end)

    it("logs in when the KOReader account is not enough", function()
        local settings = configured({ booklore_username = "mira", booklore_password = "tide-pool", password = "wrong" })
        protocol = BookLore:new(settings)
        local id = server.add_book{ hash = HASH }
        assert.equal(tostring(id), find().id)
        assert.equal("done", send(id).kind)
        assert.equal("mira", server.sessions()[1].user)
    end)

    it("says that the account is wrong when there is no other", function()
        protocol.settings:set("password", "wrong")
        assert.equal("account", find().kind)
    end)

    it("never sends the password of the KOReader account", function()
        find()
        assert.is_nil(table.concat(sent_requests(), " "):find("tide", 1, true))
    end)

    it("checks each account and the lookup of books", function()
        local results = {}
        for i, check in ipairs(BookLore:new(configured({
            booklore_username = "mira", booklore_password = "wrong",
        })):checks()) do
            results[i] = check.name .. ": " .. tostring(check.run(LIMITS))
        end
        assert.same({
            "KOReader account: nil", "BookLore account: Invalid credentials (400)", "Books by fingerprint: nil",
        }, results)
    end)

    it("finds no lookup of books on the stock server", function()
        server.quirk("booklore.stock")
        local checks = protocol:checks()
        assert.is_nil(checks[1].run(LIMITS))
        assert.truthy(checks[2].run(LIMITS))
    end)
end)
