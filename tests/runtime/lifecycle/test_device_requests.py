"""Requests that concern the device, wherever the reader is (koreader-ui.md §4.7), and gestures on the files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PAGED = "/mnt/onboard/book.pdf"


@pytest.mark.parametrize("book", [None, PAGED])
def test_the_frontlight_follows_actions(make_reading: Callable[..., Any], book: str | None) -> None:
    reading = make_reading("FrontlightStateChanged")
    device = reading.device
    device.boot(book)
    device.dispatch("set_frontlight", 40)
    assert device.hardware.light == 40
    device.dispatch("increase_frontlight", 5)
    device.dispatch("decrease_frontlight", 2)
    assert device.hardware.light == 43
    device.dispatch("toggle_frontlight")
    assert device.hardware.light == 0
    assert [line for line in reading.heard() if "init" not in line] == ["P1 FrontlightStateChanged"] * 4


def test_suspend_and_power_off_can_be_asked_for_by_action(reading: Any) -> None:
    reading.device.dispatch("suspend")
    assert reading.heard() == ["P1 FlushSettings", "P1 SaveSettings", "P1 Suspend"]
    reading.device.resume()
    reading.device.dispatch("poweroff")
    assert "Power off" in reading.device.screen()[-1].texts


def test_a_plug_while_asleep_wakes_nobody(reading: Any) -> None:
    reading.device.suspend()
    reading.heard()
    reading.device.act("charger", True)
    reading.device.act("charger", False)
    assert reading.heard() == []
    assert reading.device.evaluate("require('device').screen_saver_mode")


def test_swipes_turn_the_pages_of_the_list(reading: Any) -> None:
    device = reading.device
    for i in range(40):
        device.disk.add_file(f"/mnt/onboard/{i:02}.txt", b"words")
    device.evaluate("ui:onRefresh()")
    assert device.evaluate("ui.file_chooser.page") == 1
    device.evaluate(
        """(function()
        local pos = require("ui/geometry"):new{ x = 500, y = 700, w = 0, h = 0 }
        local swipe = { ges = "swipe", direction = "west", distance = 300, pos = pos, time = 0 }
        UIManager:sendEvent(require("ui/event"):new("Gesture", swipe))
        end)()"""
    )
    assert device.evaluate("ui.file_chooser.page") == 2


def test_the_back_key_goes_back_and_then_offers_to_leave(reading: Any) -> None:
    device = reading.device
    device.open_book(PAGED)
    device.go_to_page(12)
    device.evaluate("ui.link:addCurrentLocationToStack()")
    device.go_to_page(3)
    device.dispatch("back")
    assert device.page() == 12
    device.dispatch("back")
    assert "Exit KOReader?" in device.screen()[-1].texts
    device.tap("Exit")
    assert not device.alive
    assert device.exit_code == 0


def test_an_action_without_a_book_is_refused(reading: Any) -> None:
    with pytest.raises(Exception, match="no book is open"):
        reading.device.turn_pages(1, 1)
    with pytest.raises(Exception, match="no book is open"):
        reading.device.set_rating(3)
    reading.device.open_book(PAGED)
    with pytest.raises(Exception, match="'no such words' is not on page 1"):
        reading.device.highlight("no such words")
    assert reading.device.alive


def test_metadata_is_saved_on_request_and_the_reader_is_told(reading: Any) -> None:
    reading.device.open_book(PAGED)
    reading.device.go_to_page(9)
    reading.heard()
    reading.device.dispatch("flush_settings")
    assert reading.heard() == ["P2 FlushSettings true", "P2 SaveSettings"]
    assert reading.sidecar(PAGED, "last_page") == 9
