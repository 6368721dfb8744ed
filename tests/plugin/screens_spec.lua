describe("the screen of", function()
    local Dialogs = require("shelfsync/dialogs")
    local Queue = require("shelfsync/queue")
    local TouchMenu = require("ui/widget/touchmenu")
    local UIManager = require("ui/uimanager")
    local plugin

    local function nothing() end

    before_each(function()
        configured({ password = "a secret of mine" })
        plugin = plugin_of(reader_of())
    end)

    -- The plugin's entry in a main menu of its own, opened down to the given entries.
    local function menu(...)
        local items = {}
        plugin:addToMainMenu(items)
        UIManager:show(TouchMenu:new{
            width = require("device").screen:getWidth(),
            last_index = 1,
            tab_item_table = { { icon = "appbar.tools", items.shelfsync } },
        })
        tap("Shelf Sync")
        for _, label in ipairs({ ... }) do
            tap(label)
        end
    end

    describe("the menu", function()
        it("at its top", function()
            menu()
            matches_screen("menu")
        end)

        it("shows how many sessions wait", function()
            enqueue(HASH, 3)
            menu()
            assert.matches("Sync pending now %(3%)", screen())
        end)

        it("under Server", function()
            menu("Server")
            matches_screen("menu_server")
        end)

        it("under Server, without an account in the address", function()
            plugin.settings:set("server_url", "http://mira:sesame@books.example/")
            menu("Server")
            assert.is_nil(screen():find("sesame", 1, true))
            assert.matches("books.example", screen())
        end)

        it("under the version", function()
            menu("Version " .. plugin.version)
            matches_screen("menu_version")
        end)

        it("under the version, without an account in the feed's address", function()
            plugin.settings:set("update_feed", "http://mira:sesame@books.example/latest")
            menu("Version " .. plugin.version)
            assert.is_nil(screen():find("sesame", 1, true))
        end)

        it("when a newer version is there", function()
            plugin.settings:set("update_feed", "http://books.example/latest")
            answer('{"tag_name": "v9.0.0", "body": "Tides are kept.", "assets": [{"name": "shelfsync.koplugin.zip", '
                .. '"browser_download_url": "http://books.example/z"}]}', 200, "*/latest")
            menu("Version " .. plugin.version, "Check for updates")
            matches_screen("dialog_update")
        end)

        it("under Sync settings", function()
            menu("Sync settings")
            matches_screen("menu_sync_settings")
        end)

        it("under Manage sessions", function()
            menu("Manage sessions")
            matches_screen("menu_manage_sessions")
        end)
    end)

    it("a changed setting", function()
        menu("Sync settings", "Silent mode")
        assert.is_true(plugin.settings:get("silent"))
        tap("Manual sync only")
        assert.is_true(require("shelfsync/settings"):open():get("manual_only"))
    end)

    it("the dialog for the address", function()
        menu("Server", "Server address: http://books.example")
        matches_screen("dialog_address")
    end)

    it("an address that was typed", function()
        Dialogs.address(plugin.settings, function() plugin:accountChanged(plugin.settings) end)
        require("ui/inspect").type_text(":6060/")
        tap("Save")
        assert.equal("http://books.example:6060", plugin.settings:server())
        assert.equal("", screen())
    end)

    it("an address that was not saved", function()
        Dialogs.address(plugin.settings, nothing)
        require("ui/inspect").type_text("/elsewhere")
        tap("Cancel")
        assert.equal("http://books.example", plugin.settings:server())
        assert.equal("", screen())
    end)

    it("the dialog for an account, without its password", function()
        menu("Server", "KOReader account")
        matches_screen("dialog_account")
        assert.is_nil(screen():find("a secret of mine", 1, true))
    end)

    it("the minimum duration", function()
        Dialogs.minimumDuration(plugin.settings, nothing)
        matches_screen("dialog_minimum_duration")
        tap("▲")
        tap("Apply")
        assert.equal(35, plugin.settings:get("min_duration"))
    end)

    it("the idle limit", function()
        Dialogs.idleLimit(plugin.settings, nothing)
        matches_screen("dialog_idle_limit")
    end)

    it("the details of an empty queue", function()
        menu("Manage sessions", "View details")
        matches_screen("details_empty")
    end)

    it("the details of a queue", function()
        for i, state in ipairs({ "fresh", "tried", "refused" }) do
            local ended = 1772000000 + i * 86400
            Queue.add(session_of(HASH, { start_time = ended - 1530, end_time = ended, duration = 1530 }))
            local session = Queue.all(10)[i]
            if state ~= "fresh" then
                Queue.failed({ session }, "the server answered 50" .. i, state == "refused")
            end
        end
        plugin:showDetails()
        matches_screen("details")
    end)

    it("the details of a queue of years", function()
        enqueue(HASH, 203)
        plugin:showDetails()
        local page = require("ui/inspect").topmost()
        local rows = page.kv_pairs
        assert.equal("3 more", rows[#rows][2])
    end)

    it("the question before the queue is emptied", function()
        enqueue(HASH, 3)
        menu("Manage sessions", "Clear pending…")
        matches_screen("clear")
        tap("Cancel")
        assert.equal(3, Queue.count())
    end)

    it("an emptied queue", function()
        enqueue(HASH, 3)
        Dialogs.clear(nothing)
        tap("Delete")
        assert.equal(0, Queue.count())
    end)

    it("a test of the connection, one request at a time", function()
        plugin.settings:set("password", "tide-pool")
        plugin:testConnection()
        assert.matches("Testing the connection", screen())
        assert.same({}, sent_requests())
        advance(0.1)
        assert.equal(1, #sent_requests())
        advance(0.3)
        matches_screen("test_connection")
    end)

    it("a test of a connection that does not work", function()
        plugin.settings:set("password", "tide-pool")
        fault{ "refused" }
        plugin:testConnection()
        advance(0.5)
        matches_screen("test_connection_refused")
    end)

    it("a sync by hand", function()
        plugin.settings:set("password", "tide-pool")
        server.add_book{ hash = HASH }
        enqueue(HASH, 2)
        plugin:syncNow()
        advance(1)
        matches_screen("sync_now")
    end)
end)
