"""CFIs made on the device from real positions, walked back into the EPUB by other means: lxml and its own counting."""

from __future__ import annotations

import io
import posixpath
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from plugin_world import HERE, PluginWorld

from fake_koreader.books.dom import Text
from fake_koreader.books.epub import EpubBook
from fake_koreader.books.making.epubs import Chapter, Entry, EpubFile
from fake_koreader.books.xpointer import Position

BOOKS = HERE.parents[1] / "scenarios" / "books"
PLACES = 150
AWKWARD = """<div class="x">
  <p>One  <b>bold</b>, <i>then <u>nested</u></i>
     lines&#160;&#x1F40B; and more</p><!-- between <p>no</p> -->
  text between <span>blocks</span>
  <ul><li>first</li><li><p>second</p> tail</li></ul>
  <pre>
 kept   white
	space</pre><p>cut<!-- here -->apart<br/>and<br/>again</p><p><img src="../whale.png" alt="a > b"/>after</p>
</div>"""


def _awkward() -> bytes:
    return EpubFile(
        version=3, identifier="urn:uuid:1", metadata="<dc:title>Awkward</dc:title>",
        chapters=[Chapter("a.xhtml", "A", AWKWARD), Chapter("b b.xhtml", "B", f"<h1>B</h1>{AWKWARD}")],
        toc=[Entry("A", "a.xhtml")],
    ).build()  # fmt: skip


def _contents() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (BOOKS / "moby-dick.epub", BOOKS / "alice.epub")} | {
        "awkward.epub": _awkward()
    }


class Walker:
    """Follows a CFI through the files, as a reader on the web does."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        container = etree.fromstring(self._zip.read("META-INF/container.xml"))
        self._package_path = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        self._package = etree.fromstring(self._zip.read(self._package_path))

    def letter(self, cfi: str) -> str:
        """The letter that a CFI stands before; "" at the end of a text."""
        match = re.fullmatch(r"epubcfi\(/6/(\d+)!((?:/\d+(?:\[[^\]]*\])?)+)/(\d+):(\d+)\)", cfi)
        assert match, cfi
        node = self._document(int(match[1]) // 2)
        for step in re.findall(r"/(\d+)", match[2]):
            node = [child for child in node if isinstance(child.tag, str)][int(step) // 2 - 1]
        units = self._gap(node, int(match[3]) // 2).encode("utf-16-le")[2 * int(match[4]) :]
        return units.decode("utf-16-le")[:1]

    def _document(self, number: int) -> Any:
        reference = self._package.xpath("//*[local-name()='itemref']/@idref")[number - 1]
        href = self._package.xpath(f"//*[local-name()='item'][@id='{reference}']/@href")[0]
        name = posixpath.join(posixpath.dirname(self._package_path), href.replace("%20", " "))
        return etree.fromstring(self._zip.read(name))

    @staticmethod
    def _gap(node: Any, number: int) -> str:
        """The text between two elements, whatever comments part it."""
        texts, gap = [node.text or ""], 0
        for child in node:
            if isinstance(child.tag, str):
                gap += 1
                texts.append("")
            texts[gap] += child.tail or ""
        return texts[number]


def _places(book: EpubBook, seed: str) -> list[tuple[str, str]]:
    """Random positions in texts, with the letter at each; "" at a text's end."""
    chance = random.Random(seed)
    texts = [(fragment, node) for fragment in range(book.tree.count) for node in book.tree.nodes(fragment)
             if isinstance(node, Text) and not _is_hidden(node)]
    places = []
    for _ in range(PLACES):
        fragment, node = chance.choice(texts)
        offset = chance.randint(0, len(node.text))
        letter = node.text[offset : offset + 1].replace("\n", " ")
        places.append((book.tree.xpointer(Position(fragment, node, offset)), letter))
    return places


def _is_hidden(node: Text) -> bool:
    element: Any = node.parent
    while element is not None:
        if element.hidden:
            return True
        element = element.parent
    return False


@pytest.mark.parametrize("name", sorted(_contents()))
def test_a_cfi_leads_to_the_letter_that_the_engine_means_and_back(name: str) -> None:
    content = _contents()[name]
    world = PluginWorld()
    world.machine.disk.add_file(b"/mnt/onboard/book.epub", content)
    convert = world.process.run(
        """local Cfi, epub = require("shelfsync/cfi"), require("shelfsync/epub").open("/mnt/onboard/book.epub")
        return function(xpointer)
            local cfi = Cfi.point(epub, xpointer)
            return cfi or "", cfi and (Cfi.xpointers(epub, cfi)) or ""
        end""", "=convert")  # fmt: skip
    walker = Walker(content)
    for xpointer, letter in _places(EpubBook(io.BytesIO(content)), name):
        cfi, back = (part.decode() for part in world.process.enter(convert, xpointer.encode()))
        assert cfi, xpointer
        found = walker.letter(cfi)
        # At the end of the engine's text the file may go on: a comment parts the engine's texts only.
        assert not letter or (found if found.strip(" \t\r\n") else found and " ") == letter, (xpointer, cfi)
        # Columns of one tab are one letter in the file: the way back leads to the first of them.
        again, _ = (part.decode() for part in world.process.enter(convert, back.encode()))
        assert back == xpointer or (letter == " " and again == cfi), cfi


def test_the_walker_tells_a_wrong_letter(tmp_path: Path) -> None:
    walker = Walker(_awkward())
    assert walker.letter("epubcfi(/6/2!/4/2/2/1:0)") == "O"
    assert walker.letter("epubcfi(/6/2!/4/2/2/1:1)") == "n"
