"""The books of ``scenarios/books`` and of the conformance world."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from types import ModuleType

import pytest

from fake_koreader.books import Book, BookError, Settings, open_book
from fake_koreader.books.comic import ComicBook
from fake_koreader.books.fixture import paged_fixture, reflowable_fixture
from fake_koreader.books.reflowable import ReflowableBook

ROOT = Path(__file__).resolve().parents[2]
BOOKS = ROOT / "scenarios" / "books"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_books", ROOT / "tools" / "make_books.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sample(name: str) -> Book:
    return open_book(name, io.BytesIO((BOOKS / name).read_bytes()))


def test_the_files_are_what_the_maker_makes(maker: ModuleType) -> None:
    made = maker.make_all()
    assert sorted(made) == sorted(path.name for path in BOOKS.iterdir())
    for name, data in made.items():
        assert (BOOKS / name).read_bytes() == data, name
    assert sum(map(len, made.values())) < 600 * 1024


@pytest.mark.parametrize("name", ["moby-dick.epub", "alice.epub"])
def test_epubs(name: str) -> None:
    book = sample(name)
    assert isinstance(book, ReflowableBook)
    pages = book.render(Settings(1072, 1448))
    assert pages >= 25
    assert len(book.toc) >= 12
    assert [entry.page for entry in book.toc] == sorted(entry.page for entry in book.toc)
    for entry in book.toc:
        assert book.tree.resolve(entry.xpointer) is not None
    for page in range(1, pages + 1):
        assert book.page_of(book.xpointer_of_page(page)) == page
    assert book.render(Settings(1072, 1448, font_size=55)) > pages


def test_moby_dick() -> None:
    book = sample("moby-dick.epub")
    assert isinstance(book, ReflowableBook)
    props = book.props
    assert (props.title, props.authors) == ("Moby-Dick; or, The Whale", "Herman Melville")
    assert (props.series, props.series_index) == ("Sea Novels", "6")
    assert props.identifiers.split("\n")[1] == "isbn:9780142437247"
    cover = book.cover()
    assert cover is not None
    assert cover.startswith(b"\x89PNG")
    assert book.xpointer_of_page(1) == "/body/DocFragment[1]/body/div/img.0"
    assert {entry.depth for entry in book.toc} == {1, 2}
    assert book.find("Not shown", ignore_case=False, limit=1) == []
    (found,) = book.find("[1.3] This is my substitute for pistol and ball.", ignore_case=False, limit=9)
    assert found.start == "/body/DocFragment[2]/body/section/p[3]/span/text()[1].0"
    assert found.end == "/body/DocFragment[2]/body/section/p[3]/text().43"
    assert book.tree.resolve("/body/DocFragment[2]/body/section/p[3]/text()[2]") is None
    assert book.tree.resolve("/body/DocFragment[2]/body/section/p[4]/text()[2].5") is not None


def test_alice_has_one_fragment_without_a_number() -> None:
    book = sample("alice.epub")
    assert isinstance(book, ReflowableBook)
    assert book.tree.count == 1
    assert book.toc[1].xpointer == "/body/DocFragment/body/div/h2[2].0"
    assert book.props.authors == "Lewis Carroll\nJohn Tenniel"
    assert (book.props.series, book.props.series_index) == ("Alice", "1.0")


def test_frankenstein() -> None:
    book = sample("frankenstein.pdf")
    assert book.page_count >= 30
    assert book.props.title == "Frankenstein; or, The Modern Prometheus"
    assert [entry[:3] for entry in book.toc[:2]] == [("Letters", 1, 1), ("Letter 1", 1, 2)]
    for entry in book.toc[1:]:
        if entry.depth == 2:
            assert book.text_of_page(entry.page).startswith(entry.title)


@pytest.mark.parametrize("name", ["nemo.cbz", "nemo.cbr"])
def test_comics(name: str) -> None:
    book = sample(name)
    assert isinstance(book, ComicBook)
    assert book.page_count == 12
    assert book.page_size(12) == (180, 260)
    assert book.comic_info.get("Series") == ("Little Nemo" if name == "nemo.cbz" else None)


@pytest.mark.parametrize("name", ["broken.epub", "truncated.pdf", "empty.cbz"])
def test_damaged_books(name: str) -> None:
    with pytest.raises(BookError):
        sample(name)


def test_the_conformance_pdf() -> None:
    book = open_book("book.pdf", io.BytesIO(paged_fixture("book")))
    assert book.page_count == 30
    assert [entry[:3] for entry in book.toc] == [("Chapter 1", 1, 1), ("Chapter 2", 11, 1), ("Chapter 3", 21, 1)]
    assert (book.props.title, book.props.authors, book.props.language) == ("book", "A. Author", "en")


@pytest.mark.parametrize("settings", [Settings(600, 800, font_size=22), Settings(1072, 1448), Settings(1448, 1072)])
def test_the_conformance_epub(settings: Settings) -> None:
    book = open_book("book.epub", io.BytesIO(reflowable_fixture("book & co")))
    assert isinstance(book, ReflowableBook)
    assert book.render(settings) == 120
    assert [entry[:3] for entry in book.toc] == [(f"Chapter {n}", 10 * n - 9, 1) for n in range(1, 13)]
    assert (book.props.title, book.props.authors, book.props.language) == ("book & co", "A. Author", "en")
    assert "page 57," in book.text_of_page(57)
