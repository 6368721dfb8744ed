local Transport = require("shelfsync/transport")
local LIMITS = Transport.BRIEF

local function protocol()
    return require("shelfsync/protocols/kosync"):new(configured({ server_kind = "kosync", device_name = "Kobo" }))
end

describe("KOReader's progress sync", function()
    it("knows every book by its fingerprint, and asks nobody", function()
        assert.equal(HASH, protocol():findBook(HASH, LIMITS).id)
        assert.same({}, sent_requests())
    end)

    it("takes no sessions", function()
        local settings = configured({ server_kind = "kosync" })
        assert.same({ place = true }, settings:takes())
        enqueue(HASH, 1)
        assert.equal(0, send_all().sent)
        assert.same({}, sent_requests())
    end)

    it("reads a place", function()
        answer('{"progress": "/body/DocFragment[2]", "percentage": 0.5, "device": "Libra", "timestamp": 1779633000}')
        local place = protocol():getPlace(HASH, LIMITS).place
        assert.same({ progress = 50, location = "/body/DocFragment[2]", device = "Libra", stamp = "1779633000",
            at = 1779633000 }, place)
        assert.same({ "GET http://books.example/syncs/progress/" .. HASH }, sent_requests())
    end)

    it("reads a page number that is no text", function()
        answer('{"progress": 12, "percentage": 0.5}')
        assert.equal("12", protocol():getPlace(HASH, LIMITS).place.location)
    end)

    it("knows that there is none, however it is said", function()
        answer("{}")
        assert.equal("done", protocol():getPlace(HASH, LIMITS).kind)
        fault.clear()
        answer('{"message": "nothing"}', 404)
        local outcome = protocol():getPlace(HASH, LIMITS)
        assert.equal("done", outcome.kind)
        assert.is_nil(outcome.place)
    end)

    it("sends a fraction, the place and who we are", function()
        local sent
        local send = Transport.send
        Transport.send = function(request) sent = request return 200, { document = HASH }, {} end
        finally(function() Transport.send = send end)
        G_reader_settings:saveSetting("device_id", "ABC")
        local outcome = protocol():sendPlace(HASH, { progress = 25, location = "/body/DocFragment[2]" }, LIMITS)
        assert.equal("done", outcome.kind)
        assert.equal("PUT", sent.method)
        assert.same({ document = HASH, progress = "/body/DocFragment[2]", percentage = 0.25, device = "Kobo",
            device_id = "ABC" }, sent.data)
        assert.equal("mira", sent.headers["x-auth-user"])
        assert.equal(require("ffi/sha2").md5("tide-pool"), sent.headers["x-auth-key"])
    end)

    it("tests the account", function()
        answer('{"code": 2001, "message": "Unauthorized"}', 401)
        assert.matches("Unauthorized", protocol():checks()[1].run(LIMITS))
        fault.clear()
        answer('{"authorized": "OK"}')
        assert.is_nil(protocol():checks()[1].run(LIMITS))
    end)

    it("takes a sign-in page for nobody's answer", function()
        answer("<html>Welcome to the hotel</html>")
        assert.equal("later", protocol():getPlace(HASH, LIMITS).kind)
        assert.equal("string", type(protocol():checks()[1].run(LIMITS)))
    end)

    it("says at the end of a book what became of the place", function()
        local Messages = require("shelfsync/messages")
        local takes = { place = { "1" } }
        assert.equal("Reading position synced", Messages.afterSession({ places_left = 0 }, takes))
        assert.equal("Reading position saved, not sent: no network",
            Messages.afterSession({ kind = "offline", places_left = 1 }, takes))
        assert.equal("Reading position saved (manual sync)", Messages.savedForLater(takes))
    end)
end)
