describe("EPUB CFI", function()
    local Cfi, Epub

    before_each(function()
        Cfi, Epub = require("shelfsync/cfi"), require("shelfsync/epub")
    end)

    local PACKAGE = [[<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><manifest>%s</manifest>
        <spine>%s</spine></package>]]

    -- An EPUB on the device whose spine has these bodies; `names` are other names for the files.
    local function book_of(bodies, names)
        local writer = require("ffi/archiver").Writer:new()
        assert(writer:open("/mnt/onboard/made.epub", "epub"))
        local items, references = {}, {}
        for i, body in ipairs(bodies) do
            local name = names and names[i] or ("c%d.xhtml"):format(i)
            writer:addFileFromMemory("OEBPS/" .. name, "<html><head><title>x</title></head>" .. body .. "</html>")
            items[i] = ('<item id="i%d" href="%s" media-type="x"/>'):format(i, names and names.href or name)
            references[i] = ('<itemref idref="i%d"/>'):format(i)
        end
        writer:addFileFromMemory("META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>')
        writer:addFileFromMemory("OEBPS/content.opf", PACKAGE:format(table.concat(items), table.concat(references)))
        writer:close()
        return assert(Epub.open("/mnt/onboard/made.epub"))
    end

    local A = "<body><h1>T</h1><p>one</p><p id=\"k\">two and more</p></body>"
    local B = "<body><div id=\"a\"><p>x</p><p>yz</p></div></body>"
    local C = "<body><p>ab<i>cd</i>ef</p></body>"
    local D = "<body><p>a<br/>b<br/>c</p></body>"

    local function range_of(body, first, last)
        return Cfi.range(book_of({ body, "<body><p>z</p></body>" }), "/body/DocFragment[1]/body" .. first,
            "/body/DocFragment[1]/body" .. last)
    end

    it("names ranges as readers on the web know them", function()
        assert.equal("epubcfi(/6/2!/4/6[k],/1:3,/1:9)", range_of(A, "/p[2]/text().3", "/p[2]/text().9"))
        assert.equal("epubcfi(/6/2!/4/2,/1:0,/1:0)", range_of(A, "/h1/text().0", "/h1/text().0"))
        assert.equal("epubcfi(/6/2!/4/2)", range_of(A, "/h1", "/h1"))
        assert.equal("epubcfi(/6/2!/4/2[a],/2/1:0,/4/1:2)", range_of(B, "/div/p[1]/text().0", "/div/p[2]/text().2"))
        assert.equal("epubcfi(/6/2!/4/2,/1:1,/2/1:2)", range_of(C, "/p/text().1", "/p/i/text().2"))
        assert.equal("epubcfi(/6/2!/4/2,/4:0,/5:1)", range_of(D, "/p/br[2].0", "/p/text()[3].1"))
    end)

    it("counts all of a text's steps where a paragraph begins with an element", function()
        assert.equal("epubcfi(/6/2!/4/2,/3:0,/3:4)", range_of("<body><p><b>x</b>tail</p></body>", "/p/text().0",
            "/p/text().4"))
    end)

    it("goes from one chapter into the next", function()
        local epub = book_of({ A, C })
        assert.equal("epubcfi(/6,/2!/4/6[k]/1:2,/4!/4/2/1:1)", Cfi.range(epub,
            "/body/DocFragment[1]/body/p[2]/text().2", "/body/DocFragment[2]/body/p/text().1"))
    end)

    it("reads the notation of books with one chapter, and of newer engines", function()
        local epub = book_of({ C })
        assert.equal("epubcfi(/6/2!/4/2/1:1)", Cfi.point(epub, "/body/DocFragment/body/p/text().1"))
        assert.equal("epubcfi(/6/2!/4/2/3:1)", Cfi.point(epub, "/body[1]/DocFragment[1]/body[1]/p[1]/text()[2].1"))
    end)

    it("is not led astray by comments, quotes and sections of characters", function()
        local epub = book_of({ '<body><!-- <p>no</p> --><p title="a > b">one<!-- two -->three</p><![CDATA[x < y]]>'
            .. "<p>four</p></body>" })
        assert.equal("epubcfi(/6/2!/4/2/1:0)", Cfi.point(epub, "/body/DocFragment/body/p[1]/text()[1].0"))
        -- A comment parts the engine's texts and not the CFI's.
        assert.equal("epubcfi(/6/2!/4/2/1:5)", Cfi.point(epub, "/body/DocFragment/body/p[1]/text()[2].2"))
        assert.equal("epubcfi(/6/2!/4/4/1:1)", Cfi.point(epub, "/body/DocFragment/body/p[2]/text().1"))
    end)

    it("counts the file's letters, where the engine counts white space once", function()
        local epub = book_of({ "<body>\n  <p>one\n     two &amp;\tthree &#x1F40B; four</p>\n</body>" })
        local function at(offset)
            return Cfi.point(epub, "/body/DocFragment/body/p/text()." .. offset)
        end
        assert.equal("epubcfi(/6/2!/4/2/1:9)", at(4))
        assert.equal("epubcfi(/6/2!/4/2/1:13)", at(8))
        -- The whale is one letter, and two of a CFI's units.
        assert.equal("epubcfi(/6/2!/4/2/1:21)", at(16))
        assert.equal("epubcfi(/6/2!/4/2/1:23)", at(17))
    end)

    it("passes over the white space that the engine drops", function()
        local epub = book_of({ "<body>\n<div>\n<p>a</p>\n<p>b</p>\n text <p>c</p></div>\n</body>" })
        assert.equal("epubcfi(/6/2!/4/2/5:2)", Cfi.point(epub, "/body/DocFragment/body/div/text().1"))
    end)

    it("finds files whose names are written with escapes or through another folder", function()
        local epub = book_of({ C }, { "my book.xhtml", href = "../OEBPS/./my%20book.xhtml" })
        assert.equal("epubcfi(/6/2!/4/2/1:1)", Cfi.point(epub, "/body/DocFragment/body/p/text().1"))
    end)

    it("has nothing for a place that is not in the book", function()
        local epub = book_of({ C })
        for _, xpointer in ipairs({ "/body/DocFragment[2]/body/p/text().0", "/body/DocFragment/body/p[2]/text().0",
            "/body/DocFragment/body/p/text()[3].0", "/body/DocFragment/body/p/text().9", "17", "" }) do
            assert.is_nil(Cfi.point(epub, xpointer), xpointer)
            assert.is_nil(Cfi.range(epub, "/body/DocFragment/body/p/text().0", xpointer), xpointer)
        end
    end)

    it("leads back to where it came from", function()
        local epub = book_of({ A, "<body>\n<p>ab <i>cd</i>\n ef<!-- x -->gh</p></body>", D })
        for _, xpointer in ipairs({ "/body/DocFragment[1]/body/p[2]/text().3", "/body/DocFragment[2]/body/p/i/text().2",
            "/body/DocFragment[2]/body/p/text()[2].3", "/body/DocFragment[3]/body/p/text()[3].1" }) do
            assert.equal(xpointer, (Cfi.xpointers(epub, Cfi.point(epub, xpointer))))
        end
        local first, last = Cfi.xpointers(epub, "epubcfi(/6/2!/4/6[k^]x],/1:3,/1:9)")
        assert.equal("/body/DocFragment[1]/body/p[2]/text().3", first)
        assert.equal("/body/DocFragment[1]/body/p[2]/text().9", last)
    end)

    it("of nonsense leads nowhere", function()
        local epub = book_of({ C })
        for _, cfi in ipairs({ "", "epubcfi()", "epubcfi(/6/3!/4/2)", "epubcfi(/6/20!/4/2/1:0)", "epubcfi(/6/2!/4/8)",
            "epubcfi(/6/2!/4/2/1:99)", "epubcfi(/6/2!/4,/2)", "/6/2!/4/2" }) do
            assert.is_nil(Cfi.xpointers(epub, cfi), cfi)
        end
    end)
end)

describe("a file that is no EPUB", function()
    it("has no documents", function()
        local Epub = require("shelfsync/epub")
        write_file("plain.epub", "no archive")
        assert.is_nil(Epub.open("plain.epub"))
        assert.is_nil(Epub.open("nowhere.epub"))
    end)
end)
