"""Functions of KOReader's modules that are not emulated: there to be wrapped, loud when called."""

from __future__ import annotations

import re

import pytest

from fake_koreader.books.fixture import paged_fixture
from fake_koreader.device import Device
from fake_koreader.luafiles import _known_members
from fake_koreader.machine import LUA
from fake_koreader.profile import profile

BOOK = "/mnt/onboard/book.pdf"


def test_calling_one_names_it_and_the_plugins_line(world):
    lines = world.run(
        'local V = require("ui/widget/textviewer")\nprint(select(2, pcall(function() V.openFile("x") end)))',
        "@plugins/mine.koplugin/main.lua",
    )
    assert lines == ["not emulated: ui/widget/textviewer.openFile, called from plugins/mine.koplugin/main.lua:2"]


def test_a_name_that_koreader_has_not_got_is_nil(world):
    assert world.run('print(require("ui/widget/textviewer").noSuchThing)') == ["nil"]


def test_every_listed_module_is_one_of_ours():
    for name in _known_members():
        assert (LUA / "frontend" / f"{name.decode()}.lua").is_file(), name


def test_no_handler_of_an_event_is_listed_for_what_events_reach():
    # Windows that are not emulated and lists' long presses never get events.
    reached = [name for name in _known_members() if name.startswith(b"apps/reader/modules/")]
    for name in reached:
        loud = [member for member in _known_members()[name].split() if member.startswith(b"on")]
        assert set(loud) <= {b"onShowFindAllResults", b"onSwipeShowConfigMenu"}, name


@pytest.mark.parametrize("name", sorted(_known_members()))
def test_all_that_is_listed_is_missing_or_there(world, name):
    # What is there belongs off the list, so that the list says what is missing.
    source = (LUA / "frontend" / f"{name.decode()}.lua").read_text(encoding="utf-8")
    for member in _known_members()[name].decode().split():
        assert not re.search(rf"function \w+[.:]{member}\(", source), member


@pytest.fixture
def reading() -> Device:
    device = Device(profile("kobo-clara"))
    device.disk.add_file(BOOK, paged_fixture("A paged book"))
    device.boot()
    device.open_book(BOOK)
    return device


READER = "require('apps/reader/readerui').instance"


def test_wrapped_page_updates_still_arrive(reading):
    reading.evaluate(
        "(function() local P = require('apps/reader/modules/readerpaging') local own = P.onPageUpdate "
        "seen = {} P.onPageUpdate = function(self, page, ...) seen[#seen + 1] = page "
        "return own(self, page, ...) end end)()"
    )
    reading.go_to_page(3)
    assert reading.evaluate("seen[1]") == 3
    assert reading.evaluate(f"{READER}.paging.current_page") == 3


def test_pages_one_by_one_and_drawing_again(reading):
    reading.evaluate(f"{READER}:handleEvent(require('ui/event'):new('GotoPageRel', 1))")
    assert reading.evaluate(f"{READER}.paging:onRedrawCurrentPage()") is True
    assert reading.evaluate(f"{READER}.paging.current_page") == reading.page()


def test_zooming(reading):
    before = reading.evaluate(f"{READER}.zooming.zoom")
    reading.evaluate(f"{READER}.zooming:onSpread()")
    assert reading.evaluate(f"{READER}.zooming.zoom") == pytest.approx(before * 4 / 3)
    assert reading.evaluate(f"{READER}.zooming.zoom_mode") == "free"
    reading.evaluate(f"{READER}.zooming:onPinch()")
    assert reading.evaluate(f"{READER}.zooming.zoom") == pytest.approx(before)
    reading.evaluate(f"{READER}.zooming:onZoomFactorChange(2)")
    assert reading.evaluate(f"{READER}.view.state.zoom") == 2
    reading.evaluate(f"{READER}.zooming:onDefineZoom()")
    assert reading.evaluate(f"{READER}.zooming.zoom_mode") != "manual"
    reading.evaluate(f"{READER}.zooming:setZoomMode('page')")
    assert reading.evaluate(f"{READER}.zooming.zoom_mode") == "page"


def test_free_zoom_comes_and_goes(reading):
    reading.evaluate(f"{READER}.zooming:onToggleFreeZoom()")
    assert reading.evaluate(f"{READER}.zooming.zoom_mode") == "free"
    reading.evaluate(f"{READER}.zooming:onToggleFreeZoom()")
    assert reading.evaluate(f"{READER}.zooming.zoom_mode") == "pagewidth"
    reading.evaluate(f"{READER}.zooming:onSetZoomPan({{ kopt_zoom_overlap_h = 36 }})")
    assert reading.evaluate(f"{READER}.document.configurable.zoom_overlap_h") == 36


def test_the_folded_corner_sits_at_the_right_edge(reading):
    dogear = f"{READER}.view.dogear"
    assert reading.evaluate(f"{dogear}.dimen.x + {dogear}.dimen.w") == reading.profile.width
    reading.evaluate(f"{dogear}:setupDogear(10)")
    reading.evaluate(f"{dogear}:updateDogearOffset()")
    assert reading.evaluate(f"{dogear}:getRefreshRegion().w") == 10


def test_colours_of_highlights(reading):
    highlight = f"{READER}.highlight"
    assert reading.evaluate(f"{highlight}:getHighlightColorString('red')") == "Red"
    assert reading.evaluate(f"{highlight}:getHighlightColorString('none') == nil") is True
    assert reading.evaluate(f"{highlight}:getHighlightColor('blue'):getB()") == 255
    assert reading.evaluate(f"{highlight}:getHighlightColor(nil) == require('ffi/blitbuffer').COLOR_GRAY") is True
