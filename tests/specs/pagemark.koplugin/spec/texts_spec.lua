local world = require("world")

describe("texts", function()
    local Texts

    before_each(function()
        world.reload()
        Texts = require("texts")
    end)

    describe("duration", function()
        for seconds, text in pairs{
            [0] = "0 s", [1] = "1 s", [29.4] = "29 s", [29.5] = "30 s", [59] = "59 s", [60] = "1 min",
            [61] = "1 min", [119] = "1 min", [120] = "2 min", [3599] = "59 min", [3600] = "1 h", [3660] = "1 h 1 min",
            [7200] = "2 h", [9000] = "2 h 30 min", [86400] = "24 h",
        } do
            it("says " .. text .. " for " .. seconds, function()
                assert.is.equal(text, Texts.duration(seconds))
            end)
        end
    end)

    describe("percent", function()
        for fraction, text in pairs{
            [0] = "0 %", [0.001] = "0 %", [0.015] = "1 %", [0.5] = "50 %", [0.999] = "99 %", [1] = "100 %",
            [1.2] = "100 %", [-0.3] = "0 %",
        } do
            it("says " .. text .. " for " .. fraction, function()
                assert.are.equal(text, Texts.percent(fraction))
            end)
        end

        it("has no word for what is no number", function()
            assert.are.equal("–", Texts.percent(0 / 0))
        end)
    end)

    describe("count", function()
        for _, case in ipairs{ { 0, "0 books" }, { 1, "1 book" }, { 2, "2 books" }, { 1000, "1000 books" } } do
            it("says " .. case[2], function()
                assert.are.equal(case[2], Texts.count(case[1], "book", "books"))
            end)
        end
    end)

    describe("title", function()
        for path, title in pairs{
            ["/mnt/books/moby-dick.epub"] = "moby-dick", ["moby_dick.epub"] = "moby dick", ["a.b.c.pdf"] = "a.b.c",
            ["/x/no-ending"] = "no-ending", ["/deep/er/War__and_Peace.fb2"] = "War and Peace",
        } do
            it("of " .. path .. " is " .. title, function()
                assert.is.equal(title, Texts.title(path))
            end)
        end
    end)
end)
