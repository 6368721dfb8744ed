describe("a version", function()
    local Version = require("shelfsync/version")

    -- Each is newer than all before it.
    local GROWING = {
        "0.1.0-dev", "0.1.0", "v0.1.1", "0.2", "0.10.0", "1.0.0-alpha", "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.0.1", "V2.0.0-beta.1", "2.0.0+build.7", "10.0",
    }

    it("is newer than those before it, and than no other", function()
        for i, left in ipairs(GROWING) do
            for j, right in ipairs(GROWING) do
                assert.equal(i > j, Version.isNewer(left, right), left .. " and " .. right)
            end
        end
    end)

    it("is the same with a v, with zeros behind and with the name of a build", function()
        for _i, text in ipairs({ "v1.0.0", "1", "1.0", " 1.0.0 ", "1.0.0+5" }) do
            assert.is_false(Version.isNewer(text, "1.0.0"), text)
            assert.is_false(Version.isNewer("1.0.0", text), text)
        end
    end)

    it("that is none is never newer, and nothing is newer than it", function()
        local long = "1234567890.0"
        for _i, text in ipairs({ "", "nightly", "v", "1..2", "1.", "1.2.3.4.5", "1.0 beta", long, "-1", "1,2" }) do
            assert.is_nil(Version.parse(text), text)
            assert.is_false(Version.isNewer(text, "0.0.1"), text)
            assert.is_false(Version.isNewer("99.0", text), text)
        end
        assert.is_false(Version.isNewer(nil, "1.0"))
        assert.is_false(Version.isNewer(2, "1.0"))
    end)
end)

describe("a feed", function()
    local Feeds = require("shelfsync/feeds")
    local ADDRESS = "https://books.example/koreader/plugin/version"

    it("of releases names the package, its size and its digest", function()
        local found = Feeds.read({
            tag_name = "v2.0", body = "New tides.",
            assets = {
                { name = "CHANGELOG.md", browser_download_url = "https://dl.example/c" },
                { name = "shelfsync.koplugin.zip", size = 12, digest = "sha256:ab",
                    browser_download_url = "https://dl.example/z" },
            },
        }, "https://api.example/latest")
        assert.same({
            version = "v2.0", notes = "New tides.", url = "https://dl.example/z", size = 12, digest = "sha256:ab",
        }, found)
    end)

    it("of releases without our package has nothing to fetch", function()
        assert.is_nil(Feeds.read({ tag_name = "v2.0", assets = {} }, ADDRESS).url)
    end)

    it("beside a server is where its version is told", function()
        assert.same({ version = "1.5.0", url = "https://books.example/koreader/plugin/package" },
            Feeds.read({ pluginVersion = "1.5.0" }, ADDRESS))
        assert.is_nil(Feeds.read({ pluginVersion = "1.5.0" }, "https://books.example/elsewhere"))
    end)

    it("is nothing else", function()
        for _i, answer in ipairs({ {}, { tag_name = "v1" }, { tag_name = 1, assets = {} } }) do
            assert.is_nil(Feeds.read(answer, ADDRESS))
        end
        assert.is_nil(Feeds.read("text", ADDRESS))
        assert.is_nil(Feeds.read(nil, ADDRESS))
    end)
end)
