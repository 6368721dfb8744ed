local Instant = require("shelfsync/instant")

describe("an instant", function()
    it("without a zone is UTC, wherever the device is", function()
        assert.equal(1779633000, Instant.parse("2026-05-24T14:30:00"))
        assert.equal(1779633000, Instant.parse("2026-05-24T14:30:00.934910Z"))
        assert.equal(1779633000, Instant.parse("2026-05-24 14:30:00"))
    end)

    it("with an offset is the same instant", function()
        assert.equal(1779633000, Instant.parse("2026-05-24T16:30:00+02:00"))
        assert.equal(1779633000, Instant.parse("2026-05-24T09:00:00-0530"))
    end)

    it("knows leap years and the turn of a year", function()
        assert.equal(0, Instant.parse("1970-01-01T00:00:00Z"))
        assert.equal(951782400, Instant.parse("2000-02-29T00:00:00Z"))
        assert.equal(1709164800, Instant.parse("2024-02-29T00:00:00Z"))
        assert.equal(1767225599, Instant.parse("2025-12-31T23:59:59Z"))
    end)

    it("comes back from what is sent", function()
        assert.equal("2026-05-24T14:30:00Z", Instant.format(1779633000))
        assert.equal(1779633000, Instant.parse(Instant.format(1779633000)))
    end)

    it("is none when it is something else", function()
        for _, text in ipairs({ "", "yesterday", "2026-05-24", 12, require("rapidjson").null }) do
            assert.is_nil(Instant.parse(text))
        end
        assert.is_nil(Instant.ofHeader("no date"))
        assert.is_nil(Instant.ofHeader(nil))
    end)

    it("of a server whose clock is wrong is told in ours", function()
        local date = os.date("!%a, %d %b %Y %H:%M:%S GMT", os.time() + 7200)
        assert.equal(os.time() + 7200, Instant.ofHeader(date))
        assert.equal(os.time() - 60, Instant.here(os.time() + 7140, date))
        assert.equal(1234, Instant.here(1234, os.date("!%a, %d %b %Y %H:%M:%S GMT", os.time() + 3)))
        assert.equal(1234, Instant.here(1234, nil))
        assert.is_nil(Instant.here(nil, date))
    end)
end)
