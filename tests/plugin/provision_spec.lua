describe("a package that is set up already", function()
    local Provision = require("shelfsync/provision")
    local Settings = require("shelfsync/settings")
    local FOLDER = "provisioned"

    local TOME = [[return {
        server_kind = "tome", server_url = "https://books.example/", api_key = "tk_1", username = "mira",
    }]]

    local function take(text, settings)
        write_file(FOLDER .. "/shelfsync_provision.lua", text)
        settings = settings or Settings:open()
        return Provision.take(FOLDER, settings), settings
    end

    it("fills in the first account", function()
        local account = take(TOME)
        assert.equal("1", account.id)
        local again = Settings:open()
        assert.same({ "tome", "https://books.example", "tk_1" },
            { again:kind(), again:server(), again:get("tome_key") })
        assert.is_true(again:isConfigured())
        assert.equal("Shelf Sync is set up for https://books.example", Provision.told(account))
    end)

    it("fills in accounts of every kind", function()
        for kind, more in pairs({
            booklore = 'username = "mira", password = "p"',
            kosync = 'username = "mira", password = "p"',
            tome = 'api_key = "tk_1"',
        }) do
            local account = take(('return { server_kind = "%s", server_url = "http://%s.example", %s }')
                :format(kind, kind, more))
            assert.equal(kind, account:kind())
            assert.is_true(account:isConfigured(), kind)
        end
        assert.equal(3, #Settings:open():accounts())
    end)

    it("is taken once: what the reader changes stays", function()
        local account = take(TOME)
        account:set("tome_key", "tk_mine")
        assert.is_nil((take(TOME)))
        assert.equal("tk_mine", Settings:open():get("tome_key"))
    end)

    it("with a new key for the same account replaces the key", function()
        take(TOME)
        local account = take((TOME:gsub("tk_1", "tk_2")))
        assert.equal("1", account.id)
        assert.equal("tk_2", Settings:open():get("tome_key"))
        assert.equal(1, #Settings:open():accounts())
    end)

    it("for another account or another server gets an account of its own", function()
        take(TOME)
        take((TOME:gsub("mira", "joe"):gsub("tk_1", "tk_joe")))
        take((TOME:gsub("books.example", "other.example")))
        local accounts = Settings:open():accounts()
        assert.equal(3, #accounts)
        assert.same({ "tk_1", "tk_joe", "tk_1" },
            { accounts[1]:get("tome_key"), accounts[2]:get("tome_key"), accounts[3]:get("tome_key") })
        assert.equal("https://other.example", accounts[3]:server())
    end)

    it("that was cut off half-way is taken as a whole at the next start", function()
        local settings = configured()
        settings:addAccount("tome"):set("tome_key", "tk_1")
        local account = take(TOME)
        assert.equal("2", account.id)
        assert.equal(2, #Settings:open():accounts())
    end)

    it("brings nothing but texts of an account", function()
        local account, settings = take([[return { server_kind = "kosync", server_url = "http://books.example",
            username = 5, password = { "x" }, enabled = "no", withheld = "all", more_servers = "x", last_account = "9",
        }]])
        assert.equal("", account:get("username"))
        assert.is_true(settings:get("enabled"))
        assert.is_nil(settings:read("more_servers"))
        assert.is_nil(settings:read("last_account"))
    end)

    it("that is damaged, foreign or evil changes nothing", function()
        for _i, text in ipairs({
            "", "return {", "return 5", "\27LJ", "error('x')", "return os.remove('settings/shelfsync.lua')",
            "return { server_url = 'http://x' }", "return { server_kind = 'other', server_url = 'http://x' }",
            "return { server_kind = 'tome' }", "return { server_kind = 'tome', server_url = '' }",
            TOME .. (" "):rep(20000),
        }) do
            assert.is_nil((take(text)), text:sub(1, 60))
        end
        assert.is_nil((Provision.take("nowhere", Settings:open())))
        assert.equal("", Settings:open():server())
        assert.is_nil(device_log():find("tk_1", 1, true))
    end)
end)
