"""Pages: that they move with the settings, and where lines fall."""

from __future__ import annotations

from dataclasses import replace

import pytest
from book_builders import epub

from fake_koreader.books import BookError, Settings
from fake_koreader.books.making.epubs import Entry
from fake_koreader.books.metrics import char_width

SCREEN = Settings(1072, 1448)
WORDS = " ".join(f"word{number}" for number in range(3000))


def test_settings_change_the_page_count() -> None:
    book = epub(f"<p>{WORDS}</p>")
    pages = book.render(SCREEN)
    assert 10 < pages < 60
    assert book.render(replace(SCREEN, font_size=60)) > pages
    assert book.render(replace(SCREEN, width=758, height=1024)) > pages
    assert book.render(replace(SCREEN, line_spacing=140)) > pages
    assert book.render(replace(SCREEN, margin_left=150, margin_right=150)) > pages
    assert book.render(SCREEN) == pages


def test_a_layout_is_made_once_per_settings() -> None:
    book = epub(f"<p>{WORDS}</p>")
    first = book.layout
    book.render(replace(SCREEN, font_size=50))
    book.render(SCREEN)
    assert book.layout is first


def test_each_word_is_on_exactly_one_page() -> None:
    book = epub(f"<p>{WORDS}</p>")
    seen = " ".join(book.text_of_page(page).strip() for page in range(1, book.page_count + 1))
    assert seen.split() == WORDS.split()


def test_lines_are_full_but_not_wider_than_the_screen() -> None:
    book = epub(f"<p>{WORDS}</p>")
    boxes = book.boxes("/body/DocFragment/body/p/text().0", "/body/DocFragment/body.1")
    assert all(box.x + box.width <= SCREEN.width for box in boxes)
    assert all(box.width > SCREEN.text_width * 0.7 for box in boxes[:-1])
    assert boxes[0].x > boxes[1].x == SCREEN.margin_left


def test_a_word_wider_than_the_screen_is_cut() -> None:
    book = epub(f"<p>{'日' * 200}</p>")
    boxes = book.boxes("/body/DocFragment/body/p", "/body/DocFragment/body/p/text().200")
    assert len(boxes) == 8
    assert char_width("日") == 1000


def test_spine_items_and_explicit_breaks_begin_pages() -> None:
    book = epub("<p>a</p><h1>b</h1><p style='page-break-before:always'>c</p>", "<p>d</p>", css="h1{break-before:page}")
    assert [book.text_of_page(page) for page in range(1, book.page_count + 1)] == ["a", "b", "c", "d"]


def test_pictures_take_room() -> None:
    text = f"<p>{WORDS[:2000]}</p>"
    assert epub(text + '<p><img src="none.png"/></p>').layout.height > epub(text).layout.height


def test_br_and_pre_end_lines() -> None:
    def height(markup: str) -> int:
        return epub(markup).layout.height

    assert height("<p>a<br/>b</p>") == 2 * height("<p>a</p>")
    assert height("<p>a<br/><br/>b</p>") == 3 * height("<p>a</p>")
    assert height("<pre>a\nb\nc</pre>") == 3 * height("<pre>a</pre>")


def test_an_empty_book_has_one_page() -> None:
    book = epub("")
    assert (book.page_count, book.text_of_page(1), book.page_of("/body/DocFragment/body")) == (1, "", 1)
    assert book.tree.resolve(book.xpointer_of_page(1)) is not None


def test_pages_that_are_not_there() -> None:
    book = epub("<p>a</p>")
    for page in (0, 2, -1):
        with pytest.raises(BookError, match="no page"):
            book.xpointer_of_page(page)
        with pytest.raises(BookError, match="pages 1 to 1"):
            book.text_of_page(page)


def test_an_element_lies_where_its_text_begins() -> None:
    book = epub(f"<p>{WORDS}</p><p>x <a id='here'/><em>marked</em></p>", toc=[Entry("Here", "1.xhtml#here")])
    last = book.page_count
    assert book.page_of("/body/DocFragment/body/p[1]") == 1
    assert book.page_of("/body/DocFragment/body/p[2]") == last
    assert book.page_of("/body/DocFragment/body/p[2]/em") == last
    assert book.toc[0].page == last
    assert book.page_of("/body/DocFragment/body.2") == last


def test_places_under_points_and_positions_in_scroll_mode() -> None:
    book = epub(f"<p>{WORDS}</p>")
    book.render(SCREEN)
    for page in (1, book.page_count):
        corner = book.xpointer_at(page, 0, 0)
        assert corner == book.xpointer_of_page(page)
        assert book.xpointer_at_y(book.layout.top_of(page)) == corner
        assert book.y_of(corner) == book.layout.top_of(page)
    middle = book.xpointer_at(1, 500, 700)
    (box,) = book.boxes(middle, middle.rpartition(".")[0] + f".{int(middle.rpartition('.')[2]) + 1}")
    assert box.page == 1
    assert box.x <= 500 <= box.x + box.width + 1
    assert box.y <= 700 < box.y + box.height


def test_text_between_places() -> None:
    book = epub(
        "<h1>Title</h1><p>One <em>two</em> three.</p><p>Four</p>",
        "<p>Five</p><p class='n'>No</p>",
        css=".n{display:none}",
    )
    first, last = "/body/DocFragment[1]/body/h1/text().2", "/body/DocFragment[2]/body/p[1]/text().4"
    assert book.text_between(first, last) == "tle\nOne two three.\nFour\nFive"
    assert book.text_between(last, first) == book.text_between(first, last)
    assert book.text_between("/body", "/body/DocFragment[2]/body.2").endswith("Five")
    assert book.text_at("/body/DocFragment[1]/body/p[1]") == "One two three."
    assert book.text_at("/body/DocFragment[1]/body/p[9]") is None
    with pytest.raises(BookError, match="no such place"):
        book.text_between(first, "/body/DocFragment[9]")


def test_find_across_inline_elements() -> None:
    book = epub("<p>A wh<em>al</em>e. Whale!</p>", "<p>whale</p>")
    found = book.find("whale", ignore_case=True, limit=10)
    assert [match.text for match in found] == ["whale", "Whale", "whale"]
    assert [book.text_between(match.start, match.end) for match in found] == ["whale", "Whale", "whale"]
    assert found[0].start == "/body/DocFragment[1]/body/p/text()[1].2"
    assert len(book.find("whale", ignore_case=True, limit=2)) == 2
    assert len(book.find("whale", ignore_case=False, limit=9)) == 2
    assert [match.text for match in book.find("w.a", ignore_case=False, limit=9, regex=True)] == ["wha", "wha"]
    assert book.find("w.a", ignore_case=False, limit=9) == []
    with pytest.raises(BookError, match="bad regular expression"):
        book.find("(", ignore_case=False, limit=9, regex=True)
