"""The bundled statistics plugin: when a page counts, when rows reach the database, and what other plugins ask it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fake_koreader.device import Device
from fake_koreader.profile import PROFILES

BOOK = "/mnt/onboard/moby-dick.epub"
BOOKS = Path(__file__).parents[3] / "scenarios" / "books"
DATABASE = "settings/statistics.sqlite3"

Make = Callable[..., Device]


@pytest.fixture
def make() -> Make:
    def build(**settings: Any) -> Device:
        device = Device(PROFILES["kobo-clara"])
        for name in ("moby-dick.epub", "frankenstein.pdf"):
            device.write_file(f"/mnt/onboard/{name}", (BOOKS / name).read_bytes())
        for key, value in settings.items():
            device.set_setting(key, value)
        device.boot(BOOK)
        return device

    return build


def rows(device: Device) -> list[tuple[int, int]]:
    found = device.sql(DATABASE, "SELECT page, duration FROM page_stat_data ORDER BY start_time, page")
    return [(row["page"], row["duration"]) for row in found]


def test_short_looks_do_not_count_and_long_ones_are_capped(make: Make) -> None:
    device = make()
    for seconds in (4, 5, 120, 121, 3600):
        device.turn_pages(1, seconds)
    device.close_book()
    assert rows(device) == [(2, 5), (3, 120), (4, 120), (5, 120)]


def test_nothing_is_written_before_a_flush_point(make: Make) -> None:
    device = make()
    device.turn_pages(3, 30)
    assert rows(device) == []
    device.kill()
    device.boot(BOOK)
    device.close_book()
    assert rows(device) == []


@pytest.mark.parametrize("flush", ["suspend", "save", "fifty", "close", "settings"])
def test_flush_points(make: Make, flush: str) -> None:
    device = make()
    device.turn_pages(50 if flush == "fifty" else 3, 30)
    if flush == "suspend":
        device.suspend()
    elif flush == "save":
        device.evaluate("ui:saveSettings()")
    elif flush == "settings":
        device.evaluate('UIManager:broadcastEvent(require("ui/event"):new("FlushSettings"))')
    elif flush == "close":
        device.close_book()
    device.advance(1)
    assert len(rows(device)) >= 3


def test_the_page_looked_at_keeps_its_start_over_a_flush(make: Make) -> None:
    device = make()
    device.turn_pages(1, 30)
    device.advance(40)
    device.evaluate("ui:saveSettings()")
    device.turn_pages(1, 40)
    device.close_book()
    assert rows(device) == [(1, 30), (2, 80)]


def test_sleep_does_not_count(make: Make) -> None:
    device = make()
    device.turn_pages(1, 30)
    device.advance(10)
    device.suspend()
    device.sleep(3600)
    device.resume()
    device.turn_pages(1, 20)
    device.close_book()
    [first, (page, seconds)] = rows(device)
    assert first == (1, 30)
    assert page == 2
    assert 30 <= seconds <= 50


def test_the_book_as_other_plugins_read_it(make: Make) -> None:
    device = make()
    device.turn_pages(2, 30)
    device.close_book()
    [book] = device.sql(DATABASE, "SELECT * FROM book")
    assert (book["title"], book["authors"], book["series"]) == (
        "Moby-Dick; or, The Whale", "Herman Melville", "Sea Novels #6",
    )  # fmt: skip
    assert (book["total_read_time"], book["total_read_pages"], book["pages"]) == (60, 2, 61)
    assert len(book["md5"]) == 32
    assert device.sql(DATABASE, "PRAGMA user_version") == [{"user_version": 20221111}]
    assert device.sql(DATABASE, "SELECT count(*) AS n, max(number) AS last FROM numbers") == [{"n": 1000, "last": 1000}]


def test_a_second_reading_goes_on_with_the_same_book(make: Make) -> None:
    device = make()
    device.turn_pages(2, 30)
    device.close_book()
    device.open_book(BOOK)
    device.turn_pages(1, 60)
    device.close_book()
    [book] = device.sql(DATABASE, "SELECT id, total_read_time FROM book")
    assert book == {"id": 1, "total_read_time": 120}


def test_the_view_speaks_of_the_present_page_count(make: Make) -> None:
    device = make()
    device.turn_pages(2, 60)
    device.close_book()
    device.evaluate(
        f'local c = require("lua-ljsqlite3/init").open("{DATABASE}") c:exec("UPDATE book SET pages = 122") c:close()'
    )
    shown = device.sql(DATABASE, "SELECT page, duration FROM page_stat ORDER BY page")
    assert [(row["page"], row["duration"]) for row in shown] == [(1, 30), (2, 30), (3, 30), (4, 30)]


def test_what_others_ask(make: Make) -> None:
    device = make()
    device.turn_pages(4, 30)
    assert device.evaluate("ui.statistics.avg_time, ui.statistics.id_curr_book, ui.statistics.is_doc") == (30, 1, True)
    assert device.evaluate("ui.statistics:getTimeForPages(120)") == "01:00"
    device.evaluate("ui.statistics:insertDB()")
    assert device.evaluate("ui.statistics:getCurrentBookStats()") == (120, 4)
    assert device.evaluate("ui.statistics:getTodayBookStats()") == (120, 4)
    assert device.evaluate("ui.statistics:getPageTimeTotalStats(1)") == (4, 120)
    status = "(function() local s = ui.statistics:getStatsBookStatus() return s.days, s.time, s.pages end)()"
    assert device.evaluate(status) == (1, 120, 4)


def test_no_average_without_pages(make: Make) -> None:
    assert make().evaluate("ui.statistics:getTimeForPages(10)") == "N/A"


def test_switched_off(make: Make) -> None:
    device = make(plugins_disabled={"statistics": True})
    assert device.evaluate("ui.statistics == nil") is True
    device.turn_pages(3, 30)
    device.close_book()
    assert not device.disk.exists(device.absolute(DATABASE))


def test_toggled_from_the_menu(make: Make) -> None:
    device = make()
    device.turn_pages(2, 30)
    device.menu(["Reading statistics", "Enabled"])
    device.tap_outside()
    device.turn_pages(2, 30)
    device.close_book()
    assert rows(device) == [(1, 30), (2, 30)]


def test_finished_books_can_be_left_alone(make: Make) -> None:
    device = make(statistics={"freeze_finished_books": True})
    device.set_status("complete")
    device.turn_pages(3, 30)
    device.close_book()
    assert rows(device) == []


def test_views(make: Make) -> None:
    device = make()
    device.turn_pages(2, 90)
    device.dispatch("book_statistics")
    texts = device.screen()[-1].texts
    assert "Current statistics" in texts
    assert "Total time spent on this book" in texts
    device.press("Back")
    device.evaluate("ui.statistics:showAllBooks()")
    assert "Moby-Dick; or, The Whale" in device.screen()[-1].texts


def test_a_database_of_another_version_is_set_aside(make: Make) -> None:
    device = make()
    device.turn_pages(1, 30)
    device.close_book()
    device.evaluate(
        f'local c = require("lua-ljsqlite3/init").open("{DATABASE}") c:exec("PRAGMA user_version=20201010") c:close()'
    )
    device.restart()
    assert device.disk.exists(device.absolute(f"{DATABASE}.bkp.20201010-to-20221111"))
    assert rows(device) == [(1, 30)]
