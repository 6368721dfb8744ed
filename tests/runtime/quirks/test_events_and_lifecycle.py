"""Quirks 1 to 8 of koreader-ui.md §11: who hears what, when, and what is there by then."""

from __future__ import annotations

from typing import Any

import pytest

PAGED = "/mnt/onboard/paged.pdf"
REFLOWABLE = "/mnt/onboard/flowing.epub"


def answering(quirky: Any, *events: str) -> None:
    quirky.lua("answers = { " + " ".join(f"{event} = true," for event in events) + " }")


def test_1_a_plugin_that_consumes_an_event_keeps_it_from_the_reader(quirky):
    quirky.listen("FlushSettings SaveSettings AnnotationsModified Close")
    quirky.device.boot(PAGED)
    answering(quirky, "FlushSettings", "Close")
    quirky.lua("UIManager:broadcastEvent(require('ui/event'):new('FlushSettings'))")
    assert quirky.heard() == ["FlushSettings"]
    quirky.lua("ui:handleEvent(require('ui/event'):new('Close'))")
    assert quirky.heard() == ["Close"]
    assert quirky.lua("return require('apps/reader/readerui').instance ~= nil") is True
    answering(quirky)
    quirky.lua("UIManager:broadcastEvent(require('ui/event'):new('FlushSettings'))")
    assert quirky.heard() == ["FlushSettings", "SaveSettings"]


def test_1_children_hear_before_their_parent_and_in_order(quirky):
    quirky.device.boot()
    assert (
        quirky.lua(
            """
            local W = require("ui/widget/container/widgetcontainer")
            local order = {}
            local function listener(name, answer)
                return W:new{ onTold = function() order[#order + 1] = name return answer end }
            end
            local parent = listener("parent")
            parent[1], parent[2], parent[3] = listener("one"), listener("two", true), listener("three")
            parent:handleEvent(require("ui/event"):new("Told"))
            parent[2].onTold = nil
            parent:handleEvent(require("ui/event"):new("Told"))
            return table.concat(order, " ")
            """
        )
        == "one two one three parent"
    )


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (REFLOWABLE, ["PageUpdate 1", "ReaderReady", "PageUpdate 1"]),
        (PAGED, ["PageUpdate 1", "ReaderReady"]),
    ],
)
def test_2_the_first_page_update_comes_before_reader_ready(quirky, book, expected):
    quirky.listen("PageUpdate ReaderReady")
    quirky.device.boot(book)
    quirky.device.advance(1)
    heard = [line.split(" table")[0].removesuffix(" nil") for line in quirky.heard()]
    assert heard == expected


def test_2_going_to_a_page_of_a_paged_book_tells_twice(quirky):
    quirky.listen("PageUpdate")
    quirky.device.boot(PAGED)
    quirky.heard()
    quirky.device.go_to_page(7)
    assert [line.split()[1] for line in quirky.heard()] == ["7", "7"]
    quirky.device.go_to_page(7)
    assert [line.split()[1] for line in quirky.heard()] == ["7"]


def test_2_the_last_page_of_a_flowing_book_comes_again_before_its_end(quirky):
    quirky.listen("PageUpdate EndOfBook")
    quirky.device.boot(REFLOWABLE)
    last = quirky.device.pages()
    quirky.device.go_to_page(last)
    quirky.heard()
    quirky.device.turn_pages(1, 0)
    assert quirky.heard() == [f"PageUpdate {last}", "EndOfBook"]


def test_3_the_position_of_the_module_is_late_in_page_update(quirky):
    quirky.listen("PageUpdate")
    quirky.device.boot(REFLOWABLE)
    quirky.heard()
    before = quirky.lua("return ui.rolling:getLastProgress()")
    quirky.lua(
        "look = function(self) return self.ui.rolling:getLastProgress() .. ' ' .. self.ui.document:getXPointer() end"
    )
    quirky.device.go_to_page(20)
    (heard,) = quirky.heard()
    after = quirky.lua("return ui.rolling:getLastProgress()")
    assert heard == f"PageUpdate 20 {before} {after}"
    assert before != after


CLOSING = "CloseDocument FlushSettings SaveSettings CloseWidget"


def test_4_the_order_of_closing(quirky):
    quirky.listen(CLOSING)
    quirky.device.boot(PAGED)
    quirky.heard()
    quirky.lua(
        "look = function(self, name) return (self.ui.document and 'open ' or 'closed ') .. "
        "tostring(require('apps/reader/readerui').instance == self.ui) end"
    )
    quirky.device.switch_book(REFLOWABLE)
    assert quirky.heard()[:4] == [
        "CloseDocument open true",
        "FlushSettings closed true",
        "SaveSettings closed true",
        "CloseWidget closed true",
    ]


def test_5_the_file_manager_saves_twice(quirky):
    quirky.listen("SaveSettings FlushSettings CloseWidget")
    quirky.device.boot()
    quirky.heard()
    quirky.device.open_book(PAGED)
    assert quirky.heard()[:4] == ["SaveSettings", "FlushSettings", "SaveSettings", "CloseWidget"]


def test_5_closing_a_window_that_was_never_shown_tells_it_all_the_same(quirky):
    quirky.device.boot()
    assert (
        quirky.lua(
            """
            local told = {}
            local window = require("ui/widget/container/widgetcontainer"):new{
                onFlushSettings = function() told[#told + 1] = "flush" end,
                onCloseWidget = function() told[#told + 1] = "close" end,
            }
            UIManager:close(window)
            UIManager:show(window)
            UIManager:close(window)
            return table.concat(told, " ")
            """
        )
        == "flush close flush close"
    )


def test_6_the_loader_knows_no_instance_while_closing(quirky):
    quirky.listen("ReaderReady " + CLOSING)
    quirky.device.boot(PAGED)
    quirky.lua("look = function() return require('pluginloader'):getPluginInstance('listener') ~= nil end")
    assert quirky.lua("return require('pluginloader'):getPluginInstance('listener') ~= nil") is True
    quirky.heard()
    quirky.device.switch_book(REFLOWABLE)
    assert [line.rsplit(" ", 1)[1] for line in quirky.heard()[:4]] == ["false"] * 4


SANDBOXED = """
local P = require("ui/widget/container/widgetcontainer"):extend{ name = "called_otherwise" }
function P:init() named_at_init = self.name end
function P:onTwo() return 1, 2 end
function P:onRaise() error("on purpose") end
function P:once() return "wrapped" end
function P:other() return 1, 2 end
return P
"""


def test_7_names_and_handlers_of_a_plugin(quirky):
    quirky.plugin("mine", main=SANDBOXED)
    quirky.device.boot()
    assert quirky.lua("return named_at_init") == "mine"
    assert quirky.lua("return ui.mine.name") == "filemanagermine"
    quirky.device.open_book(PAGED)
    assert quirky.lua("return ui.mine.name") == "readermine"
    assert quirky.lua("return type(ui.mine.onTwo) .. type(ui.mine.once) .. type(ui.mine.other)") == "tabletablefunction"
    assert quirky.lua("return select('#', ui.mine:onTwo())") == 1
    assert quirky.lua("return select('#', ui.mine:other())") == 2
    assert quirky.lua("return ui.mine:onRaise()") is False
    assert any("on purpose" in str(event.fields["message"]) for event in quirky.device.trace.of("lua.error"))


EARLY = """
local P = require("ui/widget/container/widgetcontainer"):extend{ name = "early" }
function P:init()
    early = {
        chooser = self.ui.file_chooser ~= nil,
        props = self.ui.doc_props ~= nil,
        menu = self.ui.menu ~= nil,
        pages = self.ui.document and self.ui.document:getPageCount(),
        modules = tostring(self.ui.paging ~= nil) .. tostring(self.ui.rolling ~= nil),
    }
end
return P
"""


def test_8_what_is_missing_while_a_plugin_is_made(quirky):
    quirky.plugin("early", main=EARLY)
    quirky.device.boot()
    assert quirky.lua("return tostring(early.menu) .. tostring(early.chooser)") == "truefalse"
    assert quirky.lua("return ui.file_chooser ~= nil") is True
    quirky.device.open_book(REFLOWABLE)
    assert quirky.lua("return early.props") is False
    assert quirky.lua("return early.modules") == "falsetrue"
    assert quirky.lua("return early.pages") != quirky.device.pages()
    quirky.device.switch_book(PAGED)
    assert quirky.lua("return early.modules") == "truefalse"
    assert quirky.lua("return early.pages") == quirky.device.pages()
