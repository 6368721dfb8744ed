local world = require("world")

describe("tracker", function()
    local tracker

    before_each(function()
        world.reload()
        local Tracker = require("tracker")
        tracker = Tracker.new()
    end)

    describe("without a book", function()
        it("has no percent", function() assert.is_nil(tracker:percent()) end)
        it("does not turn", function() assert.is_false(tracker:turn(2, 0)) end)
        it("sleeps and wakes", function()
            assert.has_no.errors(function()
                tracker:sleep(0)
                tracker:wake(1)
            end)
        end)
        it("closes nothing", function()
            local session, why = tracker:close(0)
            assert.is_nil(session)
            assert.are.equal("no book", why)
        end)
        it("has seen no page", function() assert.are.equal(0, tracker:pagesSeen()) end)
    end)

    it("refuses a book without pages", function()
        assert.is_nil((tracker:open("h", 0, 1, 0)))
    end)

    describe("with a book", function()
        before_each(function()
            assert.is_true(tracker:open("h", 100, 10, 1000))
        end)

        for page, percent in pairs{ [1] = 0.01, [50] = 0.5, [99] = 0.99, [100] = 1, [101] = 1, [-3] = 0.01 } do
            it("is at " .. percent .. " on page " .. page, function()
                tracker:turn(page, 1010)
                assert.is.near(percent, tracker:percent(), 1e-9)
            end)
        end

        it("does not turn to the same page", function()
            assert.is_false(tracker:turn(10, 1010))
        end)

        for turns = 1, 6 do
            it("counts " .. turns .. " minutes for as many turns", function()
                for i = 1, turns do tracker:turn(10 + i, 1000 + 60 * i) end
                local session = tracker:close(1000 + 60 * turns)
                assert.are.equal(60 * turns, session.seconds)
                assert.are.equal(turns + 1, session.pages)
            end)
        end

        for pause, counted in pairs{ [599] = 599, [600] = 600, [601] = 600, [86400] = 600 } do
            it("counts " .. counted .. " s of " .. pause .. " on one page", function()
                tracker:turn(11, 1000 + pause)
                assert.are.equal(counted, tracker:close(1000 + pause).seconds)
            end)
        end

        it("counts a page once", function()
            for i, page in ipairs{ 11, 12, 11, 12, 11 } do tracker:turn(page, 1000 + 10 * i) end
            assert.are.equal(3, tracker:pagesSeen())
        end)

        it("does not count sleep", function()
            tracker:turn(11, 1060)
            tracker:sleep(1090)
            tracker:wake(9000)
            tracker:turn(12, 9030)
            assert.are.equal(120, tracker:close(9030).seconds)
        end)

        it("sleeps once", function()
            tracker:turn(11, 1060)
            tracker:sleep(1070)
            tracker:sleep(1500)
            assert.are.equal(70, tracker:close(1600).seconds)
        end)

        it("is not disturbed by a clock that goes back", function()
            tracker:turn(11, 1060)
            tracker:turn(12, 500)
            assert.are.equal(90, tracker:close(530).seconds)
        end)

        for seconds, counts in pairs{ [5] = false, [29] = false, [30] = true, [31] = true } do
            it((counts and "keeps " or "drops ") .. seconds .. " s", function()
                tracker:turn(11, 1000 + seconds)
                local session, why = tracker:close(1000 + seconds)
                assert.are.equal(counts, session ~= nil)
                if not counts then assert.are.equal("too short", why) end
            end)
        end

        it("drops a book that was only looked at", function()
            local session, why = tracker:close(1500)
            assert.is_nil(session)
            assert.are.equal("no page turned", why)
        end)

        it("tells where the reader stopped", function()
            tracker:turn(25, 1040)
            local expected = { hash = "h", percent = 0.25, page = 25, seconds = 40, pages = 2, at = 1040 }
            assert.are.same(expected, tracker:close(1040))
        end)

        it("has no book any more", function()
            tracker:turn(25, 1040)
            tracker:close(1040)
            assert.is_nil(tracker:percent())
        end)
    end)
end)
