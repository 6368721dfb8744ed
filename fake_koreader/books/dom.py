"""The tree of a reflowable book as crengine keeps it, built from lxml's.

Positions (xpointers) count the nodes of *this* tree, so what it drops and keeps decides whether a position means the
same thing here and on a device. The rules, established by others against KOReader's own engine and listed with their
sources in docs/books.md:

* runs of space, tab, CR, LF become one space, also at the ends of a text node; no-break spaces stay; ``pre`` keeps all;
* white text at the start of a block goes; next to a block among its siblings it goes too, between two inlines it stays;
* comments go, and the texts on both sides stay two nodes; a text of 8192 characters or more is cut at a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

SPLIT_SIZE = 8192
_WHITE = re.compile("[ \t\r\n]+")
_TAB_STOP = 8

_BLOCK_NAMES = """
html body DocFragment div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote
pre hr form fieldset section article aside header footer nav main figure figcaption address center details summary
FictionBook title-info title subtitle epigraph annotation cite poem stanza v empty-line text-author description
"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
HIDDEN = frozenset(["head", "script", "style", "template", "binary", "description", "stylesheet"])
VOID_LINES = frozenset(["hr", "empty-line"])
PICTURES = frozenset(["img", "image"])
SHOWN_EMPTY = VOID_LINES | PICTURES | {"br"}


class Text:
    """A text node. ``text`` is what offsets count (code points, white space already collapsed)."""

    __slots__ = ("order", "parent", "text")

    def __init__(self, parent: Element, text: str) -> None:
        self.parent = parent
        self.text = text
        self.order = 0


class Element:
    """An element node. ``order`` is its place in the fragment's reading order, ``last`` that of its last descendant."""

    __slots__ = (
        "attributes", "blockish", "break_before", "children", "hidden", "last", "name", "order", "parent", "pre"
    )  # fmt: skip

    def __init__(self, name: str, parent: Element | None, attributes: dict[str, str]) -> None:
        self.name = name
        self.parent = parent
        self.attributes = attributes
        self.children: list[Node] = []
        self.order = 0
        self.last = 0
        self.hidden = name in HIDDEN
        self.blockish = name in BLOCKS
        self.pre: bool = name == "pre" or (parent is not None and parent.pre)
        self.break_before = False

    def walk(self, *, shown: bool = False) -> Iterator[Node]:
        """This node and everything under it, in reading order; with ``shown`` without what is hidden."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            if isinstance(node, Element) and not (shown and node.hidden):
                stack.extend(reversed(node.children))

    def boxed(self) -> list[list[Node]]:
        """The children as rendering groups them: a block is alone, inlines between blocks form one group."""
        if not any(_is_block(child) for child in self.children):
            return [[child] for child in self.children]
        groups: list[list[Node]] = []
        inline: list[Node] | None = None
        for child in self.children:
            if _is_block(child):
                groups.append([child])
                inline = None
            elif inline is None:
                inline = [child]
                groups.append(inline)
            else:
                inline.append(child)
        return groups


Node: TypeAlias = Element | Text


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and node.blockish


def is_white(text: str) -> bool:
    """True when a text is made of space, tab, CR and LF only (a no-break space is text)."""
    return not text.strip(" \t\r\n")


def collapse(text: str) -> str:
    """A text as crengine keeps it outside of ``pre``."""
    return _WHITE.sub(" ", text)


def preserve(text: str, *, strip_newline: bool) -> str:
    """A text as crengine keeps it in ``pre``: CRLF and CR are newlines, tabs go to the next stop of 8 columns (a
    newline counts as the first column of its line), a newline right after the start tag is dropped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept: list[str] = []
    column = 0
    for char in text:
        if char == "\t":
            width = _TAB_STOP - column % _TAB_STOP
            kept.append(" " * width)
            column += width
        else:
            kept.append(char)
            column = 1 if char == "\n" else column + 1
    result = "".join(kept)
    return result[1:] if strip_newline and result.startswith("\n") else result


def pieces(text: str) -> list[str]:
    """A long text cut after the last white space of each 8192 characters."""
    parts: list[str] = []
    while len(text) >= SPLIT_SIZE:
        cut = max(text.rfind(white, 0, SPLIT_SIZE) for white in " \t\n\r") + 1 or SPLIT_SIZE
        if cut >= len(text):
            break
        parts.append(text[:cut])
        text = text[cut:]
    parts.append(text)
    return parts


def local_name(tag: str) -> str:
    """An lxml tag without its namespace."""
    return tag.rpartition("}")[2]


def build(source: etree._Element, parent: Element | None, sheet: StyleSheet | None = None) -> Element:
    """The tree below an lxml element, not yet numbered (see ``number``)."""
    attributes = {local_name(str(key)): str(value) for key, value in source.attrib.items()}
    element = Element(local_name(str(source.tag)), parent, attributes)
    style = attributes.get("style", "")
    if sheet is not None and sheet.rules:
        style = ";".join([*sheet.matching(element), style])
    if style:
        _apply_style(element, style)
    raw: list[Element | str] = []
    if source.text:
        raw.append(source.text)
    for child in source:
        if isinstance(child.tag, str):
            raw.append(build(child, element, sheet))
        if child.tail:
            raw.append(child.tail)
    element.children = _kept(element, raw)
    if not element.blockish and any(_is_block(child) for child in element.children):
        element.blockish = True
    return element


def _kept(element: Element, raw: list[Element | str]) -> list[Node]:
    if element.pre:
        kept: list[Node] = []
        for index, item in enumerate(raw):
            if isinstance(item, str):
                first = index == 0 and element.name == "pre"
                kept.extend(Text(element, preserve(part, strip_newline=first)) for part in pieces(item))
            else:
                kept.append(item)
        return kept
    blocks = any(isinstance(item, Element) and item.blockish for item in raw)
    inlines = any(not item.blockish if isinstance(item, Element) else not is_white(item) for item in raw)
    drop_near_blocks = blocks and (element.blockish or inlines)
    children: list[Node] = []
    for item in raw:
        if isinstance(item, Element):
            if item.blockish and drop_near_blocks:
                _drop_white_end(children)
            children.append(item)
        elif not (is_white(item) and _goes(element, children, drop_near_blocks)):
            children.extend(Text(element, collapse(part)) for part in pieces(item))
    if drop_near_blocks and element.blockish:
        _drop_white_end(children)
    return children


def _goes(element: Element, before: list[Node], drop_near_blocks: bool) -> bool:
    if not before:
        return element.blockish
    return drop_near_blocks and _is_block(before[-1])


def _drop_white_end(children: list[Node]) -> None:
    while children and isinstance(children[-1], Text) and is_white(children[-1].text):
        children.pop()


def number(root: Element) -> Element:
    """Give every node of a fragment its place in reading order. Returns the root."""
    nodes = list(root.walk())
    for order, node in enumerate(nodes):
        node.order = order
        if isinstance(node, Element):
            node.last = order
    for node in reversed(nodes[1:]):
        assert node.parent is not None
        last = node.last if isinstance(node, Element) else node.order
        node.parent.last = max(node.parent.last, last)
    return root


_BREAK = re.compile(r"(?:^|;)\s*(?:page-)?break-before\s*:\s*(?:always|page|left|right)")
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)")


def _apply_style(element: Element, style: str) -> None:
    style = style.lower()
    element.break_before = bool(_BREAK.search(style))
    for display in _DISPLAY.findall(style):
        element.hidden = display == "none"
        if display in ("block", "list-item", "table"):
            element.blockish = True
        elif display == "inline":
            element.blockish = False


class StyleSheet:
    """The part of CSS that pages depend on here: rules whose selector is ``name``, ``.class`` or ``name.class``."""

    _RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
    _SELECTOR = re.compile(r"^([A-Za-z][\w-]*)?(?:\.([\w-]+))?$")

    def __init__(self, css: str = "") -> None:
        self.rules: list[tuple[str, str, str]] = []
        css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
        for selectors, body in self._RULE.findall(css):
            if "break-before" not in body and "display" not in body:
                continue
            for selector in selectors.split(","):
                match = self._SELECTOR.match(selector.strip())
                if match and selector.strip():
                    self.rules.append((match.group(1) or "", match.group(2) or "", body))

    def matching(self, element: Element) -> list[str]:
        """The declarations that apply to an element, in the order of the sheet."""
        classes = element.attributes.get("class", "").split()
        return [
            body
            for name, wanted, body in self.rules
            if (not name or name == element.name) and (not wanted or wanted in classes)
        ]
