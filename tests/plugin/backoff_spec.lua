describe("the back-off", function()
    local Backoff, backoff

    before_each(function()
        Backoff = require("shelfsync/backoff")
        backoff = Backoff:new()
    end)

    it("is ready at first", function()
        assert.is_true(backoff:isReady())
        assert.equal(0, backoff:remaining())
    end)

    it("waits longer after each failure, up to an hour", function()
        local waits = {}
        for i = 1, 10 do
            waits[i] = backoff:failed()
        end
        assert.same({ 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600 }, waits)
    end)

    it("ends by itself", function()
        backoff:failed()
        advance(29)
        assert.is_false(backoff:isReady())
        assert.near(1, backoff:remaining(), 0.1)
        advance(1)
        assert.is_true(backoff:isReady())
    end)

    it("ends while the device sleeps", function()
        backoff:failed()
        clock.sleep(31)
        assert.is_true(backoff:isReady())
    end)

    it("does not mind a clock that is set", function()
        backoff:failed()
        clock.set(86400 * 365)
        assert.is_false(backoff:isReady())
        clock.set(-86400 * 730)
        advance(30)
        assert.is_true(backoff:isReady())
    end)

    it("does as the server says, within reason", function()
        assert.equal(90, backoff:failed(90))
        assert.equal(30, backoff:failed(1))
        assert.equal(3600, backoff:failed(10 ^ 9))
    end)

    it("is forgotten after a success", function()
        backoff:failed()
        backoff:failed()
        backoff:clear()
        assert.is_true(backoff:isReady())
        assert.equal(30, backoff:failed())
    end)
end)
