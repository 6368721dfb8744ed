"""The shelf: a book opened again is the same book, and nobody's settings or closing touch another's."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from fake_koreader.books import shelf
from fake_koreader.books.book import BookError
from fake_koreader.books.layout import Settings
from fake_koreader.books.reflowable import ReflowableBook

BOOKS = Path(__file__).parents[2] / "scenarios" / "books"


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_shelf", {})


def opened(name: str) -> ReflowableBook:
    book = shelf.take(name, io.BytesIO((BOOKS / name).read_bytes()))
    assert isinstance(book, ReflowableBook)
    return book


def test_two_holders_have_settings_of_their_own() -> None:
    first, second = opened("moby-dick.epub"), opened("moby-dick.epub")
    large = first.render(Settings(1072, 1448, font_size=80))
    small = second.render(Settings(1072, 1448, font_size=30))
    assert large > small
    assert (first.page_count, second.page_count) == (large, small)


def test_closing_one_leaves_the_other_readable() -> None:
    first, second = opened("moby-dick.epub"), opened("moby-dick.epub")
    first.close()
    assert second.page_count > 10
    assert second.text_of_page(5)
    assert second.cover()


def test_trees_and_layouts_are_shared() -> None:
    first = opened("alice.epub")
    first.render(Settings(600, 800))
    second = opened("alice.epub")
    second.render(Settings(600, 800))
    assert second.layout is first.layout


def test_a_changed_file_is_another_book() -> None:
    assert opened("alice.epub").tree is not opened("moby-dick.epub").tree


def test_the_ending_counts() -> None:
    content = b"<p>one</p>"
    html = shelf.take("a.html", io.BytesIO(content))
    text = shelf.take("a.txt", io.BytesIO(content))
    assert (html.text_of_page(1), text.text_of_page(1)) == ("one", "<p>one</p>")


def test_what_does_not_open_is_not_kept() -> None:
    for _ in range(2):
        with pytest.raises(BookError):
            shelf.take("a.epub", io.BytesIO(b"not a book"))
    assert shelf._shelf == {}


def test_the_shelf_is_bounded() -> None:
    for number in range(3 * shelf.KEPT):
        shelf.take("a.txt", io.BytesIO(f"book {number}".encode()))
    assert len(shelf._shelf) == shelf.KEPT


def test_a_large_book_is_read_where_it_lies() -> None:
    class Counting(io.BytesIO):
        amount = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            self.amount += len(data)
            return data

    import zipfile

    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        for number in range(40):
            archive.writestr(f"{number:02d}.png", bytes(100_000))
    stream = Counting(plain.getvalue())
    assert shelf.take("a.cbz", stream).page_count == 40
    assert stream.amount < shelf.LARGEST
