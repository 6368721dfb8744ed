local world = require("world")

describe("settings", function()
    local LuaSettings, Settings, settings

    before_each(function()
        world.reset()
        LuaSettings, Settings = require("luasettings"), require("settings")
        settings = Settings.open()
    end)

    describe("without a file", function()
        for name, value in pairs{ server = "", user = "", password = "", interval = 60, limit = 200, device = "" } do
            it("has its default for " .. name, function()
                assert.are.equal(value, settings:get(name))
            end)
        end

        it("is not quiet", function()
            assert.is_false(settings:get("quiet"))
        end)

        it("is not ready", function()
            assert.is_false(settings:ready())
        end)
    end)

    describe("url", function()
        for given, url in pairs{
            ["books.example"] = "http://books.example", ["http://books.example/"] = "http://books.example",
            ["https://books.example"] = "https://books.example", [" books.example "] = "http://books.example",
            ["books.example:8080"] = "http://books.example:8080",
            ["http://books.example/api//"] = "http://books.example/api",
            ["http://"] = "", ["ftp://books.example"] = "", [""] = "", ["   "] = "", ["http://books.example/a?b"] = "",
        } do
            it("of '" .. given .. "' is '" .. url .. "'", function()
                assert.are.equal(url, Settings.url(given))
            end)
        end

        it("of nothing is nothing", function()
            assert.are.equal("", Settings.url(nil))
        end)
    end)

    describe("set", function()
        for _, case in ipairs{
            { "interval", 30, 30 }, { "interval", 5, 10 }, { "interval", 99999, 3600 }, { "interval", 30.7, 30 },
            { "interval", "soon", 60 }, { "limit", 0, 1 }, { "limit", 1001, 1000 }, { "quiet", true, true },
            { "quiet", "yes", false }, { "server", "books.example/", "http://books.example" },
            { "user", "mira", "mira" },
            { "user", 7, "" },
        } do
            it(("%s to %s gives %s"):format(case[1], tostring(case[2]), tostring(case[3])), function()
                settings:set(case[1], case[2])
                assert.are.equal(case[3], settings:get(case[1]))
            end)
        end

        it("refuses what there is not", function()
            assert.has.errors(function() settings:set("colour", "red") end, "there is no setting 'colour'")
        end)

        it("is refused by name", function()
            assert.has_error(function() settings:get("colour") end)
        end)

        it("can be chained", function()
            assert.are.equal(settings, settings:set("user", "mira"))
        end)
    end)

    describe("on disk", function()
        it("lasts when flushed", function()
            settings:set("user", "mira"):set("server", "books.example"):flush()
            local again = Settings.open()
            assert.are.equal("mira", again:get("user"))
            assert.is_true(again:ready())
        end)

        it("is lost when not flushed", function()
            settings:set("user", "mira")
            assert.are.equal("", Settings.open():get("user"))
        end)

        it("is mended as it is read", function()
            LuaSettings:open(Settings.path()):saveSetting("interval", 2):flush()
            assert.are.equal(10, Settings.open():get("interval"))
        end)

        for old, new in pairs{ host = "server", username = "user" } do
            it("takes over " .. old .. " as " .. new, function()
                LuaSettings:open(Settings.path()):saveSetting(old, "http://books.example"):flush()
                local mended = Settings.open()
                assert.are.equal("http://books.example", mended:get(new))
                assert.is_nil(mended.store:readSetting(old))
            end)
        end

        it("prefers the new name", function()
            LuaSettings:open(Settings.path()):saveSetting("sync_every", 20):saveSetting("interval", 40):flush()
            assert.are.equal(40, Settings.open():get("interval"))
        end)
    end)
end)
