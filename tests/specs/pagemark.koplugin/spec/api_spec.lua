local world = require("world")

local SERVER = "http://books.example"
local ENTRY = { hash = "h1", percent = 0.5, page = 10, at = 1000 }

local function with_login()
    world.reply{ url = SERVER .. "/login", method = "POST", body = '{"token":"t1"}' }
end

describe("api", function()
    local json, api

    before_each(function()
        world.reset()
        json = require("json")
        local Api = require("api")
        api = Api.new(SERVER, "mira", "tide-pool")
    end)

    describe("login", function()
        it("takes the token", function()
            with_login()
            assert.is_true(api:login())
            assert.are.equal("t1", api.token)
        end)

        it("sends name and password", function()
            with_login()
            api:login()
            local request = world.requests()[1]
            assert.are.equal("POST", request.method)
            assert.are.equal(SERVER .. "/login", request.url)
            assert.are.same({ user = "mira", password = "tide-pool" }, json.decode(request.body))
        end)

        for status, body in pairs{
            [401] = "", [403] = '{"error":"no"}', [500] = "oops", [200] = '{"token":7}', [204] = "", [302] = "",
        } do
            it("fails with " .. status, function()
                world.reply{ url = SERVER .. "/login", method = "POST", status = status, body = body }
                assert.is_false((api:login()))
                assert.is_nil(api.token)
            end)
        end

        it("forgets an old token", function()
            api.token = "old"
            world.reply{ url = SERVER .. "/login", method = "POST", status = 401 }
            api:login()
            assert.is_nil(api.token)
        end)

        it("fails without a server", function()
            local ok, why = api:login()
            assert.is_false(ok)
            assert.is_nil(why)
        end)

        it("fails without a network", function()
            with_login()
            world.wifi(false)
            assert.is_false((api:login()))
        end)
    end)

    describe("request", function()
        for _, method in ipairs{ "GET", "POST", "PUT", "DELETE" } do
            it("sends " .. method, function()
                world.reply{ url = SERVER .. "/x", method = method, body = '{"ok":true}' }
                local code, answer = api:request(method, "/x", method ~= "GET" and { a = 1 } or nil)
                assert.are.equal(200, code)
                assert.are.same({ ok = true }, answer)
                assert.are.equal(method, world.requests()[1].method)
            end)
        end

        for body, answer in pairs{ ['{"a":[1,2,3]}'] = { a = { 1, 2, 3 } }, ["[]"] = {}, [""] = {} } do
            it("reads '" .. body .. "'", function()
                world.reply{ url = SERVER .. "/x", body = body }
                local _, seen = api:request("GET", "/x")
                assert.are.same(answer, seen)
            end)
        end

        for _, body in ipairs{ "<html>", "7", '{"a":' } do
            it("has no answer in '" .. body .. "'", function()
                world.reply{ url = SERVER .. "/x", body = body }
                local code, seen = api:request("GET", "/x")
                assert.are.equal(200, code)
                assert.is_nil(seen)
            end)
        end

        it("gives the headers", function()
            world.reply{ url = SERVER .. "/x", headers = { ["X-Limit"] = "9" } }
            local _, _, headers = api:request("GET", "/x")
            assert.are.equal("9", headers["x-limit"])
        end)
    end)

    describe("push", function()
        before_each(with_login)

        it("logs in first", function()
            world.reply{ url = SERVER .. "/progress", method = "POST" }
            assert.are.equal("done", (api:push(ENTRY)))
            assert.are.equal(2, #world.requests())
        end)

        it("logs in once", function()
            world.reply{ url = SERVER .. "/progress", method = "POST" }
            for _ = 1, 3 do api:push(ENTRY) end
            assert.are.equal(4, #world.requests())
        end)

        it("sends the entry", function()
            world.reply{ url = SERVER .. "/progress", method = "POST" }
            api:push(ENTRY)
            assert.are.same(ENTRY, json.decode(world.requests()[2].body))
        end)

        for status, verdict in pairs{
            [200] = "done", [201] = "done", [204] = "done", [400] = "refused", [403] = "refused", [404] = "refused",
            [408] = "later", [409] = "newer", [410] = "refused", [422] = "refused", [429] = "later", [500] = "later",
            [502] = "later", [503] = "later",
        } do
            it("is " .. verdict .. " with " .. status, function()
                world.reply{ url = SERVER .. "/progress", method = "POST", status = status }
                assert.are.equal(verdict, (api:push(ENTRY)))
            end)
        end

        it("says how long to wait", function()
            world.reply{
                url = SERVER .. "/progress", method = "POST", status = 429, headers = { ["Retry-After"] = "17" },
            }
            local verdict, seconds = api:push(ENTRY)
            assert.are.equal("later", verdict)
            assert.are.equal(17, seconds)
        end)

        it("says what the server has", function()
            world.reply{ url = SERVER .. "/progress", method = "POST", status = 409, body = '{"percent":0.75}' }
            local _, there = api:push(ENTRY)
            assert.are.equal(0.75, there.percent)
        end)

        it("logs in again when the token has run out", function()
            api.token = "old"
            world.reply{ url = SERVER .. "/progress", method = "POST", status = 401, once = true }
            world.reply{ url = SERVER .. "/progress", method = "POST" }
            assert.are.equal("done", (api:push(ENTRY)))
            assert.are.equal(3, #world.requests())
        end)

        it("does not try for ever", function()
            world.reply{ url = SERVER .. "/progress", method = "POST", status = 401 }
            local verdict, code = api:push(ENTRY)
            assert.are.equal("refused", verdict)
            assert.are.equal(401, code)
            assert.are.equal(4, #world.requests())
        end)

        it("waits for the network", function()
            world.wifi(false)
            assert.are.equal("later", (api:push(ENTRY)))
        end)
    end)

    describe("pull", function()
        before_each(with_login)

        it("gives what the server has", function()
            world.reply{ url = SERVER .. "/progress/h1", body = '{"percent":0.5,"device":"phone"}' }
            assert.are.same({ percent = 0.5, device = "phone" }, (api:pull("h1")))
        end)

        for _, case in ipairs{
            { 404, "", "unknown" }, { 500, "", "unreachable" }, { 200, "<html>", "unreachable" },
            { 200, '{"percent":"half"}', "nonsense" }, { 200, "{}", "nonsense" },
        } do
            it(("is %s with %d '%s'"):format(case[3], case[1], case[2]), function()
                world.reply{ url = SERVER .. "/progress/h1", status = case[1], body = case[2] }
                local there, why = api:pull("h1")
                assert.is_nil(there)
                assert.are.equal(case[3], why)
            end)
        end
    end)
end)
