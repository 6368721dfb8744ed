local world = require("world")

local function entry(hash, at, percent)
    return { hash = hash, at = at or 100, percent = percent or 0.5, page = 10 }
end

describe("outbox", function()
    local Outbox, outbox

    before_each(function()
        world.reset()
        Outbox = require("outbox")
        outbox = Outbox.open(5)
    end)

    it("is empty at first", function()
        assert.are.equal(0, outbox:count())
        assert.are.same({}, outbox:due(1000))
    end)

    describe("add", function()
        it("takes an entry", function()
            assert.is_true(outbox:add(entry("a")))
            assert.are.equal(1, outbox:count())
        end)

        it("keeps what was given", function()
            outbox:add(entry("a", 7, 0.25))
            assert.are.same({ hash = "a", at = 7, percent = 0.25, page = 10, attempts = 0, due = 0 }, outbox:get("a"))
        end)

        it("does not keep the table", function()
            local given = entry("a")
            outbox:add(given)
            given.percent = 0.9
            assert.are.equal(0.5, outbox:get("a").percent)
        end)

        it("replaces an older entry", function()
            outbox:add(entry("a", 100, 0.1))
            outbox:add(entry("a", 200, 0.2))
            assert.are.equal(1, outbox:count())
            assert.are.equal(0.2, outbox:get("a").percent)
        end)

        it("replaces one of the same second", function()
            outbox:add(entry("a", 100, 0.1))
            outbox:add(entry("a", 100, 0.3))
            assert.are.equal(0.3, outbox:get("a").percent)
        end)

        it("refuses an older one", function()
            outbox:add(entry("a", 200, 0.2))
            assert.is_false(outbox:add(entry("a", 100, 0.9)))
            assert.are.equal(0.2, outbox:get("a").percent)
        end)

        for _, percent in ipairs{ -0.1, 1.1, "half", false } do
            it("refuses the percent " .. tostring(percent), function()
                local wrong = entry("a")
                wrong.percent = percent
                local ok, message = outbox:add(wrong)
                assert.is_nil(ok)
                assert.matches("percent", message)
                assert.are.equal(0, outbox:count())
            end)
        end

        for _, hash in ipairs{ "", 7, false } do
            it("refuses the hash '" .. tostring(hash) .. "'", function()
                local ok, message = outbox:add{ hash = hash, percent = 0.5, at = 1 }
                assert.is_nil(ok)
                assert.are.equal("an entry needs a hash", message)
            end)
        end

        for _, percent in ipairs{ 0, 0.5, 1 } do
            it("takes the percent " .. percent, function()
                assert.is_true(outbox:add(entry("a", 1, percent)))
            end)
        end

        for count = 1, 8 do
            it("keeps the newest of " .. count, function()
                for i = 1, count do outbox:add(entry("book" .. i, i)) end
                assert.are.equal(math.min(5, count), outbox:count())
                assert.is_not_nil(outbox:get("book" .. count))
                assert.are.equal(count <= 5, outbox:get("book1") ~= nil)
            end)
        end
    end)

    describe("remove", function()
        it("takes an entry out", function()
            outbox:add(entry("a"))
            assert.is_true(outbox:remove("a"))
            assert.is_nil(outbox:get("a"))
        end)

        it("leaves the others", function()
            for _, hash in ipairs{ "a", "b", "c" } do outbox:add(entry(hash)) end
            outbox:remove("b")
            assert.is_truthy(outbox:get("a") and outbox:get("c"))
            assert.are.equal(2, outbox:count())
        end)

        it("says when there is none", function()
            assert.is_false(outbox:remove("a"))
        end)
    end)

    describe("due", function()
        it("is sorted by age", function()
            outbox:add(entry("late", 300))
            outbox:add(entry("early", 100))
            outbox:add(entry("middle", 200))
            local hashes = {}
            for i, one in ipairs(outbox:due(1000)) do hashes[i] = one.hash end
            assert.are.same({ "early", "middle", "late" }, hashes)
        end)

        it("leaves out what waits", function()
            outbox:add(entry("a"))
            outbox:add(entry("b"))
            outbox:later("a", 1000)
            assert.are.equal(1, #outbox:due(1000))
            assert.are.equal(2, #outbox:due(1030))
        end)
    end)

    describe("later", function()
        for attempt, pause in ipairs{ 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 } do
            it("waits " .. pause .. " s after attempt " .. attempt, function()
                outbox:add(entry("a"))
                local waited
                for _ = 1, attempt do waited = outbox:later("a", 1000) end
                assert.are.equal(pause, waited)
                assert.are.equal(1000 + pause, outbox:get("a").due)
            end)
        end

        it("waits as long as the server asks", function()
            outbox:add(entry("a"))
            assert.are.equal(7, outbox:later("a", 1000, 7))
        end)

        it("knows no other books", function()
            assert.is_nil(outbox:later("a", 1000))
        end)

        it("is over with a new entry", function()
            outbox:add(entry("a", 100))
            outbox:later("a", 1000)
            outbox:add(entry("a", 200))
            assert.are.equal(1, #outbox:due(1000))
        end)
    end)

    describe("on disk", function()
        it("lasts", function()
            outbox:add(entry("a", 5, 0.75))
            assert.are.equal(0.75, Outbox.open(5):get("a").percent)
        end)

        it("forgets what was removed", function()
            outbox:add(entry("a"))
            outbox:remove("a")
            assert.are.equal(0, Outbox.open(5):count())
        end)

        it("remembers attempts", function()
            outbox:add(entry("a"))
            outbox:later("a", 1000)
            assert.are.equal(60, Outbox.open(5):later("a", 2000))
        end)
    end)
end)
