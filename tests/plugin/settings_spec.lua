describe("settings", function()
    local Settings = require("shelfsync/settings")

    it("have defaults", function()
        local settings = Settings:open()
        assert.is_true(settings:get("enabled"))
        assert.is_false(settings:get("silent"))
        assert.equal(30, settings:get("min_duration"))
        assert.equal("", settings:server())
        assert.is_false(settings:isConfigured())
    end)

    it("are on disk at once", function()
        Settings:open():set("username", "mira")
        assert.equal("mira", Settings:open():get("username"))
    end)

    it("are toggled", function()
        local settings = Settings:open()
        settings:toggle("silent")
        assert.is_true(Settings:open():get("silent"))
        settings:toggle("enabled")
        assert.is_false(settings:get("enabled"))
    end)

    it("of a wrong type are not believed", function()
        write_file("settings/shelfsync.lua",
            'return { password = 1234, enabled = "yes", min_duration = {}, silent = 1 }')
        local settings = Settings:open()
        assert.equal("", settings:get("password"))
        assert.is_true(settings:get("enabled"))
        assert.equal(30, settings:get("min_duration"))
        assert.is_false(settings:get("silent"))
    end)

    it("keep numbers within their limits", function()
        local settings = Settings:open()
        settings:set("min_duration", -5)
        assert.equal(0, settings:get("min_duration"))
        settings:set("min_duration", 99999)
        assert.equal(3600, settings:get("min_duration"))
        settings:set("min_pages", 2.7)
        assert.equal(2, settings:get("min_pages"))
    end)

    it("survive a file that is no Lua", function()
        write_file("settings/shelfsync.lua", "return { username = ")
        assert.equal("", Settings:open():get("username"))
    end)

    it("make an address of what a reader types", function()
        local settings = Settings:open()
        for typed, meant in pairs({
            ["books.example"] = "http://books.example",
            [" http://books.example:6060/ "] = "http://books.example:6060",
            ["https://nas.example/booklore//"] = "https://nas.example/booklore",
            ["HTTPS://nas.example"] = "https://nas.example",
            ["books. example"] = "http://books.example",
            [""] = "", ["  "] = "",
        }) do
            settings:set("server_url", typed)
            assert.equal(meant, settings:server(), typed)
        end
    end)

    it("are complete with an address and either account", function()
        local settings = Settings:open()
        settings:set("server_url", "books.example")
        assert.is_false(settings:isConfigured())
        settings:set("booklore_username", "mira")
        assert.is_false(settings:isConfigured())
        settings:set("booklore_password", "tide-pool")
        assert.is_true(settings:isConfigured())
        assert.is_true(configured():isConfigured())
    end)

    it("say whether anything is sent without being asked for", function()
        local settings = Settings:open()
        assert.is_true(settings:isAutomatic())
        settings:set("manual_only", true)
        assert.is_false(settings:isAutomatic())
        settings:set("manual_only", false)
        settings:set("enabled", false)
        assert.is_false(settings:isAutomatic())
    end)

    it("name both passwords and their digests as secrets", function()
        local settings = configured({ booklore_password = "other" })
        local md5 = require("ffi/sha2").md5
        assert.same({ "tide-pool", md5("tide-pool"), "other", md5("other") }, settings:secrets())
        assert.same({}, (function()
            settings:set("password", "")
            settings:set("booklore_password", "")
            return settings:secrets()
        end)())
    end)
end)

describe("the settings' file", function()
    it("has a backup before it is written over, whatever the clock says", function()
        local settings = configured({ username = "mira" })
        local path = settings.store.file
        os.remove(path .. ".old")
        clock.set(-7200)
        settings:set("username", "max")
        local backup = dofile(path .. ".old")
        assert.equal("mira", backup.username)
        assert.equal("max", dofile(path).username)
    end)
end)
