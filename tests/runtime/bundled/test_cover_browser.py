"""The bundled cover browser: what it knows of books, for plugins that ask `ui.coverbrowser` or its manager."""

from __future__ import annotations

from pathlib import Path

import pytest

from fake_koreader.device import Device
from fake_koreader.process import LuaFailure
from fake_koreader.profile import PROFILES

BOOKS = Path(__file__).parents[3] / "scenarios" / "books"
BOOK = "/mnt/onboard/moby-dick.epub"


@pytest.fixture
def device() -> Device:
    made = Device(PROFILES["kobo-clara"])
    for name in ("moby-dick.epub", "frankenstein.pdf", "broken.epub"):
        made.write_file(f"/mnt/onboard/{name}", (BOOKS / name).read_bytes())
    made.boot()
    return made


def ask(device: Device, lua: str) -> object:
    return device.evaluate(f'(function() local M = require("bookinfomanager") {lua} end)()')


def test_nothing_is_known_before_a_book_was_extracted(device: Device) -> None:
    assert device.evaluate(f'ui.coverbrowser:getBookInfo("{BOOK}") == nil') is True
    assert ask(device, f'return M:extractBookInfo("{BOOK}")') is True
    found = ask(
        device, f'local i = M:getBookInfo("{BOOK}", true) return i.title, i.authors, i.series_index, i.has_meta'
    )
    assert found == ("Moby-Dick; or, The Whale", "Herman Melville", 6, True)


def test_a_cover_keeps_its_size(device: Device) -> None:
    ask(device, f'M:extractBookInfo("{BOOK}")')
    lua = (
        f'local i = M:getBookInfo("{BOOK}", true) return i.cover_bb and i.cover_bb:getWidth() == i.cover_w, i.has_cover'
    )
    assert ask(device, lua) == (True, True)


def test_a_file_that_changed_is_not_known_any_more(device: Device) -> None:
    ask(device, f'M:extractBookInfo("{BOOK}")')
    device.advance(100)
    device.write_file(BOOK, (BOOKS / "alice.epub").read_bytes())
    assert ask(device, f'return M:getBookInfo("{BOOK}") == nil') is True


def test_a_broken_book_is_marked(device: Device) -> None:
    path = "/mnt/onboard/broken.epub"
    assert ask(device, f'return M:extractBookInfo("{path}")') is False
    assert ask(device, f'return M:getBookInfo("{path}").unsupported') == "not readable by engine"


def test_in_the_background(device: Device) -> None:
    lua = f'return M:extractInBackground({{ {{ filepath = "{BOOK}" }} }})'
    assert ask(device, lua) is True
    device.advance(5)
    assert ask(device, f'return M:isExtractingInBackground(), M:getBookInfo("{BOOK}").title') == (
        False,
        "Moby-Dick; or, The Whale",
    )


def test_properties_settings_and_forgetting(device: Device) -> None:
    lua = f"""
    M:extractBooksInDirectory("/mnt/onboard")
    M:setBookInfoProperties("{BOOK}", {{ ignore_cover = true, title = "Whale" }})
    M:saveSetting("filemanager_display_mode", "list_image_meta")
    local info = M:getBookInfo("{BOOK}")
    M:loadSettings()
    local on, off = M:toggleSetting("x"), M:toggleSetting("x")
    return info.title, info.ignore_cover, M:getSetting("filemanager_display_mode"), on, off
    """
    assert ask(device, lua) == ("Whale", True, "list_image_meta", True, False)
    assert device.evaluate(f'ui.coverbrowser.getDocProps("{BOOK}").display_title') == "Whale"
    device.evaluate(f'ui.coverbrowser:deleteBookInfo("{BOOK}")')
    assert ask(device, f'return M:getBookInfo("{BOOK}") == nil') is True
    device.disk.remove("/mnt/onboard/frankenstein.pdf")
    assert "Removed 1 / 2" in str(ask(device, "return M:removeNonExistantEntries()"))


def test_sizes_of_covers(device: Device) -> None:
    assert ask(device, "return M.getCachedCoverSize(600, 800, 300, 300)") == (225, 300, 0.375)
    assert ask(device, "return M.getCachedCoverSize(60, 80, 300, 300)") == (60, 80, 1)
    lua = 'return M.isCachedCoverInvalid({ has_cover = true, cover_sizetag = "10x10", cover_w = 9 }, '
    assert ask(device, lua + "{ max_cover_w = 20, max_cover_h = 20 })") is True


def test_the_columns_other_programs_read(device: Device) -> None:
    ask(device, f'M:extractBookInfo("{BOOK}") M:closeDbConnection()')
    [row] = device.sql(
        "settings/bookinfo_cache.sqlite3", "SELECT directory, filename, has_meta, in_progress FROM bookinfo"
    )
    assert row == {"directory": "/mnt/onboard/", "filename": "moby-dick.epub", "has_meta": "Y", "in_progress": 0}
    assert device.sql("settings/bookinfo_cache.sqlite3", "PRAGMA user_version") == [{"user_version": 20201210}]


def test_the_views_are_loud_unless_replaced(device: Device) -> None:
    with pytest.raises(LuaFailure, match=r"not emulated: listmenu\._updateItemsBuildUI"):
        device.evaluate('require("listmenu")._updateItemsBuildUI()')
    assert device.evaluate('type(require("mosaicmenu")._recalculateDimen)') == "function"


def test_nothing_is_opened_unless_somebody_asks(device: Device) -> None:
    device.open_book(BOOK)
    device.close_book()
    assert not device.disk.exists(device.absolute("settings/bookinfo_cache.sqlite3"))
