"""A reflowable book: a tree of text, laid out for a screen when its pages are asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from fake_koreader.books.book import Book, BookError, TocEntry
from fake_koreader.books.dom import Element, Node, Text
from fake_koreader.books.layout import Box, Layout, Settings
from fake_koreader.books.metrics import Widths, char_width
from fake_koreader.books.xpointer import Key, Position, Tree

_LAYOUTS_KEPT = 4


class Target(NamedTuple):
    """A line of the table of contents before there are pages; ``place`` None: the target is not in the book."""

    title: str
    depth: int
    place: Position | None


class Found(NamedTuple):
    """A match of a search: its ends as xpointers and its text."""

    start: str
    end: str
    text: str


class ReflowableBook(Book):
    """EPUB, FB2, HTML, TXT (KOReader opens them with crengine). Subclasses make the tree, metadata and targets."""

    kind = "reflowable"
    engine = "crengine"

    def __init__(self, stream: BinaryIO, tree: Tree) -> None:
        super().__init__(stream)
        self.tree = tree
        self.settings = Settings(1072, 1448)
        self._layouts: dict[Settings, Layout] = {}
        self._widths = Widths()

    def targets(self) -> list[Target]:
        """The table of contents without pages."""
        return []

    def image_size(self, fragment: int, source: str) -> tuple[int, int] | None:
        """Pixels of a picture that a fragment names, or None."""
        return None

    def render(self, settings: Settings) -> int:
        """Lay the book out, or take up a layout made before. Returns the number of pages."""
        self.settings = settings
        return self.layout.page_count

    @property
    def layout(self) -> Layout:
        """The layout for the current settings."""
        layout = self._layouts.pop(self.settings, None)
        if layout is None:
            layout = Layout(self.tree, self.settings, self.image_size, self._widths)
        self._layouts[self.settings] = layout
        while len(self._layouts) > _LAYOUTS_KEPT:
            del self._layouts[next(iter(self._layouts))]
        return layout

    @property
    def page_count(self) -> int:
        """Number of pages with the current settings."""
        return self.layout.page_count

    @property
    def toc(self) -> list[TocEntry]:
        """The table of contents. Pages never go back: an entry before its predecessor gets that one's page, as
        KOReader's own repair of unordered tables does; an entry without a target lies on page 1 or there."""
        entries: list[TocEntry] = []
        page = 1
        for title, depth, place in self.targets():
            if place is not None:
                page = max(page, self.layout.page_of_line(self._line_of(place)))
            entries.append(TocEntry(title, page, depth, self.tree.xpointer(place) if place else ""))
        return entries

    def page_of(self, xpointer: str) -> int | None:
        """The page, from 1, of an xpointer; None when it does not resolve."""
        place = self.tree.resolve(xpointer)
        return None if place is None else self.layout.page_of_line(self._line_of(place))

    def y_of(self, xpointer: str) -> int | None:
        """Pixels from the top of the book to the line of an xpointer; None when it does not resolve."""
        place = self.tree.resolve(xpointer)
        return None if place is None else self.layout.lines[self._line_of(place)].y

    def compare(self, first: str, second: str) -> int | None:
        """See ``Tree.compare``."""
        return self.tree.compare(first, second)

    def xpointer_of_page(self, page: int) -> str:
        """The place where a page begins. Raises BookError for a page that is not there."""
        start = self.layout.lines_of(self.check_page(page))[0]
        return self._xpointer_of(self.layout.lines[start].key)

    def xpointer_at_y(self, y: int) -> str:
        """The place of the line that lies ``y`` pixels from the top of the book."""
        layout = self.layout
        lines = layout.lines_of(layout.page_at(y))
        below = [index for index in lines if layout.lines[index].y <= y]
        return self._xpointer_of(layout.lines[below[-1] if below else lines[0]].key)

    def xpointer_at(self, page: int, x: int, y: int) -> str:
        """The place under a point of a page, in screen pixels; the nearest line and character."""
        layout = self.layout
        lines = layout.lines_of(self.check_page(page))
        above = [index for index in lines if layout.screen_y(index) <= y]
        index = above[-1] if above else lines[0]
        line = layout.lines[index]
        target = (x - layout.settings.margin_left - line.x) * 1000 // max(line.font, 1)
        right = 0
        reached = self._xpointer_of(line.key)
        for text, offset, char in self._chars(line.key, self._line_end(index)):
            right += char_width(char)
            reached = self.tree.xpointer(Position(line.key[0], text, offset))
            if right > target:
                break
        return reached

    def boxes(self, first: str, second: str) -> list[Box]:
        """The rectangles that the text between two places covers, one per line. Raises BookError as text_between."""
        start, end = self._range(first, second)
        layout = self.layout
        found: list[Box] = []
        for index in range(layout.line_at(start), layout.line_at(end) + 1):
            line = layout.lines[index]
            line_end = self._line_end(index)
            shift = self._width(line.key, max(start, line.key), line.font)
            width = self._width(max(start, line.key), min(end, line_end), line.font)
            if width:
                x = layout.settings.margin_left + line.x + shift
                found.append(Box(layout.page_of_line(index), x, layout.screen_y(index), width, line.height))
        return found

    def text_between(self, first: str, second: str) -> str:
        """The text between two places, in either order; blocks are separated by newlines.

        Raises BookError when a place does not resolve.
        """
        return self._text(*self._range(first, second))

    def text_of_page(self, page: int) -> str:
        """The text of a page."""
        lines = self.layout.lines_of(self.check_page(page))
        return self._text(self.layout.lines[lines[0]].key, self._line_end(lines[-1]))

    def text_at(self, xpointer: str) -> str | None:
        """The text of the node that an xpointer names; None when it does not resolve."""
        place = self.tree.resolve(xpointer)
        if place is None or place.node is None:
            return None
        last = place.node.order if isinstance(place.node, Text) else place.node.last
        return self._text((place.fragment, place.node.order, 0), (place.fragment, last, 1 << 30))

    def find(self, pattern: str, *, ignore_case: bool, limit: int, regex: bool = False) -> list[Found]:
        """At most ``limit`` matches within blocks, in reading order. Raises BookError for a bad regular expression."""
        try:
            wanted = re.compile(pattern if regex else re.escape(pattern), re.IGNORECASE if ignore_case else 0)
        except re.error as error:
            raise BookError(f"bad regular expression {pattern!r}: {error}") from None
        found: list[Found] = []
        for fragment in range(self.tree.count):
            for block in self._blocks(self.tree.fragment(fragment)):
                joined = "".join(text.text for text in block)
                for match in wanted.finditer(joined):
                    if match.end() > match.start():
                        start = _locate(block, match.start(), at_end=False)
                        end = _locate(block, match.end(), at_end=True)
                        found.append(Found(self._point(fragment, *start), self._point(fragment, *end), match.group()))
                        if len(found) >= limit:
                            return found
        return found

    def _line_of(self, place: Position) -> int:
        fragment, order, offset = self.tree.key(place)
        if offset < 0 or isinstance(place.node, Element):
            leaf = self.tree.leaf_from(fragment, order)
            if leaf is not None and offset <= 0:
                return self.layout.line_at((fragment, leaf.order, 0))
        return self.layout.line_at((fragment, order, offset))

    def _point(self, fragment: int, text: Text, offset: int) -> str:
        return self.tree.xpointer(Position(fragment, text, offset))

    def _blocks(self, root: Element) -> Iterator[list[Text]]:
        block: list[Text] = []
        owner: Element | None = None
        for text in root.walk(shown=True):
            if not isinstance(text, Text):
                continue
            if _block_of(text) is not owner and block:
                yield block
                block = []
            owner = _block_of(text)
            block.append(text)
        if block:
            yield block

    def _range(self, first: str, second: str) -> tuple[Key, Key]:
        keys: list[Key] = []
        for xpointer in (first, second):
            place = self.tree.resolve(xpointer)
            if place is None:
                raise BookError(f"no such place in the book: {xpointer}")
            keys.append(self.tree.key(place))
        return min(keys), max(keys)

    def _line_end(self, index: int) -> Key:
        lines = self.layout.lines
        return lines[index + 1].key if index + 1 < len(lines) else (self.tree.count, 0, 0)

    def _spans(self, start: Key, end: Key) -> Iterator[tuple[int, Text, int, int]]:
        for fragment in range(start[0], min(end[0], self.tree.count - 1) + 1):
            leaves = self.tree.leaves(fragment)
            first = bisect_left(leaves, start[1], key=_order) if fragment == start[0] else 0
            for text in leaves[first:]:
                if (fragment, text.order, 0) >= end:
                    break
                if not isinstance(text, Text):
                    continue
                low = max(start, (fragment, text.order, 0))
                high = min(end, (fragment, text.order, len(text.text)))
                if low < high:
                    yield fragment, text, low[2], high[2]

    def _text(self, start: Key, end: Key) -> str:
        parts: list[str] = []
        owner: Element | None = None
        for _, text, low, high in self._spans(start, end):
            block = _block_of(text)
            if owner is not None and block is not owner:
                parts[-1] = parts[-1].rstrip(" ")
                parts.append("\n")
            owner = block
            parts.append(text.text[low:high])
        return "".join(parts)

    def _chars(self, start: Key, end: Key) -> Iterator[tuple[Text, int, str]]:
        for _, text, low, high in self._spans(start, end):
            for offset in range(low, high):
                yield text, offset, text.text[offset]

    def _width(self, start: Key, end: Key, font: int) -> int:
        return sum(char_width(char) for _, _, char in self._chars(start, end)) * font // 1000

    def _xpointer_of(self, key: Key) -> str:
        fragment, order, offset = key
        return self.tree.xpointer(Position(fragment, self.tree.nodes(fragment)[order], offset))


def _order(node: Node) -> int:
    return node.order


def _block_of(text: Text) -> Element:
    element = text.parent
    while not element.blockish and element.parent is not None:
        element = element.parent
    return element


def _locate(block: list[Text], offset: int, *, at_end: bool) -> tuple[Text, int]:
    for text in block:
        length = len(text.text)
        if offset < length or (at_end and offset == length):
            return text, offset
        offset -= length
    return block[-1], len(block[-1].text)
