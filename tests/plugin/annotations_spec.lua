describe("what the reader marked", function()
    local Annotations, Database

    before_each(function()
        Annotations, Database = require("shelfsync/annotations"), require("shelfsync/database")
    end)

    local function raw(changes)
        local item = { datetime = "2026-03-01 18:00:00", drawer = "lighten", color = "yellow", text = "the tide",
            page = "/body/p.0", pos0 = "/body/p.0", pos1 = "/body/p.8", chapter = "One", pageno = 4 }
        for key, value in pairs(changes or {}) do
            item[key] = value ~= "nil" and value or nil
        end
        return item
    end

    it("is a highlight, or a bookmark, or nothing", function()
        assert.equal("highlight", Annotations.item(raw()).kind)
        assert.equal("bookmark", Annotations.item({ datetime = "2026-03-01 18:00:00", page = "/body/p.0" }).kind)
        for _, nothing in ipairs({ "text", {}, { page = 3 }, { datetime = "2026-03-01 18:00:00" } }) do
            assert.is_nil(Annotations.item(nothing))
        end
    end)

    it("keeps its key whatever is changed about it, and shows every change", function()
        local first = Annotations.item(raw())
        for _, change in ipairs({ { note = "n" }, { color = "red" }, { drawer = "underscore" }, { text = "x" },
            { chapter = "Two" }, { pos1 = "/body/p.9" } }) do
            local item = Annotations.item(raw(change))
            assert.equal(first.key, item.key)
            assert.is_not.equal(first.digest, item.digest)
        end
        assert.equal(first.digest, Annotations.item(raw({ pageno = 5 })).digest)
        assert.is_not.equal(first.key, Annotations.item(raw({ pos0 = "/body/p.1" })).key)
    end)

    it("is told apart on one page of a PDF", function()
        local one = Annotations.item(raw({ page = 7, pos0 = { page = 7, x = 1, y = 2 }, pos1 = { page = 7, x = 9 } }))
        local two = Annotations.item(raw({ page = 7, pos0 = { page = 7, x = 1, y = 3 }, pos1 = { page = 7, x = 9 } }))
        assert.is_not.equal(one.key, two.key)
        assert.equal("7", one.first)
        assert.is_true(one.is_paged)
    end)

    local function known_of(item)
        return { [item.key] = { digest = item.digest, remote = {} } }
    end

    it("is compared with what the server has", function()
        local item, other = Annotations.item(raw()), Annotations.item(raw({ pos0 = "/body/q.0" }))
        local changed, gone = Annotations.compare({ item }, {}, {})
        assert.same({ { item }, {} }, { changed, gone })
        changed, gone = Annotations.compare({ item }, known_of(item), {})
        assert.same({ {}, {} }, { changed, gone })
        changed, gone = Annotations.compare({ item }, known_of(other), { [other.key] = true })
        assert.same({ { item }, { other.key } }, { changed, gone })
    end)

    it("was not deleted because it is not there, unless the reader was seen to delete it", function()
        local item = Annotations.item(raw())
        local other = Annotations.item(raw({ pos0 = "/body/q.0" }))
        local _, gone = Annotations.compare({}, known_of(item), {})
        assert.same({}, gone)
        _, gone = Annotations.compare({ other }, known_of(item), {})
        assert.same({}, gone)
        _, gone = Annotations.compare({}, known_of(item), { [item.key] = true })
        assert.same({ item.key }, gone)
    end)

    it("is remembered for each server, over a restart", function()
        local item = Annotations.item(raw())
        Database.write(function(conn)
            Annotations.note(conn, "1", HASH, item.key, item.digest, { annotation = { id = 7 } })
            Annotations.note(conn, "2", HASH, item.key, nil, {})
            return true
        end)
        restart()
        Annotations = require("shelfsync/annotations")
        assert.same({ [item.key] = { digest = item.digest, remote = { annotation = { id = 7 } } } },
            Annotations.known("1", HASH))
        assert.equal("", Annotations.known("2", HASH)[item.key].digest)
        Annotations.forgetAll("1")
        assert.same({}, Annotations.known("1", HASH))
    end)

    it("cannot be asked for where there is no list", function()
        assert.is_nil(Annotations.live({}))
        assert.same({}, Annotations.live({ annotation = { annotations = {} } }))
    end)
end)
