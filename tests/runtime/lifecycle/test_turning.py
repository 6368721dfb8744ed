"""Turning pages by key, finger and in continuous view; the end of a book (koreader-ui.md §4.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PAGED = "/mnt/onboard/book.pdf"
REFLOWABLE = "/mnt/onboard/book.epub"


def tap_at(device: Any, x: float, y: float) -> None:
    device.evaluate(
        f"""(function()
        local Geom = require("ui/geometry")
        local size = require("device").screen:getSize()
        local pos = Geom:new{{ x = size.w * {x}, y = size.h * {y}, w = 0, h = 0 }}
        UIManager:sendEvent(require("ui/event"):new("Gesture", {{ ges = "tap", pos = pos, time = 0 }}))
        end)()"""
    )


@pytest.mark.parametrize("book", [PAGED, REFLOWABLE])
def test_taps_turn_pages_and_the_top_opens_the_menu(reading: Any, book: str) -> None:
    device = reading.device
    # One whole page at a time, as the recorded scripts have it.
    device.set_setting("kopt_page_scroll", 0)
    device.set_setting("kopt_zoom_mode_type", 2)
    device.open_book(book)
    device.go_to_page(5)
    device.advance(1)
    tap_at(device, 0.8, 0.5)
    assert device.page() == 6
    tap_at(device, 0.1, 0.5)
    assert device.page() == 5
    tap_at(device, 0.5, 0.05)
    assert device.page() == 5
    assert device.evaluate("ui.menu.menu_container ~= nil")


def test_keys_turn_pages(make_reading: Callable[..., Any]) -> None:
    device = make_reading(profile_name="kobo-libra").device
    device.boot(REFLOWABLE)
    device.advance(1)
    device.press("RPgFwd")
    device.press("RPgFwd")
    device.press("LPgBack")
    assert device.page() == 2


def continuous(make_reading: Callable[..., Any]) -> Any:
    reading = make_reading("PageUpdate EndOfBook PagePositionUpdated", doc_only=True)
    reading.device.boot(PAGED)
    reading.device.evaluate("G_reader_settings:saveSetting('end_document_action', 'nothing')")
    assert reading.device.evaluate("ui.view.page_scroll")
    reading.heard()
    return reading


def test_continuous_view_tells_of_the_page_that_comes_to_the_bottom(make_reading: Callable[..., Any]) -> None:
    reading = continuous(make_reading)
    turns = 0
    while not reading.heard():
        reading.device.turn_pages(1, 5)
        turns += 1
    assert reading.device.page() == 2
    assert 1 <= turns <= 3
    assert reading.device.evaluate("ui.paging:getLastProgress()") <= 2


def test_continuous_view_ends_at_the_bottom_of_the_last_page(make_reading: Callable[..., Any]) -> None:
    reading = continuous(make_reading)
    reading.device.go_to_page(30)
    reading.heard()
    heard: list[str] = []
    for _ in range(5):
        reading.device.turn_pages(1, 5)
        heard += reading.heard()
    assert heard[0] == "P1 EndOfBook" or heard.count("P1 EndOfBook") >= 1
    assert not any("PageUpdate" in line for line in heard)


def test_backwards_the_page_at_the_top_comes_first(make_reading: Callable[..., Any]) -> None:
    reading = continuous(make_reading)
    reading.device.go_to_page(10)
    reading.heard()
    reading.device.turn_pages(-1, 5)
    assert reading.heard() == ["P1 PageUpdate 9 scrolling", "P1 PageUpdate 10 scrolling"]


def test_a_jump_to_the_page_that_is_shown_is_told_once(reading: Any) -> None:
    reading.device.open_book(PAGED)
    reading.device.go_to_page(7)
    reading.heard()
    reading.device.go_to_page(7)
    assert reading.heard() == ["P2 PageUpdate 7"]
    reading.device.go_to_page(99)
    assert reading.heard() == ["P2 PageUpdate 30"]


def test_the_dialog_at_the_end_is_there_once(reading: Any) -> None:
    reading.device.open_book(REFLOWABLE)
    reading.device.go_to_page(120)
    reading.device.turn_pages(3, 2)
    windows = [window.kind for window in reading.device.screen()]
    assert windows == ["readerui", "buttondialog"]
    reading.device.tap("Mark as finished")
    assert reading.device.evaluate("ui.doc_settings:readSetting('summary').status") == "complete"


def test_the_next_file_of_the_folder_opens(reading: Any) -> None:
    reading.device.evaluate("G_reader_settings:saveSetting('end_document_action', 'next_file')")
    reading.device.open_book(REFLOWABLE)
    reading.device.go_to_page(120)
    reading.device.turn_pages(1, 2)
    assert reading.device.evaluate("ui.document.file") == PAGED


def test_places_are_remembered_and_restored(reading: Any) -> None:
    for book in (PAGED, REFLOWABLE):
        reading.device.open_book(book)
        reading.device.go_to_page(4)
        reading.device.evaluate("ui.link:addCurrentLocationToStack()")
        reading.device.go_to_page(20)
        reading.device.evaluate("ui.link:onGoBackLink()")
        assert reading.device.page() == 4
        reading.device.evaluate("ui.link:onGoForwardLink()")
        assert reading.device.page() == 20
