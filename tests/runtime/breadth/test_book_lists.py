"""A book pressed long in the history, in a collection and among the results of a search."""

from __future__ import annotations

import pytest

from fake_koreader.books.fixture import reflowable_fixture
from fake_koreader.device import Device
from fake_koreader.profile import profile

BOOK = "/mnt/onboard/moby.epub"
UI = "require('apps/filemanager/filemanager').instance"


@pytest.fixture
def device() -> Device:
    made = Device(profile("kobo-clara"))
    made.disk.add_file(BOOK, reflowable_fixture("Moby-Dick"))
    made.boot()
    made.evaluate(f"require('readhistory'):addItem('{BOOK}', 1000)")
    made.evaluate(f"require('readcollection'):addItem('{BOOK}', 'favorites')")
    return made


def hold(device: Device, module: str) -> None:
    device.evaluate(f"(function() local m = {UI}.{module}.booklist_menu m:onMenuHold(m.item_table[1]) end)()")


def top(device: Device) -> str:
    return " ".join(device.screen()[-1].texts)


def test_a_status_set_from_the_history(device):
    device.evaluate(f"{UI}.history:onShowHist()")
    hold(device, "history")
    assert "moby.epub" in top(device)
    device.tap("Finished")
    assert device.evaluate(f"require('docsettings'):open('{BOOK}'):readSetting('summary').status") == "complete"
    assert "History (1)" in top(device)


def test_removing_from_the_history(device):
    device.evaluate(f"{UI}.history:onShowHist()")
    hold(device, "history")
    device.tap("Remove from history")
    assert "History (0)" in top(device)
    assert device.evaluate("#require('readhistory').hist") == 0


def test_removing_from_a_collection(device):
    device.evaluate(f"{UI}.collections:onShowColl()")
    hold(device, "collections")
    device.tap("Remove from collection")
    assert "Favorites (0)" in top(device)


def test_rows_that_plugins_add_are_there_too(device):
    device.evaluate(
        "require('apps/filemanager/filemanager'):addFileDialogButtons('mine', function(file, is_file) "
        "return { { text = 'Mine ' .. file:match('[^/]+$') .. tostring(is_file), "
        "callback = function() pressed = 1 end } }"
        " end)"
    )
    device.evaluate(f"{UI}.history:onShowHist()")
    hold(device, "history")
    device.tap("Mine moby.epubtrue")
    assert device.evaluate("pressed") == 1


def test_a_replaced_handler_is_the_one_of_the_next_list(device):
    device.evaluate(
        "(function() require('apps/filemanager/filemanagerhistory').onMenuHold = function(self, item) "
        "held = self._manager.name .. ' ' .. item.text end end)()"
    )
    device.evaluate(f"{UI}.history:onShowHist()")
    hold(device, "history")
    assert device.evaluate("held") == "filemanagerhistory moby.epub"


def test_opening_from_the_list(device):
    device.evaluate(f"{UI}.history:onShowHist()")
    device.tap("moby.epub")
    device.advance(1)
    assert device.evaluate("require('apps/reader/readerui').instance.document.file") == BOOK
