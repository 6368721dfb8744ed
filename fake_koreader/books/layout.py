"""Lines and pages of a reflowable book on a screen.

Block boxes, greedy line breaking, collapsed margins, images, explicit page breaks; each fragment of an EPUB starts a
page, as with KOReader's style sheet. Not the face, the hyphenation or the CSS of a device: the page count of a novel is
plausible, not the one of a certain device, and it moves with screen, font size, spacing and margins as it should.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from fake_koreader.books.dom import PICTURES, VOID_LINES, Element, Node, Text
from fake_koreader.books.metrics import Widths
from fake_koreader.books.xpointer import Key, Tree

ImageSize = Callable[[int, str], "tuple[int, int] | None"]

_SCALES = {"h1": 1.5, "h2": 1.3, "h3": 1.15, "title": 1.3, "small": 0.8, "pre": 0.8}
_GAPS = {"h1": 1.0, "h2": 1.0, "h3": 0.9, "h4": 0.8, "title": 1.0, "blockquote": 0.7, "pre": 0.6, "ul": 0.5, "ol": 0.5}
_INDENTS = {"blockquote": 2.0, "li": 1.5, "dd": 1.5, "cite": 1.5, "epigraph": 4.0, "poem": 2.0}
_FIRST_LINE = 1.2
LINE_HEIGHT = 1.3


@dataclass(frozen=True)
class Settings:
    """What decides about pages. Lengths and ``font_size`` in pixels, ``line_spacing`` in percent."""

    width: int
    height: int
    dpi: int = 300
    font_size: int = 39
    line_spacing: int = 100
    margin_left: int = 18
    margin_top: int = 27
    margin_right: int = 18
    margin_bottom: int = 45

    @property
    def text_width(self) -> int:
        """Pixels between the side margins, never less than two ems."""
        return max(self.width - self.margin_left - self.margin_right, 2 * self.font_size)

    @property
    def text_height(self) -> int:
        """Pixels between the top and bottom margins, never less than a line."""
        return max(self.height - self.margin_top - self.margin_bottom, 2 * self.font_size)


class Line(NamedTuple):
    """A line: where it starts in the tree, ``x`` from the left margin, ``y`` from the top of the book, font in px."""

    key: Key
    x: int
    y: int
    height: int
    font: int


class Box(NamedTuple):
    """A rectangle on a page, in screen pixels."""

    page: int
    x: int
    y: int
    width: int
    height: int


class Layout:
    """A book's lines and pages for one set of settings; made once, then only read."""

    def __init__(self, tree: Tree, settings: Settings, image_size: ImageSize, widths: Widths) -> None:
        self.settings = settings
        self.widths = widths
        setter = _Setter(settings, image_size, widths)
        for index in range(tree.count):
            setter.set_fragment(index, tree.fragment(index))
        if not setter.lines:
            setter.start_line((0, 0, 0), 0, settings.font_size, settings.font_size)
        self.lines = setter.lines
        self.height = setter.y
        self.page_starts = self._paginate(setter.breaks)
        self._keys = [line.key for line in self.lines]
        self._tops = [self.lines[start].y for start in self.page_starts]

    def _paginate(self, breaks: set[int]) -> list[int]:
        room = self.settings.text_height
        starts = [0]
        top = self.lines[0].y
        for index, line in enumerate(self.lines):
            if index and (index in breaks or line.y + line.height - top > room):
                starts.append(index)
                top = line.y
        return starts

    @property
    def page_count(self) -> int:
        """Number of pages, at least 1."""
        return len(self.page_starts)

    def line_at(self, key: Key) -> int:
        """Index of the line that a place in something shown (see ``Tree.leaves``) lies in."""
        return max(bisect_right(self._keys, key) - 1, 0)

    def page_of_line(self, line: int) -> int:
        """The page, from 1, of a line."""
        return bisect_right(self.page_starts, line)

    def page_at(self, y: int) -> int:
        """The page, from 1, that ``y`` pixels from the top of the book lie on."""
        return max(bisect_right(self._tops, y), 1)

    def lines_of(self, page: int) -> range:
        """The indices of a page's lines."""
        end = self.page_starts[page] if page < self.page_count else len(self.lines)
        return range(self.page_starts[page - 1], end)

    def top_of(self, page: int) -> int:
        """Where a page begins, in pixels from the top of the book."""
        return self.lines[self.page_starts[page - 1]].y

    def screen_y(self, line: int) -> int:
        """Where a line begins on its page, in screen pixels."""
        return self.lines[line].y - self.top_of(self.page_of_line(line)) + self.settings.margin_top


class _Setter:
    """Walks the tree and sets lines one under the other."""

    def __init__(self, settings: Settings, image_size: ImageSize, widths: Widths) -> None:
        self.settings = settings
        self.image_size = image_size
        self.widths = widths
        self.lines: list[Line] = []
        self.breaks: set[int] = set()
        self.y = 0
        self._gap = 0
        self._fragment = 0
        self._break = False

    def set_fragment(self, index: int, root: Element) -> None:
        """Set a fragment, on a new page."""
        self._fragment = index
        self._break = True
        self._block(root, 0, 1.0)

    def start_line(self, key: Key, x: int, height: int, font: int) -> None:
        """Put a line under the last one."""
        if self._break:
            self.breaks.add(len(self.lines))
            self._break = False
        elif self.lines:
            self.y += self._gap
        self._gap = 0
        self.lines.append(Line(key, x, self.y, height, font))
        self.y += height

    def _block(self, element: Element, indent: int, scale: float) -> None:
        if element.hidden:
            return
        self._break = self._break or element.break_before
        scale *= _SCALES.get(element.name, 1.0)
        font = round(self.settings.font_size * scale)
        gap = round(_GAPS.get(element.name, 0.0) * font)
        indent += round(_INDENTS.get(element.name, 0.0) * font)
        self._gap = max(self._gap, gap)
        if element.name in VOID_LINES:
            self.start_line((self._fragment, element.order, 0), indent, font // 2, font)
        for group in element.boxed() if _has_blocks(element) else [element.children]:
            first = group[0] if group else None
            if isinstance(first, Element) and first.blockish:
                self._block(first, indent, scale)
            elif group:
                first_line = round(_FIRST_LINE * font) if element.name in ("p", "v") else 0
                self._paragraph(group, indent, first_line, font)
        self._gap = max(self._gap, gap)

    def _paragraph(self, nodes: list[Node], indent: int, first_line: int, font: int) -> None:
        height = round(font * LINE_HEIGHT * self.settings.line_spacing / 100)
        room = max(self.settings.text_width - indent, 2 * font) * 1000 // font
        line = _Fill(self, indent, room, font, height, first_line * 1000 // font)
        stack = list(reversed(nodes))
        while stack:
            node = stack.pop()
            if isinstance(node, Text):
                line.add_text((self._fragment, node.order), node)
            elif node.hidden:
                continue
            elif node.name == "br":
                line.add_break((self._fragment, node.order, 0))
            elif node.name in PICTURES:
                self._picture(line, node)
            else:
                stack.extend(reversed(node.children))

    def _picture(self, line: _Fill, node: Element) -> None:
        source = node.attributes.get("src") or node.attributes.get("href") or ""
        width, height = self.image_size(self._fragment, source) or (line.height, line.height)
        zoom = self.settings.dpi / 96
        shrink = min(self.settings.text_width / max(width * zoom, 1), self.settings.text_height / max(height * zoom, 1))
        zoom *= min(1.0, shrink)
        key = (self._fragment, node.order, 0)
        line.add_picture(key, round(width * zoom), min(round(height * zoom), self.settings.text_height))


def _has_blocks(element: Element) -> bool:
    return any(isinstance(child, Element) and child.blockish for child in element.children)


class _Fill:
    """Fills the lines of one paragraph. Widths are in thousandths of the font size."""

    def __init__(self, setter: _Setter, indent: int, room: int, font: int, height: int, first_line: int) -> None:
        self.setter = setter
        self.indent = indent
        self.room = room
        self.font = font
        self.height = height
        self._lead = first_line
        self._x = -1

    def _open(self, key: Key, height: int) -> None:
        shift = self._lead * self.font // 1000
        self._x = self._lead
        self._lead = 0
        self.setter.start_line(key, self.indent + shift, height, self.font)

    def add_text(self, where: tuple[int, int], node: Text) -> None:
        """Set a text node: words at spaces, lines at newlines where they are kept."""
        word_width = self.setter.widths.word
        space = word_width(" ")
        offset = 0
        for row, text in enumerate(node.text.split("\n")):
            if row:
                self._x = -1
            for count, word in enumerate(text.split(" ")):
                if count:
                    self._x += space if self._x >= 0 else 0
                    offset += 1
                if word:
                    width = word_width(word)
                    if width > self.room:
                        self._add_long(where, word, offset)
                    elif self._x < 0 or self._x + width > self.room:
                        begins = self._x < 0 and not node.text[:offset].strip(" ")
                        self._open((*where, 0 if begins else offset), self.height)
                        self._x += width
                    else:
                        self._x += width
                    offset += len(word)
            offset += 1

    def _add_long(self, where: tuple[int, int], word: str, offset: int) -> None:
        for index, char in enumerate(word):
            width = self.setter.widths.word(char)
            if self._x < 0 or self._x + width > self.room:
                self._open((*where, offset + index), self.height)
            self._x += width

    def add_break(self, key: Key) -> None:
        """End the line; a second break in a row makes an empty line."""
        if self._x < 0:
            self._open(key, self.height)
        self._x = -1

    def add_picture(self, key: Key, width: int, height: int) -> None:
        """Set a picture in the line, or on its own when it is higher than the line."""
        width = width * 1000 // self.font
        if height > self.height:
            self._open(key, height)
            self._x = -1
            return
        if self._x < 0 or self._x + width > self.room:
            self._open(key, self.height)
        self._x += width
