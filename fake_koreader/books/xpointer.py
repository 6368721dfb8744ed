"""Positions in a reflowable book, in crengine's notation: ``/body/DocFragment[2]/body/div/p[3]/text()[1].17``.

An index counts the siblings of the same name from 1 and is written only where there are several; a text node is
``text()``; ``.N`` after it is a character offset, after an element the number of children before the position (inline
runs between blocks count as one). When reading, a missing index means the first, an index too many is harmless
(``body[1]``), and nothing is clamped: what does not exist does not resolve.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from fake_koreader.books.dom import SHOWN_EMPTY, Element, Node, Text

_STEP = re.compile(r"^(text\(\)|[^\[\]().]+)(?:\[(\d+)\])?$")
_POINT = re.compile(r"\.(\d+)$")

Key = tuple[int, int, int]


class Position(NamedTuple):
    """A place in the tree. ``offset`` is -1 where only the node is meant; ``node`` None is the book's root."""

    fragment: int
    node: Node | None
    offset: int = -1


class Tree:
    """The nodes of a whole book. Fragments (the spine items of an EPUB) are read when somebody asks for them.

    ``load(index)`` gives the numbered root element of a fragment. With ``fragmented`` that root is a ``DocFragment``
    below ``/body``; without, it is the document's own root element (HTML, FB2, TXT) and the only fragment.
    """

    def __init__(self, count: int, load: Callable[[int], Element], *, fragmented: bool) -> None:
        self.count = count
        self.fragmented = fragmented
        self._load = load
        self._nodes: dict[int, list[Node]] = {}
        self._leaves: dict[int, list[Node]] = {}

    def fragment(self, index: int) -> Element:
        """The root of fragment ``index`` (from 0)."""
        root = self.nodes(index)[0]
        assert isinstance(root, Element)
        return root

    def nodes(self, index: int) -> list[Node]:
        """All nodes of a fragment; a node's ``order`` is its place in the list."""
        if index not in self._nodes:
            self._nodes[index] = list(self._load(index).walk())
        return self._nodes[index]

    def leaves(self, index: int) -> list[Node]:
        """What a fragment shows, in reading order: texts, pictures and other empty elements, nothing hidden."""
        if index not in self._leaves:
            self._leaves[index] = [
                node
                for node in self.fragment(index).walk(shown=True)
                if isinstance(node, Text) or node.name in SHOWN_EMPTY
            ]
        return self._leaves[index]

    def leaf_from(self, fragment: int, order: int) -> Node | None:
        """The first thing shown at or after a node of a fragment; None when nothing follows in that fragment."""
        leaves = self.leaves(fragment)
        index = bisect_left(leaves, order, key=lambda leaf: leaf.order)
        return leaves[index] if index < len(leaves) else None

    def resolve(self, xpointer: str) -> Position | None:
        """The place that an xpointer names, or None when the book has no such place."""
        point = _POINT.search(xpointer)
        offset = int(point.group(1)) if point else -1
        path = xpointer[: point.start()] if point else xpointer
        steps: list[tuple[str, int]] = []
        for part in path.split("/")[1:] if path.startswith("/") else [""]:
            match = _STEP.match(part)
            if match is None or match.group(2) == "0":
                return None
            steps.append((match.group(1), int(match.group(2) or 1)))
        start = self._enter(steps)
        if start is None:
            return None
        fragment, node, rest = start
        for name, index in rest:
            if not isinstance(node, Element):
                return None
            named = _same_name(node, name)
            if index > len(named):
                return None
            node = named[index - 1]
        if node is None:
            return Position(fragment, None, offset) if offset in (-1, 0) else None
        return Position(fragment, node, offset) if offset <= _length(node) else None

    def _enter(self, steps: list[tuple[str, int]]) -> tuple[int, Node | None, list[tuple[str, int]]] | None:
        if self.fragmented:
            if steps[0] != ("body", 1):
                return None
            if len(steps) == 1:
                return 0, None, []
            name, index = steps[1]
            if name != "DocFragment" or index > self.count:
                return None
            return index - 1, self.fragment(index - 1), steps[2:]
        root = self.fragment(0)
        return (0, root, steps[1:]) if steps[0] == (root.name, 1) else None

    def xpointer(self, position: Position) -> str:
        """The notation of a place; ``resolve`` gives the place back."""
        if position.node is None:
            path = "/body"
        else:
            steps: list[str] = []
            node: Node = position.node
            while node.parent is not None:
                steps.append(_step(node))
                node = node.parent
            if not self.fragmented:
                path = "/" + _name(node)
            elif self.count > 1:
                path = f"/body/DocFragment[{position.fragment + 1}]"
            else:
                path = "/body/DocFragment"
            path = "/".join([path, *reversed(steps)])
        return path if position.offset < 0 else f"{path}.{position.offset}"

    def key(self, position: Position) -> Key:
        """What places are ordered by: fragment, node in reading order, offset."""
        node, offset = position.node, position.offset
        if node is None:
            return (0, -1, -1)
        if isinstance(node, Text):
            return (position.fragment, node.order, max(offset, 0))
        if offset <= 0:
            return (position.fragment, node.order, offset)
        groups = node.boxed()
        if offset < len(groups):
            return (position.fragment, groups[offset][0].order, -1)
        return (position.fragment, node.last, 1 << 30)

    def compare(self, first: str, second: str) -> int | None:
        """1 when ``second`` comes after ``first``, -1 before, 0 the same place; None when either does not resolve."""
        one, other = self.resolve(first), self.resolve(second)
        if one is None or other is None:
            return None
        a, b = self.key(one), self.key(other)
        return (b > a) - (b < a)


def _name(node: Node) -> str:
    return node.name if isinstance(node, Element) else "text()"


def _same_name(parent: Element, name: str) -> list[Node]:
    return [child for child in parent.children if _name(child) == name]


def _step(node: Node) -> str:
    assert node.parent is not None
    name = _name(node)
    named = _same_name(node.parent, name)
    if len(named) == 1:
        return name
    return f"{name}[{next(i for i, other in enumerate(named, 1) if other is node)}]"


def _length(node: Node) -> int:
    return len(node.text) if isinstance(node, Text) else len(node.boxed())
