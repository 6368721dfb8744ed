"""The file manager, its lists and dialogs, and what is known about books (koreader-ui.md §5.4, §5.10)."""

from __future__ import annotations

from typing import Any

import pytest

PAGED = "/mnt/onboard/book.pdf"
REFLOWABLE = "/mnt/onboard/book.epub"


def top(device: Any) -> list[str]:
    texts: list[str] = device.screen()[-1].texts
    return texts


def test_a_tap_opens_a_book_and_a_folder(reading: Any) -> None:
    device = reading.device
    device.disk.makedirs("/mnt/onboard/shelf")
    device.evaluate("ui:onRefresh()")
    device.tap("shelf/")
    assert device.evaluate("ui.file_chooser.path") == "/mnt/onboard/shelf"
    assert reading.heard() == ["P1 PathChanged /mnt/onboard/shelf"]
    device.evaluate("ui:onFolderUp()")
    device.tap("book.pdf")
    assert device.evaluate("ui.document.file") == PAGED


def test_deleting_a_book_takes_its_sidecar_and_its_place_in_lists(reading: Any) -> None:
    device = reading.device
    device.open_book(PAGED)
    device.close_book()
    assert device.disk.exists("/mnt/onboard/book.sdr/metadata.pdf.lua")
    device.hold("book.pdf")
    device.tap("Delete")
    assert "Delete" in top(device)
    device.tap("Delete")
    assert not device.disk.exists(PAGED)
    assert not device.disk.exists("/mnt/onboard/book.sdr/metadata.pdf.lua")
    assert "book.pdf" not in device.screen()[0].texts


def test_rows_of_plugins_in_the_dialog_of_a_file(reading: Any) -> None:
    device = reading.device
    device.evaluate(
        """(function()
        local FileManager = require("apps/filemanager/filemanager")
        local function row(text)
            return function(file, is_file)
                return { { text = text .. file:match("[^/]+$") .. tostring(is_file), callback = function() end } }
            end
        end
        FileManager:addFileDialogButtons("a", row("class "))
        FileManager:addFileDialogButtons("a", row("again "))
        ui:addFileDialogButtons("b", row("instance "))
        end)()"""
    )
    device.hold("book.pdf")
    assert "class book.pdftrue" in top(device)
    assert "instance book.pdftrue" in top(device)
    assert "again book.pdftrue" not in top(device)
    device.evaluate("UIManager:close(ui.file_dialog)")
    device.open_book(PAGED)
    device.close_book()
    device.hold("book.pdf")
    assert "class book.pdftrue" in top(device)
    assert "instance book.pdftrue" not in top(device)


def test_history_favorites_and_search_open_books(reading: Any) -> None:
    device = reading.device
    device.open_book(PAGED)
    device.switch_book(REFLOWABLE)
    device.close_book()
    device.menu(["History"])
    assert top(device)[0] == "History (2)"
    device.tap("book.pdf")
    assert device.evaluate("ui.document.file") == PAGED
    device.menu(["Open previous document"])
    assert device.evaluate("ui.document.file") == REFLOWABLE
    device.evaluate(f"require('readcollection'):addItem('{PAGED}', 'favorites')")
    device.menu(["Favorites"])
    device.tap("book.pdf")
    assert device.evaluate("ui.document.file") == PAGED
    device.close_book()
    device.menu(["File search"])
    device.type_text("BOOK.E")
    device.tap("Home folder")
    device.tap("book.epub")
    assert device.evaluate("ui.document.file") == REFLOWABLE


def test_custom_metadata_is_announced_and_shown(make_reading: Any) -> None:
    reading = make_reading("BookMetadataChanged InvalidateMetadataCache")
    device = reading.device
    device.boot(PAGED)
    reading.heard()
    assert device.evaluate("ui.doc_props.display_title") == "A paged book"
    device.evaluate("ui.doc_settings:flush()")
    device.evaluate(f"ui.bookinfo:setCustomMetadata('{PAGED}', 'title', 'Another name')")
    assert reading.heard() == [f"P1 InvalidateMetadataCache {PAGED}", "P1 BookMetadataChanged"]
    assert device.evaluate("ui.doc_props.display_title") == "Another name"
    assert device.evaluate("ui.doc_settings:readSetting('doc_props').title") == "A paged book"
    device.close_book()
    device.open_book(PAGED)
    assert device.evaluate("ui.doc_props.title") == "Another name"
    device.menu(["Book information"])
    assert any("Another name" in text for text in top(device))


def test_patterns_of_the_book_that_is_open(reading: Any) -> None:
    device = reading.device
    device.open_book(REFLOWABLE)
    device.go_to_page(60)
    assert device.evaluate("ui.bookinfo:expandString('%T|%A|%C|%p|%c|%t|%f')") == (
        "A reflowable book|A. Author|Chapter 6|50|60|120|book.epub"
    )


def test_properties_of_a_book_that_is_not_open(reading: Any) -> None:
    lua = (
        f"(function() local p = ui.bookinfo:getDocProps('{REFLOWABLE}') return p.title, p.authors, p.identifiers end)()"
    )
    assert reading.device.evaluate(lua)[:2] == ("A reflowable book", "A. Author")
    assert (
        reading.device.evaluate("require('document/documentregistry'):getReferenceCount('/mnt/onboard/book.epub')")
        is None
    )


def test_contents_goto_and_search(reading: Any) -> None:
    device = reading.device
    device.open_book(REFLOWABLE)
    device.menu(["Table of contents"])
    device.tap("Chapter 3")
    assert device.page() == 21
    device.menu(["Go to page"])
    device.type_text("33")
    device.tap("Go to page")
    assert device.page() == 33
    device.menu(["Fulltext search"])
    device.type_text("This is page 77")
    device.tap("Search")
    assert device.page() == 77
    device.dispatch("previous_location")
    assert device.page() == 33
    device.dispatch("next_chapter")
    assert device.page() == 41
    device.dispatch("prev_chapter")
    assert device.page() == 31


def test_a_lookup_is_announced_and_finds_nothing(make_reading: Any) -> None:
    reading = make_reading("WordLookedUp")
    reading.device.boot(PAGED)
    reading.heard()
    reading.device.menu(["Dictionary lookup"])
    reading.device.type_text("whale")
    reading.device.tap("Search dictionary")
    assert reading.heard() == ["P1 WordLookedUp whale A paged book"]
    assert "no dictionaries are installed" in top(reading.device)[0]


def test_footer_says_where_the_reader_is_and_what_plugins_add(reading: Any) -> None:
    device = reading.device
    device.open_book(REFLOWABLE)
    device.go_to_page(60)
    device.evaluate(
        "(function() mine = function() return 'mine' end ui.view.footer:addAdditionalFooterContent(mine) end)()"
    )
    assert device.evaluate("ui.view.footer:genFooterText()") == "60 / 120 | 50% | mine"
    device.evaluate("ui.view.footer:removeAdditionalFooterContent(mine)")
    assert device.evaluate("ui.view.footer:genFooterText()") == "60 / 120 | 50%"
    assert device.evaluate("ui.view.footer:getChapterProgress()") == "10 ⁄⁄ 10"
    assert device.evaluate("ui.view.footer:getChapterProgress(true, 51)") == pytest.approx(0.1)


def test_widgets_of_plugins_are_painted_on_the_page(reading: Any) -> None:
    device = reading.device
    device.open_book(REFLOWABLE)
    device.evaluate(
        """ui.view:registerViewModule("mine", {
            paintTo = function(self) painted = self.ui == ui and self.view == ui.view end,
        })"""
    )
    device.turn_pages(1, 1)
    device.evaluate("UIManager:setDirty('all', 'full')")
    device.turn()
    assert device.evaluate("painted")
    with pytest.raises(Exception, match="must have a paintTo"):
        device.evaluate("ui.view:registerViewModule('bad', {})")


@pytest.mark.parametrize(
    "lua",
    [
        "ui.config:onShowConfigMenu()",
        "ui.wikipedia:onShowWikipediaLookup()",
        "ui.thumbnail:onShowBookMap()",
        "ui.screenshot:onScreenshot()",
        "ui.menu:onMenuSearch()",
    ],
)
def test_what_is_not_emulated_says_so(reading: Any, lua: str) -> None:
    reading.device.open_book(REFLOWABLE)
    with pytest.raises(Exception, match=r"^not emulated: "):
        reading.device.evaluate(lua)


def test_rotation_in_a_book_lays_it_out_anew(make_reading: Any) -> None:
    reading = make_reading("SetDimensions DocumentRerendered PageUpdate", doc_only=True)
    reading.device.set_setting("cre_partial_rerendering", False)
    reading.device.boot(REFLOWABLE)
    reading.heard()
    reading.device.evaluate("UIManager:broadcastEvent(require('ui/event'):new('SetRotationMode', 1))")
    assert reading.heard() == ["P1 PageUpdate 1", "P1 DocumentRerendered", "P1 SetDimensions"]
    assert reading.device.evaluate("ui.dimen.w > ui.dimen.h")


def test_menus_walk_into_plugins_entries(reading: Any) -> None:
    device = reading.device
    device.menu(["Start with: file browser", "last file"])
    assert device.evaluate("G_reader_settings:readSetting('start_with')") == "last"
    device.open_book(PAGED)
    device.menu(["Document", "End of document action", "Do nothing"])
    assert device.evaluate("G_reader_settings:readSetting('end_document_action')") == "nothing"
    with pytest.raises(Exception, match="there is no menu entry 'Nothing of the kind'"):
        device.menu(["Document", "Nothing of the kind"])
    device.menu(["Night mode"])
    assert device.evaluate("require('device').screen.night_mode")
