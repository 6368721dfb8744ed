"""Positions: notation, resolving, order."""

from __future__ import annotations

import pytest
from book_builders import epub
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_koreader.books.dom import Element, Text
from fake_koreader.books.epub import EpubBook
from fake_koreader.books.xpointer import Position


@pytest.fixture
def book() -> EpubBook:
    return epub(
        "<h1>T</h1><p>one</p><p>Hello <em>x</em> world<br/>b<br/>c</p>",
        '<div><p>a</p> <em>x</em> <em>y</em> <p>b</p></div><p class="n">f</p>',
    )


@pytest.mark.parametrize(
    "xpointer",
    [
        "/body",
        "/body/DocFragment[1]",
        "/body/DocFragment[2].0",
        "/body/DocFragment[1]/body",
        "/body/DocFragment[1]/body/h1/text().1",
        "/body/DocFragment[1]/body/p[2]/text()[2].6",
        "/body/DocFragment[1]/body/p[2]/br[2].0",
        "/body/DocFragment[1]/body/p[2]/em/text().0",
        "/body/DocFragment[2]/body/div.3",
        "/body/DocFragment[2]/body/div/em[2]",
    ],
)
def test_the_notation_comes_back(book: EpubBook, xpointer: str) -> None:
    place = book.tree.resolve(xpointer)
    assert place is not None
    assert book.tree.xpointer(place) == xpointer


@pytest.mark.parametrize(
    ("given_as", "normal"),
    [
        ("/body[1]/DocFragment[1]/body[1]/h1[1]/text()[1].0", "/body/DocFragment[1]/body/h1/text().0"),
        ("/body/DocFragment/body/p/text().2", "/body/DocFragment[1]/body/p[1]/text().2"),
        ("/body/DocFragment[1]/body/p[2]/text().3", "/body/DocFragment[1]/body/p[2]/text()[1].3"),
    ],
)
def test_other_notations_of_the_same_place(book: EpubBook, given_as: str, normal: str) -> None:
    place = book.tree.resolve(given_as)
    assert place is not None
    assert book.tree.xpointer(place) == normal


@pytest.mark.parametrize(
    "xpointer",
    [
        "",
        "/",
        "body",
        "17",
        "/body.3",
        "/html/body",
        "/body/DocFragment[3]",
        "/body/DocFragment[0]/body",
        "/body/DocFragment[1]/body/p[3]",
        "/body/DocFragment[1]/body/h1/text().2",
        "/body/DocFragment[1]/body/h1/text()[2].0",
        "/body/DocFragment[1]/body/h1/text()/p",
        "/body/DocFragment[2]/body/div.4",
        "/body/DocFragment[2]/body/div/text()[2]",
        "/body/DocFragment[1]/body/p[2]/br[2].1",
        "/body/DocFragment[1]/body/p[x]",
        "epubcfi(/6/4!/4/2)",
    ],
)
def test_what_is_not_there_does_not_resolve(book: EpubBook, xpointer: str) -> None:
    assert book.tree.resolve(xpointer) is None
    assert book.compare(xpointer, "/body") is None
    assert book.page_of(xpointer) is None


def test_a_single_spine_item_has_no_number() -> None:
    book = epub("<p>a</p><p>b</p>")
    assert book.xpointer_of_page(1) == "/body/DocFragment/body/p[1]/text().0"
    assert book.tree.resolve("/body/DocFragment[1]/body/p[2]/text().1") is not None


def test_order_of_places(book: EpubBook) -> None:
    ordered = [
        "/body",
        "/body/DocFragment[1]/body/h1/text().0",
        "/body/DocFragment[1]/body/p[2]",
        "/body/DocFragment[1]/body/p[2]/text()[1].1",
        "/body/DocFragment[1]/body/p[2]/em/text().0",
        "/body/DocFragment[1]/body/p[2]/text()[2].0",
        "/body/DocFragment[2]/body/div.1",
        "/body/DocFragment[2]/body/div/em[2]/text().1",
        "/body/DocFragment[2]/body/div.3",
        "/body/DocFragment[2]/body/p/text().0",
    ]
    for first, one in enumerate(ordered):
        for second, other in enumerate(ordered):
            assert book.compare(one, other) == (second > first) - (second < first), (one, other)


NAMES = st.sampled_from(["p", "div", "em", "span", "br", "img", "h2", "pre", "blockquote", "a"])
TEXTS = st.text(alphabet="ab \n\té\u00a0日\U0001f600", max_size=12)


def _markup(node: object) -> str:
    if isinstance(node, str):
        return node
    assert isinstance(node, tuple)
    name, children = node
    if name in ("br", "img"):
        return f"<{name}/>"
    return f"<{name}>{''.join(map(_markup, children))}</{name}>"


TREES = st.recursive(
    TEXTS | st.just("<!-- c -->"), lambda below: st.tuples(NAMES, st.lists(below, max_size=4)), max_leaves=25
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.lists(TREES, max_size=5), min_size=1, max_size=3), st.data())
def test_any_place_goes_to_its_notation_and_back(bodies: list[list[object]], data: st.DataObject) -> None:
    book = epub(*("".join(map(_markup, body)) for body in bodies))
    keys = []
    for fragment in range(book.tree.count):
        for node in book.tree.nodes(fragment):
            limit = len(node.text) if isinstance(node, Text) else len(node.boxed())
            offset = data.draw(st.integers(-1, limit))
            place = Position(fragment, node, offset)
            again = book.tree.resolve(book.tree.xpointer(place))
            assert again is not None
            assert again.node is node
            assert (again.fragment, again.offset) == (fragment, offset)
            page = book.page_of(book.tree.xpointer(place))
            assert page is not None
            assert 1 <= page <= book.page_count
            if offset <= 0:
                keys.append(book.tree.key(place))
            if isinstance(node, Element):
                assert book.tree.resolve(book.tree.xpointer(Position(fragment, node, limit + 1))) is None
    assert keys == sorted(keys)
    for page in range(1, book.page_count + 1):
        assert book.page_of(book.xpointer_of_page(page)) == page
