describe("the transport", function()
    local Outcome = require("shelfsync/outcome")
    local Transport = require("shelfsync/transport")

    local function send(request)
        request = request or {}
        request.method = request.method or "GET"
        request.url = request.url or "http://books.example/api/v1/healthcheck"
        return Transport.send(request, Transport.BRIEF)
    end

    it("gives what the server says", function()
        local status, data, extra = send()
        assert.equal(200, status)
        assert.equal("Pong", data.message)
        assert.is_true(extra.is_json)
    end)

    it("sends JSON", function()
        local status, data = send({ method = "POST", url = "http://books.example/api/v1/auth/login",
                                    data = { username = "mira", password = "tide-pool" } })
        assert.equal(200, status)
        assert.equal("string", type(data.accessToken))
    end)

    it("sends nothing while the radio is off", function()
        radio.off()
        local status, reason = send()
        assert.is_nil(status)
        assert.equal("no network", reason)
        assert.equal("offline", Outcome.of(status, reason).kind)
        assert.same({}, sent_requests())
    end)

    for kind, expected in pairs({
        ["refused"] = "the server refused the connection",
        ["black-hole"] = "the server did not answer in time",
        ["lost-reply"] = "the server closed the connection",
        ["reset-before-request"] = "the server closed the connection",
        ["truncated-body"] = "the server closed the connection",
        ["dns-failure"] = "the server's name is not known",
        ["no-route"] = "the server's name could not be looked up",
    }) do
        it("says it in the reader's words: " .. kind, function()
            fault{ kind }
            local status, reason = send()
            assert.is_nil(status)
            assert.equal(expected, reason)
            assert.equal("later", Outcome.of(status, reason).kind)
        end)
    end

    it("does not wait long for a server that says nothing", function()
        for _, stage in ipairs({ "connect", "reply" }) do
            fault{ "black-hole", stage = stage }
            local before = require("ui/time").monotonic()
            send()
            local waited = require("ui/time").to_s(require("ui/time").monotonic() - before)
            assert.near(3, waited, 0.2, stage)
            fault.clear()
        end
    end)

    it("does not wait long for a server that trickles", function()
        fault{ "slow", bytes_per_second = 1000 }
        fault{ "status", status = 200, type = "application/json", body = '"' .. ("x"):rep(60000) .. '"' }
        local before = require("ui/time").monotonic()
        local status, reason = send()
        assert.is_nil(status)
        assert.equal("the server did not answer in time", reason)
        assert.is_true(require("ui/time").to_s(require("ui/time").monotonic() - before) < 9)
    end)

    it("leaves the timeouts of others as they were", function()
        local socketutil = require("socketutil")
        fault{ "refused" }
        send()
        assert.equal(socketutil.DEFAULT_BLOCK_TIMEOUT, socketutil.block_timeout)
        pcall(send, { url = "nothing://at all" })
        assert.equal(socketutil.DEFAULT_BLOCK_TIMEOUT, socketutil.block_timeout)
    end)

    it("gives no data for a web page, an empty body or half a document", function()
        for _, body in ipairs({ "<html>Sign in</html>", "", '{"id": 4', "{'id': 4}" }) do
            answer(body)
            local status, data, extra = send()
            assert.equal(200, status)
            assert.is_nil(data)
            assert.is_false(extra.is_json)
            assert.equal(body ~= "", extra.has_body)
            fault.clear()
        end
    end)

    it("does not follow a redirect with the account in its hands", function()
        fault{ "redirect", location = "https://elsewhere.example/login?next=x" }
        local status, data, extra = send({ headers = { ["x-auth-key"] = "secret" } })
        assert.equal(302, status)
        local outcome = Outcome.of(status, data, extra)
        assert.equal("later", outcome.kind)
        assert.matches("leads on to https://elsewhere.example;", outcome.reason)
        assert.equal(1, #sent_requests())
    end)

    it("reads the server's wish for a rest", function()
        fault{ "rate-limited", retry_after = 90 }
        local status, data, extra = send()
        assert.equal(429, status)
        assert.equal(90, Outcome.of(status, data, extra).retry_after)
    end)

    it("says which address is not valid instead of raising", function()
        local status, reason = send({ url = "nothing://at all" })
        assert.is_nil(status)
        assert.equal("the server's address is not valid", reason)
    end)

    it("finds the server's message wherever it is, and only where it is one", function()
        assert.equal("a", Transport.message({ message = "a", error = "b" }))
        assert.equal("b", Transport.message({ message = require("rapidjson").null, error = "b" }))
        assert.equal("c", Transport.message({ message = { 1 }, error = 7, detail = "c" }))
        assert.is_nil(Transport.message({ message = "" }))
        assert.is_nil(Transport.message("text"))
        assert.is_nil(Transport.message(require("rapidjson").null))
    end)

    it("shows only so much of a message, in whole letters", function()
        local reason = Outcome.of(500, { message = ("é"):rep(500) }).reason
        assert.is_true(#reason < 140)
        assert.is_nil(reason:find("\195…", 1, true))
    end)
end)
