"""From file names to books, by the examples of specs/tome.md §2.1 and the defects of §6.2."""

from __future__ import annotations

import pytest
from server_under_test import BOOK_HASH
from tome_under_test import Tome

from harness.server.tome.file_names import read_name, sanitised


@pytest.fixture
def shelf(tome: Tome) -> dict[int, str]:
    """The series Tidewater; book numbers and their titles."""
    books = (("Glass Harbor", "Glass Harbor v01.epub", 1.0), ("Salt Ledger", "Salt Ledger v02.epub", 2.0),
             ("Ebb Archive", "Ebb Archive v2.5.epub", 2.5))
    return {tome.add_book(title, name, "Tidewater", index): title for title, name, index in books}


def found(tome: Tome, name: str, key: str | None = None) -> str | None:
    reply = tome.device("GET", "resolve", key, query_string={"filename": name})
    if reply.status_code == 404:
        assert reply.json["detail"] in ("No matching book found", "Ambiguous filename; could not resolve uniquely")
        return None
    assert set(reply.json) == {"book_id"}
    return {row["id"]: row["title"] for row in tome.server.admin.books()}[reply.json["book_id"]]


@pytest.mark.parametrize(("name", "title"), [
    ("Glass Harbor.epub", "Glass Harbor"), ("glass harbor V01.EPUB", "Glass Harbor"),
    ("Vol. 1 — Glass Harbor.epub", "Glass Harbor"), ("Vol. 2 — Glass Harbor.epub", None),
    ("Vol. 2.5 — Ebb Archive.epub", "Ebb Archive"), ("Tidewater - 02 - Salt Ledger.epub", "Salt Ledger"),
    ("Mira Olsen - Vol. 2 — Salt Ledger.epub", "Salt Ledger"), ("Salt Led.epub", "Salt Ledger"),
    ("Volume 2 Salt Ledger.epub", "Salt Ledger"), ("Vol. 2 — Salt Led.epub", "Salt Ledger"),
    ("Tidewater v02.epub", "Salt Ledger"), ("Tidewater v07.epub", None), ("%.epub", None), ("", None), (" ", None),
    ("Hallam - Salt Roads.epub", "Salt Roads of the North"), ("Nothing of the Kind.epub", None)])
def test_file_names(tome: Tome, shelf: dict[int, str], name: str, title: str | None) -> None:
    assert found(tome, name) == title


@pytest.mark.parametrize(("quirk", "name", "title"), [
    ("tome.like-wildcards", "%.epub", "Salt Roads of the North"),
    ("tome.like-wildcards", "Glass_Harbor_v01.epub", "Glass Harbor"),
    ("tome.volume-dead-end", "Vol. 2 — Salt Led.epub", None),
    ("tome.volume-dead-end", "Vol. 1 — Glass Harbor.epub", "Glass Harbor"),
    ("tome.series-ignored", "Tidewater v02.epub", None)])
def test_file_names_on_a_server_with_defects(tome: Tome, shelf: dict[int, str], quirk: str, name: str,
                                             title: str | None) -> None:
    tome.quirk(quirk)
    assert found(tome, name) == title


def test_a_title_that_file_names_cannot_have(tome: Tome) -> None:
    tome.add_book("Who Keeps: the Light?", "x.epub")
    assert found(tome, "Who Keeps_ the Light_.epub") == "Who Keeps: the Light?"
    tome.quirk("tome.sanitised-titles")
    assert found(tome, "Who Keeps_ the Light_.epub") is None


def test_a_number_finds_a_book_without_one(tome: Tome) -> None:
    tome.add_book("Low Water", "y.epub")
    assert found(tome, "Vol. 3 — Low Water.epub") == "Low Water"
    tome.quirk("tome.volume-dead-end")
    assert found(tome, "Vol. 3 — Low Water.epub") is None


def test_short_titles_must_be_all_of_the_name(tome: Tome) -> None:
    tome.add_book("It", "z.epub")
    assert found(tome, "The It Job.epub") is None
    assert found(tome, "it.epub") == "It"


def test_years_are_no_volumes(tome: Tome) -> None:
    assert read_name("Orwell - 1984 - x.epub").volume is None
    assert read_name("Saga V02.epub").volume is None
    assert read_name("Saga v02.epub").volume == 2
    assert sanitised("A/B: C?. ") == "A_B_ C_"


def test_one_name_in_two_places_is_nobodys(tome: Tome) -> None:
    tome.add_book("First", "same.epub")
    tome.add_book("Second", "same.epub")
    assert found(tome, "same.epub") is None
    tome.quirk("tome.like-wildcards")
    assert found(tome, "same.epub") == "First"


def test_the_longest_title_wins_and_a_tie_is_ambiguous(tome: Tome) -> None:
    tome.add_book("Harbor", "a.epub")
    tome.add_book("Harbor Lights", "b.epub")
    tome.add_book("Harbor Liquor", "c.epub")
    assert found(tome, "The Harbor Lights.epub") == "Harbor Lights"
    assert found(tome, "Harbor Lights and Harbor Liquor.epub") is None


def test_a_fingerprint_comes_first(tome: Tome) -> None:
    reply = tome.device("GET", f"resolve?filename=renamed.epub&ko_md5={BOOK_HASH}")
    assert reply.json == {"book_id": tome.book, "method": "ko_hash"}
    assert tome.device("GET", f"resolve?filename=renamed.epub&ko_md5={BOOK_HASH.upper()}").status_code == 404


def test_books_of_closed_libraries_are_not_found(tome: Tome, stranger: str) -> None:
    path = f"resolve?filename=Hallam%20-%20Salt%20Roads.epub&ko_md5={BOOK_HASH}"
    assert tome.device("GET", path, stranger).status_code == 404
    tome.quirk("tome.visibility-gaps")
    assert tome.device("GET", path, stranger).status_code == 200


def test_a_file_name_is_needed(tome: Tome) -> None:
    reply = tome.device("GET", "resolve")
    assert (reply.status_code, reply.json["detail"][0]["loc"]) == (422, ["query", "filename"])


def test_several_fingerprints_at_once(tome: Tome) -> None:
    reply = tome.device("POST", "match-hashes", json={"hashes": [BOOK_HASH, "0" * 32]})
    assert reply.json == {"matches": {BOOK_HASH: tome.book}}
    for empty in ({}, {"hashes": {}}, {"hashes": None}):
        assert tome.device("POST", "match-hashes", json=empty).json == {"matches": {}}
    assert tome.device("POST", "match-hashes", json={"hashes": 5}).status_code == 422
