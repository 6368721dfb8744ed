"""CFI and xpointer, walked through a book."""

from __future__ import annotations

from typing import Any

import pytest
from orbit_epub import epub_bytes
from orbit_under_test import Orbit

from harness.server.bookorbit.conversion import cfi_of, spine_of, xpointers_of
from harness.server.fingerprint import fingerprint_of_bytes

PAIRS = [
    ("epubcfi(/6/2!/4/2/1:1)", "/body/DocFragment[1]/body/h1/text().1"),
    ("epubcfi(/6/4!/4/4/1:11)", "/body/DocFragment[2]/body/p[1]/text()[1].10"),
    ("epubcfi(/6/4!/4/4/2/1:3)", "/body/DocFragment[2]/body/p[1]/em/text().3"),
    ("epubcfi(/6/4!/4/4/3:5)", "/body/DocFragment[2]/body/p[1]/text()[2].5"),
    ("epubcfi(/6/4!/4/6/1:8)", "/body/DocFragment[2]/body/p[2]/text().6"),
]


@pytest.fixture
def spine(orbit: Orbit) -> list[Any]:
    orbit.admin.add_book("Tide Charts", "tide.epub", content=epub_bytes())
    return spine_of(orbit.server.store, 2)


def test_a_missing_document_keeps_its_place(spine: list[Any]) -> None:
    assert [body is not None for body in spine] == [True, True, False]


@pytest.mark.parametrize(("cfi", "xpointer"), PAIRS)
def test_there(spine: list[Any], cfi: str, xpointer: str) -> None:
    assert xpointers_of(spine, cfi) == (xpointer, None)


@pytest.mark.parametrize("xpointer", [pair[1] for pair in PAIRS])
def test_back_and_there_again(spine: list[Any], xpointer: str) -> None:
    cfi = cfi_of(spine, xpointer)
    assert cfi is not None
    assert xpointers_of(spine, cfi) == (xpointer, None)


def test_a_range(spine: list[Any]) -> None:
    assert xpointers_of(spine, "epubcfi(/6/4!/4/4,/1:0,/3:5)") == (
        "/body/DocFragment[2]/body/p[1]/text()[1].0", "/body/DocFragment[2]/body/p[1]/text()[2].5")


@pytest.mark.parametrize("cfi", [
    "", "epubcfi(/6/4)", "epubcfi(/6/8!/4/2/1:0)", "epubcfi(/6/6!/4/2/1:0)", "epubcfi(/6/4!/4/40/1:0)",
    "epubcfi(/6/4!/4/4/1:999)", "epubcfi(/6/4!/2/2)", "epubcfi(/6/3!/4/2)", "epubcfi(a,b)", "epubcfi(/6/4!/4/5:0)"])
def test_cfis_that_lead_nowhere(spine: list[Any], cfi: str) -> None:
    assert xpointers_of(spine, cfi) is None


@pytest.mark.parametrize("xpointer", [
    "", "/body", "/body/DocFragment[9]/body/p/text().0", "/body/DocFragment[3]/body/p/text().0",
    "/body/DocFragment[2]/body/p[9]/text().0", "/body/DocFragment[2]/body/p[2]/text().999"])
def test_xpointers_that_lead_nowhere(spine: list[Any], xpointer: str) -> None:
    assert cfi_of(spine, xpointer) is None


def test_what_is_no_epub(orbit: Orbit) -> None:
    assert spine_of(orbit.server.store, 1) == []
    assert spine_of(orbit.server.store, 99) == []


def test_a_web_highlight_arrives_with_its_place(make_orbit: Any) -> None:
    for quirks, rounds in (([], 1), (["bookorbit.late-conversion"], 2)):
        orbit = make_orbit(quirks)
        book = orbit.admin.add_book("Tide Charts", "tide.epub", content=epub_bytes())
        orbit.hash = fingerprint_of_bytes(epub_bytes())
        orbit.web.add_annotation("mira", book, "the old pier", cfi="epubcfi(/6/4!/4/4,/1:11,/3:5)")
        results = [orbit.exchange()["toApply"]["add"] for _ in range(2)]
        assert [len(adds) for adds in results] == [2 - rounds, 1]
        assert results[-1][0]["pos0"] == "/body/DocFragment[2]/body/p[1]/text()[1].10"


def test_a_devices_highlight_has_a_cfi_for_the_web(orbit: Orbit) -> None:
    from orbit_under_test import highlight

    orbit.admin.add_book("Tide Charts", "tide.epub", content=epub_bytes())
    orbit.hash = fingerprint_of_bytes(epub_bytes())
    orbit.exchange(highlight(pos0=PAIRS[4][1]))
    assert orbit.web.annotations("mira")[0]["cfi"] == "epubcfi(/6/4!/4/6/1:6)"
