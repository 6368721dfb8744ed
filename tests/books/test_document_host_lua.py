"""``host.document`` as Lua sees it."""

from __future__ import annotations

import io

from lupa import luajit21

from fake_koreader.books.fixture import paged_fixture, reflowable_fixture
from fake_koreader.books.host import DocumentHost

SCRIPT = b"""
local open, call = ...
local out = {}
local id = open("/b.epub")
assert(call.load(id))
local pages, height = call.render(id, 1072, 1448, 300, 39.4, 100, 18, 27, 18, 45)
out[#out + 1] = pages .. " " .. tostring(height > 0)
local toc = call.toc(id)
out[#out + 1] = #toc .. " " .. toc[12].title .. " " .. toc[12].page .. " " .. toc[12].xpointer
local props = call.props(id)
out[#out + 1] = props.title .. "|" .. props.series
local hits = call.find(id, "page 9,", false, 3, false)
out[#out + 1] = hits[1]["end"] .. " " .. #call.boxes(id, hits[1].start, hits[1]["end"])
out[#out + 1] = tostring(call.compare(id, "nothing", "nowhere"))
out[#out + 1] = tostring(call.compare(id, "/body", toc[1].xpointer))
local nothing, message = call.page_text(id, 999)
out[#out + 1] = tostring(nothing) .. " " .. message
local width, tall = call.page_size(open("/b.pdf"), 1)
out[#out + 1] = width .. "x" .. tall
return table.concat(out, "\\n")
"""


def test_from_lua() -> None:
    lua = luajit21.LuaRuntime(encoding=None, unpack_returned_tuples=True)
    files = {b"/b.epub": reflowable_fixture("T"), b"/b.pdf": paged_fixture("P")}
    host = DocumentHost(lambda path: io.BytesIO(files[path]), lua.table_from)
    functions = lua.table_from({name.encode(): getattr(host, name) for name in dir(host) if not name.startswith("_")})
    assert lua.execute(SCRIPT, host.open, functions).decode().split("\n") == [
        "120 true",
        "12 Chapter 12 111 /body/DocFragment[12]/body/h2.0",
        "T|",
        "/body/DocFragment[1]/body/p[17]/text().15 1",
        "nil",
        "1",
        "nil no page 999: the book has pages 1 to 120",
        "420x595",
    ]
