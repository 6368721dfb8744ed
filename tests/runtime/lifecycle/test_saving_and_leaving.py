"""What is saved when, and how books and the application are left (koreader-ui.md §4.4, §4.6, §4.9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PAGED = "/mnt/onboard/book.pdf"
REFLOWABLE = "/mnt/onboard/book.epub"


def answer_true_to(device: Any, event: str) -> None:
    device.evaluate(f"(function() answers = {{ {event} = true }} end)()")


def test_auto_save_sends_no_flush(make_reading: Callable[..., Any]) -> None:
    reading = make_reading("SaveSettings FlushSettings", doc_only=True)
    reading.device.set_setting("auto_save_settings_interval_minutes", 5)
    reading.device.boot(REFLOWABLE)
    reading.heard()
    reading.device.turn_pages(4, 60)
    assert reading.heard() == []
    reading.device.turn_pages(1, 61)
    reading.device.advance(0)
    assert reading.heard() == ["P1 SaveSettings"]
    assert reading.sidecar(REFLOWABLE, "percent_finished") == pytest.approx(6 / 120)
    reading.device.turn_pages(2, 60)
    assert reading.heard() == []


def test_waking_up_begins_the_interval_anew(make_reading: Callable[..., Any]) -> None:
    reading = make_reading("SaveSettings", doc_only=True)
    reading.device.set_setting("auto_save_settings_interval_minutes", 5)
    reading.device.boot(REFLOWABLE)
    reading.device.advance(240)
    reading.device.suspend()
    reading.device.sleep(600)
    reading.device.resume()
    reading.heard()
    reading.device.turn_pages(1, 120)
    assert reading.heard() == []


def test_nothing_is_saved_when_a_plugin_takes_the_flush(reading: Any) -> None:
    reading.device.open_book(PAGED)
    reading.device.go_to_page(9)
    answer_true_to(reading.device, "FlushSettings")
    reading.heard()
    reading.device.close_book()
    closing = [line for line in reading.heard() if line.startswith("P2")]
    assert closing == ["P2 Home", "P2 CloseDocument", "P2 FlushSettings", "P2 CloseWidget"]
    assert reading.sidecar(PAGED, "last_page") is None


def test_a_plugin_that_takes_save_settings_does_not_keep_files_from_being_written(reading: Any) -> None:
    reading.device.open_book(PAGED)
    reading.device.go_to_page(9)
    answer_true_to(reading.device, "SaveSettings")
    reading.device.close_book()
    assert reading.sidecar(PAGED, "last_page") == 9


def test_a_plugin_that_takes_close_widget_leaves_the_instance_behind(reading: Any) -> None:
    reading.device.open_book(PAGED)
    answer_true_to(reading.device, "CloseWidget")
    reading.device.evaluate("ui:onClose()")
    assert reading.device.evaluate("require('apps/reader/readerui').instance ~= nil")
    assert reading.device.evaluate("#UIManager._window_stack") == 0


def test_a_file_manager_that_was_not_told_is_closed_late(reading: Any) -> None:
    answer_true_to(reading.device, "ShowingReader")
    reading.device.open_book(PAGED)
    heard = reading.heard()
    assert heard.index("P2 ReaderReady") < heard.index("P1 CloseWidget") < heard.index("P2 Show")
    assert reading.device.evaluate("require('pluginloader'):getPluginInstance('listener') == nil")
    assert reading.device.evaluate("require('apps/filemanager/filemanager').instance == nil")


def test_close_in_the_file_manager_is_not_heard_by_plugins(reading: Any) -> None:
    reading.device.evaluate("UIManager:broadcastEvent(require('ui/event'):new('Close'))")
    assert reading.heard() == ["P1 SaveSettings", "P1 FlushSettings", "P1 SaveSettings", "P1 CloseWidget"]
    reading.device.turn()
    assert reading.device.exit_code == 0


def test_a_damaged_paged_book_leads_back_to_the_files(reading: Any) -> None:
    reading.device.disk.add_file("/mnt/onboard/damaged.pdf", b"not a book")
    reading.device.open_book("/mnt/onboard/damaged.pdf")
    kinds = [window.kind for window in reading.device.screen()]
    assert kinds == ["filemanager", "infomessage"]
    assert "No reader engine for this file or invalid file." in reading.device.screen()[1].texts
    assert "P1 CloseWidget" in reading.heard()


def test_an_error_while_the_reader_is_built_leads_back_to_the_files(reading: Any) -> None:
    reading.device.evaluate(
        """(function()
        local ReaderUI = require("apps/reader/readerui")
        function ReaderUI:_describeBook() error("broken here") end
        end)()"""
    )
    reading.heard()
    reading.device.open_book(PAGED)
    assert [window.kind for window in reading.device.screen()] == ["filemanager", "infomessage"]
    errors = [event for event in reading.device.trace.events if event.kind == "lua.error"]
    assert "broken here" in str(errors[-1].fields["message"])
    # The half-built reader's plugin is told nothing more.
    half_built = [line for line in reading.heard() if line.startswith("P2")]
    assert half_built[-1] == "P2 ReadSettings"


def test_missing_and_unsupported_files_are_refused(reading: Any) -> None:
    reading.device.open_book("/mnt/onboard/nowhere.pdf")
    assert "File '/mnt/onboard/nowhere.pdf' does not exist." in reading.device.screen()[-1].texts
    assert reading.heard() == []
    reading.device.tap_outside()
    reading.device.disk.add_file("/mnt/onboard/odd.xyz", b"?")
    reading.device.open_book("/mnt/onboard/odd.xyz")
    assert "File '/mnt/onboard/odd.xyz' is not supported." in reading.device.screen()[-1].texts


@pytest.mark.parametrize("ending", ["mobi", "djvu", "svg"])
def test_kinds_of_books_that_only_a_real_device_reads_are_refused_loudly(reading: Any, ending: str) -> None:
    reading.device.disk.add_file(f"/mnt/onboard/a.{ending}", b"?")
    reading.device.open_book(f"/mnt/onboard/a.{ending}")
    assert not reading.device.alive
    assert reading.device.crash.message.startswith(f"not emulated: document/documentregistry..{ending} files")


def test_power_off_closes_the_book_and_leaves_with_the_code_of_a_kobo(make_reading: Callable[..., Any]) -> None:
    reading = make_reading("PowerOff Close CloseDocument CloseWidget Exit", doc_only=True)
    reading.device.boot(REFLOWABLE)
    reading.device.go_to_page(6)
    reading.device.evaluate("UIManager:askForPowerOff()")
    reading.device.turn()
    reading.device.tap("Power off")
    assert not reading.device.alive
    assert reading.device.exit_code == 88
    assert reading.device.hardware.power == "off"
    assert b"last_xpointer" in reading.device.read_file("/mnt/onboard/book.sdr/metadata.epub.lua")


def test_asleep_again_behind_a_sleep_screen_that_waits(reading: Any) -> None:
    reading.device.evaluate("G_reader_settings:saveSetting('screensaver_delay', '5')")
    reading.device.open_book(REFLOWABLE)
    reading.device.suspend()
    reading.device.resume()
    reading.heard()
    reading.device.advance(2)
    reading.device.suspend()
    assert reading.heard() == ["P2 FlushSettings", "P2 SaveSettings", "P2 Suspend"]
    reading.device.advance(14)
    reading.device.resume()
    reading.device.advance(6)
    assert reading.heard() == ["P2 Resume", "P2 OutOfScreenSaver"]


def test_no_sleep_window_no_out_of_screen_saver(reading: Any) -> None:
    reading.device.evaluate("G_reader_settings:saveSetting('screensaver_type', 'disable')")
    reading.device.open_book(REFLOWABLE)
    reading.heard()
    reading.device.suspend()
    reading.device.resume()
    assert reading.heard() == ["P2 FlushSettings", "P2 SaveSettings", "P2 Suspend", "P2 Resume"]


def test_wifi_comes_back_after_sleep_where_that_is_wanted(reading: Any) -> None:
    reading.device.evaluate("G_reader_settings:makeTrue('auto_restore_wifi')")
    reading.device.open_book(REFLOWABLE)
    reading.device.wifi_on()
    reading.device.advance(10)
    reading.heard()
    reading.device.suspend()
    reading.device.sleep(600)
    reading.device.resume()
    reading.device.advance(10)
    assert reading.heard()[-1] == "P2 NetworkConnected"


@pytest.mark.parametrize(("start_with", "book"), [("last", PAGED), ("filemanager", None)])
def test_what_is_shown_first(reading: Any, start_with: str, book: str | None) -> None:
    reading.device.open_book(PAGED)
    reading.device.exit()
    reading.device.set_setting("start_with", start_with)
    reading.device.boot()
    assert reading.device.evaluate("ui.document and ui.document.file or nil") == book


def test_the_history_is_on_the_disk_at_once(reading: Any) -> None:
    reading.device.open_book(PAGED)
    assert PAGED.encode() in reading.device.read_file("history.lua")
    assert not reading.device.disk.exists("/mnt/onboard/book.sdr/metadata.pdf.lua")
    reading.device.kill()
    reading.device.boot()
    assert reading.device.evaluate("require('readhistory').hist[1].file") == PAGED
