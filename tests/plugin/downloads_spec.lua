describe("the name of a downloaded book", function()
    local Naming = require("shelfsync/naming")

    it("is its volume's, or its title", function()
        assert.equal("Vol. 3 — Ebb.epub", Naming.file({ id = 1, title = "Ebb", series_index = 3 }, "epub"))
        assert.equal("Vol. 2.5 — Ebb.kepub.epub", Naming.file({ title = "Ebb", series_index = 2.5 }, "kepub.epub"))
        assert.equal("Ebb.pdf", Naming.file({ id = 1, title = "Ebb" }, "pdf"))
        assert.equal("7.epub", Naming.file({ id = 7 }))
    end)

    it("is one that every file system takes, and leads nowhere else", function()
        assert.equal("a_b_c_d_e_f_g_h_i", Naming.safe('a\\b/c:d*e?f"g<h>i'))
        assert.equal("_", Naming.safe(".."))
        assert.equal("_", Naming.safe(""))
        assert.equal("a", Naming.safe("a. . "))
        assert.equal("ab", Naming.safe("a\0\nb"))
        local long = Naming.file({ id = 1, title = ("ł"):rep(300) }, "epub")
        assert.is_true(#long <= 240)
        assert.equal(".epub", long:sub(-5))
        assert.equal("ł", long:sub(-7, -6))
    end)

    it("is in the folder of its kind and series", function()
        local book = { title = "x", author = "Mira Olsen" }
        assert.equal("/b/manga/Tide", Naming.folder("/b", { book_type = "manga" }, "Tide", "book"))
        assert.equal("/b/comic/Tide", Naming.folder("/b", book, "Tide", "comic"))
        assert.equal("/b/book/Mira Olsen", Naming.folder("/b", book, "__unserialized__"))
        assert.equal("/b/book", Naming.folder("/b", {}, "__unserialized__"))
    end)

    it("has the ending of the format that is preferred", function()
        local function of(...)
            local files = {}
            for i, format in ipairs({ ... }) do
                files[i] = { id = i, format = format }
            end
            return (Naming.preferred(files) or {}).format
        end
        assert.equal("epub", of("pdf", "cbz", "epub"))
        assert.equal("kepub.epub", of("azw3", "kepub.epub", "cbz"))
        assert.equal("cbz", of("mobi", "pdf", "cbz"))
        assert.equal("djvu", of("djvu"))
        assert.is_nil(Naming.preferred({}))
        assert.is_nil(Naming.preferred(nil))
    end)

    it("begins at the home folder, else where books were last", function()
        for _, key in ipairs({ "lastdir", "download_dir", "home_dir" }) do
            G_reader_settings:saveSetting(key, "/mnt/" .. key .. "/")
            assert.equal("/mnt/" .. key, Naming.base())
        end
    end)
end)

describe("a file from a server", function()
    local FileFetch = require("shelfsync/filefetch")
    local lfs = require("libs/libkoreader-lfs")
    local PATH = "/mnt/onboard/new/folder/a.epub"

    local function get()
        return FileFetch.get({ url = "http://books.example/file", path = PATH })
    end

    local function is_there(path)
        return lfs.attributes(path, "mode") == "file"
    end

    it("takes its place when all of it is there", function()
        answer("PK content", 200)
        assert.is_true(get())
        assert.is_true(is_there(PATH))
        assert.is_false(is_there(PATH .. ".part"))
    end)

    local function leaves_nothing(says)
        local ok, reason = get()
        assert.is_nil(ok)
        assert.matches(says, reason)
        assert.is_false(is_there(PATH))
        assert.is_false(is_there(PATH .. ".part"))
    end

    it("is none when the server says no, or something else answers", function()
        answer('{"detail": "File not found"}', 404)
        leaves_nothing("404")
        fault.clear()
        answer("<html>Sign in</html>", 200)
        leaves_nothing("sign in")
    end)

    it("is none when the connection fails, or ends too soon", function()
        fault{ "refused" }
        leaves_nothing("refused")
        fault.clear()
        radio.off()
        leaves_nothing("no network")
    end)

    it("is fetched from where it lies, when that is allowed, and without the headers", function()
        local function along(from, location, hops)
            fault.clear()
            fault{ "redirect", url = "*/file", location = location, count = 1 }
            fault{ "status", url = "*/elsewhere", status = 200, body = "PK" }
            os.remove(PATH)
            return FileFetch.get({ url = from, path = PATH, hops = hops, headers = { ["X-Key"] = "secret" } })
        end
        assert.is_true(along("http://books.example/file", "http://other.example/elsewhere", 1))
        assert.is_true(along("http://books.example/file", "/elsewhere", 1))
        for _i, location in ipairs({ "elsewhere", "ftp://other.example/elsewhere", "//other.example/elsewhere" }) do
            assert.is_nil((along("http://books.example/file", location, 1)), location)
        end
        assert.is_nil((along("http://books.example/file", "/elsewhere", 0)))
        assert.is_nil((along("http://books.example/file", "/elsewhere")))
        assert.is_nil((along("https://books.example/file", "http://books.example/elsewhere", 5)))
        assert.is_false(is_there(PATH))
    end)

    it("leaves an older one as it was when it does not come", function()
        write_file(PATH, "older")
        fault{ "refused" }
        assert.is_nil(get())
        assert.is_true(is_there(PATH))
    end)
end)

describe("downloaded books", function()
    it("are known by the server's number, as long as the file is there", function()
        local Downloads = require("shelfsync/downloads")
        write_file("/mnt/onboard/a.epub", "content of a")
        Downloads.register("1", "41", "/mnt/onboard/a.epub")
        restart()
        Downloads = require("shelfsync/downloads")
        assert.equal("/mnt/onboard/a.epub", Downloads.pathOf("1", "41"))
        assert.is_nil(Downloads.pathOf("2", "41"))
        local hash = require("util").partialMD5("/mnt/onboard/a.epub")
        assert.equal("41", (require("shelfsync/books").serverId(hash, "1")))
        os.remove("/mnt/onboard/a.epub")
        assert.is_nil(Downloads.pathOf("1", "41"))
    end)
end)

describe("a server's catalogue", function()
    local protocol

    before_each(function()
        protocol = engine_of(configured({ server_kind = "tome", tome_key = "tk_1" })).protocol
    end)

    it("may have null wherever it likes", function()
        answer('[{"name": "Tide", "book_count": null, "first_book_id": 1, "author": null}, null, {"name": null},'
            .. ' {"name": "Ebb", "first_book_id": null}]')
        assert.same({ { name = "Tide", book_count = 0, first_book_id = 1 } },
            protocol.catalogue.series(protocol, { 3, 5 }).series)
        fault.clear()
        answer('{"series_name": null, "book_type": null, "books": [{"id": 7, "title": null, "series_index": null,'
            .. ' "author": null, "book_type": null, "files": null}, null]}')
        assert.same({ { id = 7, title = "7" } }, protocol.catalogue.seriesOf(protocol, "7", { 3, 5 }).books)
    end)
end)
