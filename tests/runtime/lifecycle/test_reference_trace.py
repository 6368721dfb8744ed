"""The reference trace of koreader-ui.md §4.10, as one story on a device with Wi-Fi."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PAGED = "/mnt/onboard/book.pdf"
REFLOWABLE = "/mnt/onboard/book.epub"

CLOSING = ["CloseDocument", "FlushSettings", "SaveSettings", "CloseWidget"]
FILE_MANAGER = ["init", "SetDimensions", "PathChanged /mnt/onboard", "Show"]


def of(number: int, names: list[str]) -> list[str]:
    return [f"P{number} {name}" for name in names]


def test_reference_trace(make_reading: Callable[..., Any]) -> None:
    reading = make_reading()
    device = reading.device
    device.radio.connect_now()

    device.boot()
    device.advance(0)
    assert reading.heard() == of(1, [*FILE_MANAGER, "NetworkConnected"])

    device.disk.makedirs("/mnt/onboard/folder")
    device.evaluate("ui.file_chooser:changeToPath('/mnt/onboard/folder')")
    assert reading.heard() == of(1, ["PathChanged /mnt/onboard/folder"])

    device.open_book(REFLOWABLE)
    leaving_files = ["ShowingReader", "SaveSettings", "FlushSettings", "SaveSettings", "CloseWidget"]
    opening = ["init", "DocSettingsLoad", "ReadSettings", "PreRenderDocument", "PageUpdate 1", "ReaderReady"]
    assert reading.heard() == of(1, leaving_files) + of(2, [*opening, "PageUpdate 1", "Show"])

    device.turn_pages(1, 20)
    assert reading.heard() == of(2, ["PageChangeAnimation true", "PageUpdate 2"])

    device.highlight("This is page 2")
    assert reading.heard() == of(2, ["AnnotationsModified"])

    device.suspend()
    before_sleep = ["NetworkDisconnecting", "NetworkDisconnected", "FlushSettings", "SaveSettings", "Suspend"]
    assert reading.heard() == of(2, before_sleep)
    device.sleep(600)
    assert device.hardware.power == "asleep"

    device.resume()
    assert reading.heard() == of(2, ["OutOfScreenSaver", "Resume"])

    device.switch_book(PAGED)
    paged = ["init", "DocSettingsLoad", "PageUpdate 1", "ReadSettings", "ReaderReady", "Show"]
    assert reading.heard() == of(2, ["CloseConfigMenu", *CLOSING]) + of(3, paged)

    device.close_book()
    assert reading.heard() == of(3, ["Home", *CLOSING]) + of(4, FILE_MANAGER)

    device.act("exit")
    assert device.exit_code == 0
    assert not device.alive


def test_left_at_page_ten_it_opens_at_page_ten(reading: Any) -> None:
    reading.device.open_book(REFLOWABLE)
    reading.device.go_to_page(10)
    reading.device.close_book()
    reading.heard()
    reading.device.open_book(REFLOWABLE)
    pages = [line for line in reading.heard() if "PageUpdate" in line]
    assert pages == ["P4 PageUpdate 10", "P4 PageUpdate 10"]


def test_exit_from_the_reader_closes_the_book_on_the_next_tick(reading: Any) -> None:
    reading.device.open_book(PAGED)
    reading.heard()
    reading.device.evaluate("UIManager:broadcastEvent(require('ui/event'):new('Exit'))")
    assert reading.heard() == of(2, ["CloseConfigMenu", "Exit"])
    reading.device.turn()
    assert not reading.device.alive
    assert reading.device.exit_code == 0


def test_restart_comes_back_to_the_files(reading: Any) -> None:
    reading.device.open_book(PAGED)
    reading.device.restart()
    assert reading.device.alive
    assert reading.heard() == of(1, FILE_MANAGER)


def a_day(make_reading: Callable[..., Any]) -> tuple[list[str], bytes]:
    device = make_reading().device
    device.boot(REFLOWABLE)
    device.turn_pages(3, 30)
    device.highlight("This is page 4")
    device.dispatch("font_size", 60)
    device.advance(30)
    device.suspend()
    device.sleep(100)
    device.resume()
    device.switch_book(PAGED)
    device.menu(["Help"])
    device.close_book()
    device.exit()
    return [repr(event) for event in device.trace.events], device.read_file("/mnt/onboard/book.sdr/metadata.epub.lua")


def test_the_same_day_leaves_the_same_trace_and_the_same_files(make_reading: Callable[..., Any]) -> None:
    assert a_day(make_reading) == a_day(make_reading)


def test_the_sidecar_holds_what_core_writes(make_reading: Callable[..., Any]) -> None:
    sidecar = a_day(make_reading)[1].decode()
    for line in (
        '["doc_path"] = "/mnt/onboard/book.epub"',
        '["percent_finished"] = 0.033333333333333',
        '["last_xpointer"] = "/body/DocFragment[1]/body/p[7]/text().0"',
        '["copt_font_size"] = 60',
        '["doc_pages"] = 120',
        '["text"] = "This is page 4"',
        '["status"] = "reading"',
    ):
        assert line in sidecar
    assert "annotations_externally_modified" not in sidecar
