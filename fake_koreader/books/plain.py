"""Books of a single text: HTML, plain text, FB2."""

from __future__ import annotations

import base64
import binascii
from typing import BinaryIO

from lxml import etree

from fake_koreader.books.book import Props
from fake_koreader.books.dom import Element, Text
from fake_koreader.books.markup import all_text, fb2_tree, find, first_text, html_tree, text_tree
from fake_koreader.books.reflowable import ReflowableBook, Target
from fake_koreader.books.xpointer import Position, Tree


class _SingleBook(ReflowableBook):
    """One tree, read at once: these files are texts, and the tree needs all of it."""

    def __init__(self, stream: BinaryIO, root: Element) -> None:
        super().__init__(stream, Tree(1, lambda _index: root, fragmented=False))
        self.root = root

    @property
    def props(self) -> Props:
        """None that the file could give."""
        return Props()

    def cover(self) -> bytes | None:
        """These files have none."""
        return None


class TextBook(_SingleBook):
    """A plain text: no metadata, no table of contents."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        super().__init__(stream, text_tree(stream.read()))


class HtmlBook(_SingleBook):
    """An HTML page: the title is its ``title``, the table of contents its headings. Raises BookError when empty."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        super().__init__(stream, html_tree(stream.read()))

    @property
    def props(self) -> Props:
        """Title and language."""
        title = next((text_under(node) for node in self.root.walk() if _named(node, "title")), "")
        return Props(title=title.strip(), language=self.root.attributes.get("lang", ""))

    def targets(self) -> list[Target]:
        """The headings, by their level."""
        found: list[Target] = []
        for node in self.root.walk():
            if isinstance(node, Element) and len(node.name) == 2 and node.name[0] == "h" and node.name[1] in "123456":
                found.append(Target(text_under(node).strip(), int(node.name[1]), Position(0, node, 0)))
        return found


class Fb2Book(_SingleBook):
    """A FictionBook: metadata of ``title-info``, the titles of its sections. Raises BookError when it is not one."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        root, self._source = fb2_tree(stream.read())
        super().__init__(stream, root)

    @property
    def props(self) -> Props:
        """Metadata of ``title-info``."""
        for info in find(self._source, "title-info"):
            authors = []
            for author in info.findall("{*}author"):
                parts = (first_text(author, name) for name in ("first-name", "middle-name", "last-name"))
                authors.append(" ".join(filter(None, parts)))
            sequence = (info.findall("{*}sequence") or [etree.Element("sequence")])[0]
            return Props(
                title=first_text(info, "book-title"),
                authors="\n".join(filter(None, authors)),
                series=str(sequence.get("name") or ""),
                series_index=str(sequence.get("number") or ""),
                language=first_text(info, "lang"),
                keywords=first_text(info, "keywords"),
                description=first_text(info, "annotation"),
            )
        return Props()

    def cover(self) -> bytes | None:
        """The ``binary`` that ``coverpage`` names."""
        names = [
            str(value).lstrip("#")
            for page in find(self._source, "coverpage")
            for image in find(page, "image")
            for key, value in image.attrib.items()
            if str(key).endswith("href")
        ]
        for binary in find(self._source, "binary"):
            if binary.get("id") in names:
                try:
                    return base64.b64decode(all_text(binary).replace(" ", ""))
                except binascii.Error:
                    return None
        return None

    def targets(self) -> list[Target]:
        """The sections that have a title, by how deep they lie."""
        found: list[Target] = []
        for node in self.root.walk():
            if _named(node, "title") and node.parent is not None and node.parent.name == "section":
                depth = 0
                parent: Element | None = node.parent
                while parent is not None:
                    depth += parent.name == "section"
                    parent = parent.parent
                assert isinstance(node, Element)
                found.append(Target(text_under(node).strip(), depth, Position(0, node.parent, 0)))
        return found


def _named(node: Element | Text, name: str) -> bool:
    return isinstance(node, Element) and node.name == name


def text_under(node: Element | Text) -> str:
    """The text of a node and everything below it."""
    if isinstance(node, Text):
        return node.text
    return "".join(below.text for below in node.walk() if isinstance(below, Text))
