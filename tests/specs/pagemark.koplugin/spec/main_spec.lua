local world = require("world")

local SERVER = "http://books.example"

describe("pagemark", function()
    local Pagemark, plugin, ui, registered

    local function reader_of(fields)
        registered, ui = {}, {
            menu = { registerToMainMenu = function(_, widget) table.insert(registered, widget) end },
            document = { getPageCount = function() return 200 end, getCurrentPage = function() return 20 end },
            doc_settings = {
                readSetting = function(_, name) return name == "partial_md5_checksum" and "h1" or nil end,
            },
            handleEvent = spy.new(function() return true end),
        }
        for name, value in pairs(fields or {}) do ui[name] = value end
        plugin = Pagemark:new{ ui = ui }
        return plugin
    end

    local function set_up()
        plugin.settings:set("server", SERVER):set("user", "mira"):set("password", "tide-pool"):flush()
        world.reply{ url = SERVER .. "/login", method = "POST", body = '{"token":"t1"}' }
    end

    local function with_progress(status, fields)
        local reply = { url = SERVER .. "/progress", method = "POST", status = status or 200 }
        for name, value in pairs(fields or {}) do reply[name] = value end
        world.reply(reply)
    end

    local function menu()
        local items = {}
        plugin:addToMainMenu(items)
        return items.pagemark
    end

    before_each(function()
        world.reset()
        Pagemark = require("main")
        reader_of()
    end)

    describe("menu", function()
        it("is registered", function()
            assert.are.equal(1, #registered)
        end)

        it("says nothing when nothing waits", function()
            assert.are.equal("Pagemark", menu().text_func())
        end)

        it("says how many wait", function()
            plugin.outbox:add{ hash = "a", percent = 0.1, at = 1 }
            assert.are.equal("Pagemark (1)", menu().text_func())
        end)

        it("cannot send before it is set up", function()
            assert.is_false(menu().sub_item_table[1].enabled_func())
            set_up()
            assert.is_true(menu().sub_item_table[1].enabled_func())
        end)

        it("turns quiet on and off", function()
            local quiet = menu().sub_item_table[2]
            quiet.callback()
            assert.is_true(quiet.checked_func())
            quiet.callback()
            assert.is_false(quiet.checked_func())
        end)

        for count, text in pairs{ [0] = "0 places sent", [1] = "1 place sent", [3] = "3 places sent" } do
            it("says '" .. text .. "'", function()
                set_up()
                with_progress()
                for i = 1, count do plugin.outbox:add{ hash = "h" .. i, percent = 0.1, at = i } end
                menu().sub_item_table[1].callback()
                assert.are.same({ text }, world.shown())
            end)
        end

        it("says that there is no network", function()
            set_up()
            world.wifi(false)
            menu().sub_item_table[1].callback()
            assert.are.same({ "No network." }, world.shown())
        end)

        it("keeps quiet when asked to", function()
            set_up()
            plugin.settings:set("quiet", true)
            menu().sub_item_table[1].callback()
            assert.are.same({}, world.shown())
        end)

        it("takes its message away after three seconds", function()
            set_up()
            menu().sub_item_table[1].callback()
            world.advance(4)
            assert.are.same({}, world.shown())
        end)
    end)

    describe("opening a book", function()
        it("asks nobody before it is set up", function()
            plugin:onReaderReady()
            assert.are.equal(0, #world.requests())
        end)

        it("asks nobody without a network", function()
            set_up()
            world.wifi(false)
            plugin:onReaderReady()
            assert.are.equal(0, #world.requests())
        end)

        for there, asks in pairs{ [0.05] = false, [0.1] = false, [0.11] = true, [0.9] = true } do
            it((asks and "asks" or "does not ask") .. " about " .. there, function()
                set_up()
                world.reply{ url = SERVER .. "/progress/h1", body = '{"percent":' .. there .. "}" }
                plugin:onReaderReady()
                assert.are.equal(asks and 1 or 0, #world.shown())
            end)
        end

        it("names the place", function()
            set_up()
            world.reply{ url = SERVER .. "/progress/h1", body = '{"percent":0.42}' }
            plugin:onReaderReady()
            assert.are.same({ "Go on at 42 %?" }, world.shown())
        end)

        it("goes there", function()
            set_up()
            world.reply{ url = SERVER .. "/progress/h1", body = '{"percent":0.5}' }
            plugin:onReaderReady()
            world.topmost().ok_callback()
            assert.spy(ui.handleEvent).was_called(1)
            assert.are.same({ handler = "onGotoPercent", 50 }, ui.handleEvent.calls[1].vals[2])
        end)

        it("does nothing for a book without a fingerprint", function()
            reader_of{ doc_settings = { readSetting = function() end } }
            set_up()
            plugin:onReaderReady()
            plugin:onPageUpdate(21)
            assert.are.equal(0, plugin.outbox:count())
        end)
    end)

    describe("reading", function()
        before_each(function()
            set_up()
            world.reply{ url = SERVER .. "/progress/h1", status = 404 }
            plugin:onReaderReady()
        end)

        it("keeps the place", function()
            plugin:onPageUpdate(50)
            assert.are.equal(0.25, plugin.outbox:get("h1").percent)
        end)

        it("sends when the reader has come to rest", function()
            with_progress()
            plugin:onPageUpdate(21)
            world.advance(61)
            assert.are.equal(0, plugin.outbox:count())
        end)

        it("does not send while pages turn", function()
            with_progress()
            for page = 21, 25 do
                plugin:onPageUpdate(page)
                world.advance(30)
            end
            assert.are.equal(1, plugin.outbox:count())
        end)

        it("sends the last place only", function()
            with_progress()
            for page = 21, 25 do plugin:onPageUpdate(page) end
            world.advance(100)
            local places = 0
            for _, request in ipairs(world.requests()) do
                if request.url == SERVER .. "/progress" then places = places + 1 end
            end
            assert.are.equal(1, places)
        end)

        it("sends when the book is closed", function()
            with_progress()
            for page = 21, 23 do
                world.advance(20)
                plugin:onPageUpdate(page)
            end
            plugin:onCloseDocument()
            assert.are.equal(0, plugin.outbox:count())
        end)

        it("leaves no task behind", function()
            local UIManager = require("ui/uimanager")
            local unscheduled = spy.on(UIManager, "unschedule")
            plugin:onPageUpdate(21)
            plugin:onCloseDocument()
            assert.spy(unscheduled).was_called()
            unscheduled:revert()
        end)

        it("keeps the place without a network, and sends it later", function()
            world.wifi(false)
            plugin:onPageUpdate(21)
            plugin:onCloseDocument()
            assert.are.equal(1, plugin.outbox:count())
            world.wifi(true)
            with_progress()
            plugin:onNetworkConnected()
            assert.are.equal(0, plugin.outbox:count())
        end)

        it("counts no sleep", function()
            plugin:onPageUpdate(21)
            plugin:onSuspend()
            world.advance(5000)
            plugin:onResume()
            assert.is_true(plugin.tracker.seconds < 60)
        end)
    end)

    describe("sending", function()
        before_each(function()
            set_up()
            for i = 1, 3 do plugin.outbox:add{ hash = "h" .. i, percent = 0.1 * i, at = i } end
        end)

        it("empties the outbox", function()
            with_progress()
            assert.are.equal(3, plugin:send())
            assert.are.equal(0, plugin.outbox:count())
        end)

        for status, left in pairs{ [200] = 0, [400] = 0, [409] = 0, [429] = 3, [500] = 3, [503] = 3 } do
            it("leaves " .. left .. " after " .. status, function()
                with_progress(status)
                plugin:send()
                assert.are.equal(left, plugin.outbox:count())
            end)
        end

        it("stops at the first that must wait", function()
            with_progress(503)
            plugin:send()
            assert.are.equal(2, #world.requests())
        end)

        it("waits before it tries again", function()
            with_progress(503)
            plugin:send()
            assert.are.equal(1, plugin.outbox:get("h1").attempts)
            assert.are.equal(2, #plugin.outbox:due(os.time()))
            world.advance(31)
            assert.are.equal(3, #plugin.outbox:due(os.time()))
        end)

        it("waits as long as the server asks", function()
            with_progress(429, { headers = { ["Retry-After"] = "100" } })
            plugin:send()
            world.advance(90)
            assert.are.equal(2, #plugin.outbox:due(os.time()))
        end)

        it("does not begin without a network", function()
            world.wifi(false)
            local sent, why = plugin:send()
            assert.is_nil(sent)
            assert.are.equal("offline", why)
        end)
    end)
end)
