"""A change of layout in a reflowable book: at once, or provisionally with a reload later (koreader-ui.md §4.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

REFLOWABLE = "/mnt/onboard/book.epub"


def enlarge(device: Any, size: int = 60) -> None:
    device.evaluate(f"ui:handleEvent(require('ui/event'):new('SetFontSize', {size}))")


def open_whole(make_reading: Callable[..., Any], whole: bool) -> Any:
    reading = make_reading(doc_only=True)
    reading.device.set_setting("cre_partial_rerendering", not whole)
    reading.device.boot(REFLOWABLE)
    reading.device.go_to_page(50)
    reading.heard()
    return reading


def test_everything_is_rendered_at_once_where_that_is_asked_for(make_reading: Callable[..., Any]) -> None:
    reading = open_whole(make_reading, True)
    enlarge(reading.device, 200)
    heard = reading.heard()
    assert heard[0] == "P1 PageChangeAnimation true"
    assert heard[1].startswith("P1 PageUpdate ")
    assert heard[2:] == ["P1 DocumentRerendered"]
    pages = reading.device.pages()
    assert pages > 120
    assert reading.device.evaluate("ui.doc_settings:readSetting('doc_pages')") == pages


def test_the_same_size_again_moves_nothing(make_reading: Callable[..., Any]) -> None:
    reading = open_whole(make_reading, True)
    size = reading.device.evaluate("ui.document.configurable.font_size")
    enlarge(reading.device, int(size))
    assert reading.heard() == []


def test_the_place_in_the_text_is_kept(make_reading: Callable[..., Any]) -> None:
    reading = open_whole(make_reading, True)
    before = reading.device.evaluate("ui.rolling.xpointer")
    enlarge(reading.device)
    assert reading.device.evaluate(f"ui.document:isXPointerInCurrentPage([[{before}]])")


def test_a_book_of_several_fragments_is_rendered_provisionally_and_reloaded(make_reading: Callable[..., Any]) -> None:
    reading = open_whole(make_reading, False)
    enlarge(reading.device)
    assert reading.heard() == ["P1 DocumentPartiallyRerendered true"]
    assert reading.device.evaluate("ui.rolling.rendering_state") == "partial"
    assert reading.device.evaluate("ui.doc_settings:isTrue('annotations_externally_modified')")
    enlarge(reading.device, 50)
    assert reading.heard() == ["P1 DocumentPartiallyRerendered false"]
    reading.device.advance(30)
    heard = reading.heard()
    assert heard[:4] == [
        "P1 CloseConfigMenu",
        "P1 PreserveCurrentSession",
        "P1 CloseDocument",
        "P1 FlushSettings",
    ]
    assert "P2 ReaderReady" in heard
    assert reading.device.evaluate("ui.rolling.rendering_state") is None


def test_reading_on_puts_the_reload_off(make_reading: Callable[..., Any]) -> None:
    reading = open_whole(make_reading, False)
    enlarge(reading.device)
    reading.device.turn_pages(10, 3)
    assert not any("CloseDocument" in line for line in reading.heard())
    reading.device.advance(8)
    assert any("CloseDocument" in line for line in reading.heard())


def test_no_reload_behind_an_open_menu(make_reading: Callable[..., Any]) -> None:
    reading = open_whole(make_reading, False)
    enlarge(reading.device)
    reading.device.menu(["Help"])
    reading.device.advance(60)
    assert not any("CloseDocument" in line for line in reading.heard())


def test_closing_calls_the_reload_off(make_reading: Callable[..., Any]) -> None:
    reading = open_whole(make_reading, False)
    enlarge(reading.device)
    reading.device.close_book()
    reading.heard()
    reading.device.advance(60)
    assert reading.device.alive
    assert reading.heard() == []
    assert reading.device.evaluate("UIManager._prevent_standby_count") == 0
