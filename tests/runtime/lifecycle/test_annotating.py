"""Annotations: what plugins are told of each change, and what is kept (koreader-ui.md §4.5, §5.8)."""

from __future__ import annotations

from typing import Any

import pytest

PAGED = "/mnt/onboard/book.pdf"
REFLOWABLE = "/mnt/onboard/book.epub"

# Writes every AnnotationsModified down, whatever plugins are there.
SPY = """(function()
    told = {}
    function ui.status:onAnnotationsModified(items)
        local item = items[1]
        told[#told + 1] = table.concat({ item.text or "-", tostring(items.nb_highlights_added),
            tostring(items.nb_notes_added), tostring(items.index_modified), tostring(item.datetime_updated ~= nil),
            tostring(items[2] ~= nil) }, " ")
    end
end)()"""


def spy(device: Any) -> None:
    device.evaluate(SPY)


def told(device: Any) -> list[str]:
    text = device.evaluate("(function() local t = table.concat(told, '\\n') told = {} return t end)()")
    return text.split("\n") if text else []


def items(device: Any, field: str) -> list[str]:
    lua = f"(function() local t = {{}} for i, a in ipairs(ui.annotation.annotations) do t[i] = tostring(a.{field}) end"
    text = device.evaluate(lua + " return table.concat(t, '\\n') end)()")
    return text.split("\n") if text else []


def open_at(reading: Any, book: str, page: int) -> Any:
    reading.device.open_book(book)
    reading.device.go_to_page(page)
    spy(reading.device)
    return reading.device


@pytest.mark.parametrize("book", [PAGED, REFLOWABLE])
def test_the_life_of_a_note(reading: Any, book: str) -> None:
    device = open_at(reading, book, 5)
    device.highlight("This is page 5")
    assert told(device) == ["This is page 5 1 nil 1 false false"]
    device.evaluate("ui.bookmark:setBookmarkNote(1)")
    device.type_text("well said")
    device.tap("Save")
    assert told(device) == ["This is page 5 -1 1 nil true false"]
    assert items(device, "note") == ["well said"]
    device.evaluate("ui.bookmark:setBookmarkNote(1, false, 'otherwise')")
    device.tap("Save")
    assert told(device) == []
    assert items(device, "note") == ["otherwise"]
    device.evaluate("ui.bookmark:setBookmarkNote(1, false, '')")
    device.tap("Save")
    assert told(device) == ["This is page 5 1 -1 nil true false"]
    device.evaluate("ui.bookmark:setBookmarkNote(1, false, 'last words')")
    device.tap("Save")
    told(device)
    device.evaluate("ui.highlight:deleteHighlight(1)")
    assert told(device) == ["This is page 5 nil -1 -1 true false"]
    assert items(device, "text") == []


def test_a_note_that_is_cancelled_takes_its_highlight_along(reading: Any) -> None:
    device = open_at(reading, REFLOWABLE, 5)
    device.evaluate(
        """(function()
        local found = ui.document:findAllText("This is page 5", false, 0, 10)
        ui.highlight.selected_text = { text = "This is page 5", pos0 = found[1].start, pos1 = found[1]["end"] }
        ui.highlight:onShowHighlightMenu()
        end)()"""
    )
    device.tap("Add note")
    assert told(device) == ["This is page 5 1 nil 1 false false"]
    device.tap("Cancel")
    assert told(device) == ["This is page 5 -1 nil -1 false false"]
    assert items(device, "text") == []


def test_style_colour_and_extent_are_edits(reading: Any) -> None:
    device = open_at(reading, REFLOWABLE, 5)
    device.highlight("This is page 5")
    told(device)
    device.evaluate("ui.highlight:setHighlightStyle(1, 'underscore')")
    device.evaluate("ui.highlight:setHighlightColor(1, 'red')")
    device.evaluate("ui.highlight:setHighlightColor(1, 'red')")
    assert told(device) == ["This is page 5 nil nil nil true false"] * 2
    device.evaluate(
        "(function() local a = ui.annotation.annotations[1] "
        "ui.highlight:updateHighlightBoundaries(1, a.pos0, a.pos1, 'This is page') end)()"
    )
    assert told(device) == ["This is page nil nil nil true true"]
    assert items(device, "drawer") == ["underscore"]
    assert items(device, "color") == ["red"]


@pytest.mark.parametrize("book", [PAGED, REFLOWABLE])
def test_items_are_in_the_order_of_the_book_and_a_bookmark_comes_first(reading: Any, book: str) -> None:
    device = open_at(reading, book, 8)
    device.highlight("and it says so")
    device.highlight("This is page 8")
    device.toggle_bookmark()
    device.go_to_page(3)
    device.highlight("This is page 3")
    assert items(device, "text") == ["This is page 3", "in Chapter 1", "This is page 8", "and it says so"]
    assert items(device, "pageno") == ["3", "8", "8", "8"]
    assert items(device, "chapter") == ["Chapter 1"] * 4
    device.close_book()
    device.open_book(book)
    assert items(device, "text") == ["This is page 3", "in Chapter 1", "This is page 8", "and it says so"]


def test_the_corner_is_folded_on_bookmarked_pages_only(reading: Any) -> None:
    device = open_at(reading, REFLOWABLE, 8)
    device.toggle_bookmark()
    assert device.evaluate("ui.view.dogear_visible")
    device.turn_pages(1, 1)
    assert not device.evaluate("ui.view.dogear_visible")
    device.turn_pages(-1, 1)
    assert device.evaluate("ui.view.dogear_visible")
    device.toggle_bookmark()
    assert not device.evaluate("ui.view.dogear_visible")


def test_what_other_software_changed_is_numbered_and_sorted_on_opening(reading: Any) -> None:
    device = open_at(reading, REFLOWABLE, 8)
    device.highlight("This is page 8")
    device.go_to_page(3)
    device.highlight("This is page 3")
    device.close_book()
    device.evaluate(
        f"""(function()
        local settings = require("docsettings"):open("{REFLOWABLE}")
        local list = settings:readSetting("annotations")
        list[1], list[2] = list[2], list[1]
        list[1].pageno = 99
        settings:makeTrue("annotations_externally_modified")
        settings:flush()
        end)()"""
    )
    device.open_book(REFLOWABLE)
    assert items(device, "pageno") == ["3", "8"]
    assert device.evaluate("ui.doc_settings:hasNot('annotations_externally_modified')")


def test_the_list_of_bookmarks_leads_there_and_back(reading: Any) -> None:
    device = open_at(reading, REFLOWABLE, 8)
    device.highlight("This is page 8")
    device.go_to_page(60)
    device.dispatch("bookmarks")
    device.tap("This is page 8")
    assert device.page() == 8
    device.dispatch("previous_location")
    assert device.page() == 60
    device.dispatch("latest_bookmark")
    assert device.page() == 8


def test_plugins_buttons_in_the_dialog_of_a_selection(reading: Any) -> None:
    device = open_at(reading, REFLOWABLE, 5)
    device.evaluate(
        """(function()
        ui.highlight:addToHighlightDialog("99_mine", function(this)
            return { text = "Mine", callback = function() mine = this.selected_text.text this:onClose() end }
        end)
        ui.highlight.selected_text = { text = "chosen", pos0 = ui.rolling.xpointer, pos1 = ui.rolling.xpointer }
        ui.highlight:onShowHighlightMenu()
        end)()"""
    )
    device.tap("Mine")
    assert device.evaluate("mine") == "chosen"
    assert device.evaluate("ui.highlight.selected_text == nil")
    assert [window.kind for window in device.screen()] == ["readerui"]


def test_the_other_engines_annotations_are_kept_aside(reading: Any) -> None:
    device = open_at(reading, PAGED, 5)
    device.highlight("This is page 5")
    device.close_book()
    device.evaluate(
        f"""(function()
        local settings = require("docsettings"):open("{PAGED}")
        settings:saveSetting("annotations", {{ {{ page = "/body/p[1]", pos0 = "/body/p[1]", datetime = "x" }} }})
        settings:flush()
        end)()"""
    )
    device.open_book(PAGED)
    assert items(device, "text") == []
    assert device.evaluate("#ui.doc_settings:readSetting('annotations_rolling')") == 1
