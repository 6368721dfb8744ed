"""The tree against facts established with KOReader's engine (docs/books.md, "White space")."""

from __future__ import annotations

import pytest

from fake_koreader.books.dom import Element, StyleSheet, Text, collapse, pieces, preserve
from fake_koreader.books.markup import fragment_tree, html_tree, text_tree


def body(markup: str, css: str = "") -> Element:
    root = fragment_tree(f"<html><body>{markup}</body></html>".encode(), lambda _href: StyleSheet())
    if css:
        page = f"<html><head><style>{css}</style></head><body>{markup}</body></html>"
        root = fragment_tree(page.encode(), lambda _href: StyleSheet())
    found = root.children[0]
    assert isinstance(found, Element)
    return found


def shape(element: Element) -> list[object]:
    return [child.text if isinstance(child, Text) else (child.name, *shape(child)) for child in element.children]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a   b", "a b"),
        ("  a  ", " a "),
        ("\n  a\t\tb\n", " a b "),
        ("a\r\nb", "a b"),
        ("   ", " "),
        ("a\u00a0\u00a0 b", "a\u00a0\u00a0 b"),
        ("\U0001f600 \n \t\U0001f600", "\U0001f600 \U0001f600"),
    ],
)
def test_white_space_collapses_within_a_text(text: str, kept: str) -> None:
    assert collapse(text) == kept


@pytest.mark.parametrize(
    ("text", "length"),
    [("\tx", 9), ("ab\tx", 9), ("abcdefgh\tx", 17), ("a\nb\tx", 10), ("\n\tx", 9), ("a\r\nb", 3), ("a\r\rb", 4)],
)
def test_pre_keeps_white_space_and_expands_tabs(text: str, length: int) -> None:
    assert len(preserve(text, strip_newline=False)) == length


def test_pre_drops_only_one_newline_after_its_tag() -> None:
    assert shape(body("<pre>\n\na  b</pre>")) == [("pre", "\na  b")]
    assert shape(body("<pre><code>\nfirst</code></pre>")) == [("pre", ("code", "\nfirst"))]


def test_a_long_text_is_cut_after_the_last_space_of_8192_characters() -> None:
    assert [len(part) for part in pieces("abcdefghi " * 1000)] == [8190, 1810]
    assert [len(part) for part in pieces("a" * 9000)] == [8192, 808]
    assert [len(part) for part in pieces("a" * 8191 + " ")] == [8192]
    assert [len(part) for part in pieces("a" * 4000 + " " + "b" * 4191)] == [4001, 4191]
    assert pieces("short") == ["short"]


@pytest.mark.parametrize(
    ("markup", "children"),
    [
        ("<div>\n  <p>a</p>\n  <p>b</p>\n</div>", [("div", ("p", "a"), ("p", "b"))]),
        (
            "<div><p>a</p> <em>x</em> <em>y</em> <p>b</p></div>",
            [("div", ("p", "a"), ("em", "x"), " ", ("em", "y"), ("p", "b"))],
        ),
        ("<p>\n<em>delta</em>\nepsilon zeta\n</p>", [("p", ("em", "delta"), " epsilon zeta ")]),
        ("<p><span>\n<em>x</em> y</span></p>", [("p", ("span", " ", ("em", "x"), " y"))]),
        (
            "<span><em>x</em> <p>block</p> <em>y</em></span>",
            [("span", ("em", "x"), ("p", "block"), ("em", "y"))],
        ),
        ("<span> <p>block</p> </span>", [("span", " ", ("p", "block"), " ")]),
        ("<div>\n<!-- c -->\n<p>a</p></div>", [("div", ("p", "a"))]),
        ("<div>\u00a0\n<p>a</p></div>", [("div", "\u00a0 ", ("p", "a"))]),
        ("<pre><p>a</p>\n<p>b</p></pre>", [("pre", ("p", "a"), "\n", ("p", "b"))]),
        ("<p>one<!-- c -->two</p>", [("p", "one", "two")]),
        ("<p>a&nbsp;b &amp; c&eacute;</p>", [("p", "a\u00a0b & cé")]),
    ],
)
def test_which_white_texts_stay(markup: str, children: list[object]) -> None:
    assert shape(body(markup)) == children


def test_rendering_groups_the_inlines_between_blocks() -> None:
    div = body("<div><p>a</p> <em>x</em> <em>y</em> <p>b</p></div>").children[0]
    assert isinstance(div, Element)
    assert [len(group) for group in div.boxed()] == [1, 3, 1]


def test_styles_break_pages_and_hide() -> None:
    found = body(
        '<p class="a b">x</p><p style="page-break-before:always">y</p><h1>z</h1><em class="b">w</em>',
        css="/* p{display:none} */ .b { display: none } h1, h2 { break-before: page } div p { display: none }",
    )
    flags = [(child.hidden, child.break_before) for child in found.children if isinstance(child, Element)]
    assert flags == [(True, False), (False, True), (False, True), (True, False)]


def test_an_unreadable_spine_item_is_an_empty_fragment() -> None:
    for data in (None, b"", b"\x00\x01\x02"):
        root = fragment_tree(data, lambda _href: StyleSheet())
        assert (root.name, root.children) == ("DocFragment", [])


def test_broken_markup_is_mended() -> None:
    assert shape(body("<p>one<br>two</p>")) == [("p", "one", ("br", "two"))]


def test_nodes_are_numbered_in_reading_order() -> None:
    found = body("<div><p>a<b>c</b></p></div><p>d</p>")
    nodes = list(found.walk())
    assert [node.order for node in nodes] == list(range(1, 1 + len(nodes)))
    assert found.last == nodes[-1].order
    div = found.children[0]
    assert isinstance(div, Element)
    assert (div.order, div.last) == (2, 6)


def test_plain_text_and_html_roots() -> None:
    assert shape(text_tree("One\nline.\r\n\r\n Two.\n".encode("utf-8-sig"))) == [
        ("body", ("p", "One line."), ("p", "Two."))
    ]
    assert text_tree(b"caf\xe9").children[0].children[0].children[0].text == "café"  # type: ignore[union-attr]
    assert html_tree(b"<p>x").name == "html"
