"""Quirks 17 to 22 of koreader-ui.md §11: sleep, silent changes, actions, values of a book, shared modules."""

from __future__ import annotations

import pytest

PAGED = "/mnt/onboard/paged.pdf"
REFLOWABLE = "/mnt/onboard/flowing.epub"

SLEEP = "FlushSettings Suspend Resume OutOfScreenSaver NetworkDisconnecting NetworkDisconnected"


def test_17_going_to_sleep_and_waking_up(quirky):
    quirky.listen(SLEEP)
    quirky.device.boot(PAGED)
    quirky.device.wifi_on()
    quirky.device.advance(30)
    quirky.heard()
    quirky.device.suspend()
    assert quirky.heard() == ["NetworkDisconnecting", "NetworkDisconnected", "FlushSettings", "Suspend"]
    quirky.device.sleep(60)
    quirky.device.resume()
    assert quirky.heard()[:2] == ["OutOfScreenSaver", "Resume"]


def test_17_without_a_sleep_screen_nobody_leaves_one(quirky):
    quirky.listen(SLEEP)
    quirky.device.set_setting("screensaver_type", "disable")
    quirky.device.boot(PAGED)
    quirky.heard()
    quirky.device.suspend()
    assert quirky.heard() == ["FlushSettings", "Suspend"]
    quirky.device.sleep(60)
    quirky.device.resume()
    assert quirky.heard() == ["Resume"]


def test_18_saving_by_itself_flushes_nothing(quirky):
    quirky.listen("SaveSettings FlushSettings")
    quirky.device.set_setting("auto_save_settings_interval_minutes", 1)
    quirky.device.boot(REFLOWABLE)
    quirky.heard()
    quirky.device.turn_pages(1, 61)
    quirky.device.turn_pages(1, 1)
    quirky.device.advance(1)
    assert quirky.heard() == ["SaveSettings"]


MARKS = "AnnotationsModified BookMetadataChanged DocSettingsItemsChanged"


def test_19_a_changed_status_is_told_to_nobody(quirky):
    quirky.listen(MARKS)
    quirky.device.boot(REFLOWABLE)
    quirky.heard()
    quirky.lua("ui.status:markBook(true)")
    assert quirky.lua("return ui.doc_settings:readSetting('summary').status") == "complete"
    assert quirky.heard() == []


def test_19_the_text_of_a_note_and_removed_bookmarks_are_told_to_nobody(quirky):
    quirky.listen(MARKS)
    quirky.device.boot(REFLOWABLE)
    quirky.device.toggle_bookmark()
    assert len(quirky.heard()) == 1
    quirky.lua("ui.bookmark:removeItemByIndex(1)")
    assert quirky.lua("return #ui.annotation.annotations") == 0
    assert quirky.heard() == []
    quirky.device.highlight("is page")
    quirky.lua("ui.bookmark:setBookmarkNote(1, false, 'first')")
    first = quirky.heard()
    quirky.lua("ui.annotation.annotations[1].note = 'first'")
    quirky.lua("ui.bookmark:setBookmarkNote(1, false, 'second')")
    quirky.device.advance(1)
    assert len(first) >= 1
    assert quirky.heard() == []


def test_20_the_first_registration_of_an_action_stays(quirky):
    quirky.device.boot()
    assert (
        quirky.lua(
            """
            local Dispatcher = require("dispatcher")
            told = {}
            for _i, name in ipairs{ "First", "Second" } do
                Dispatcher:registerAction("mine", { category = "none", event = name, title = name, general = true })
                ui["on" .. name] = function() told[#told + 1] = name return true end
            end
            Dispatcher:execute({ mine = true })
            return table.concat(told, " ")
            """
        )
        == "First"
    )


def test_20_an_action_below_a_dialog_does_not_arrive(quirky):
    quirky.device.boot()
    quirky.lua(
        """
        require("dispatcher"):registerAction("mine", { category = "none", event = "Mine", title = "m", general = true })
        reached = 0
        ui.onMine = function() reached = reached + 1 return true end
        UIManager:show(require("ui/widget/confirmbox"):new{ text = "?" })
        require("dispatcher"):execute({ mine = true })
        """
    )
    assert quirky.lua("return reached") == 0
    quirky.device.tap("Cancel")
    quirky.lua("require('dispatcher'):execute({ mine = true })")
    assert quirky.lua("return reached") == 1


def test_21_values_that_are_not_there(quirky):
    quirky.device.boot(REFLOWABLE)
    quirky.lua("ui.toc:fillToc()")
    assert quirky.lua("return ui.doc_props.identifiers == nil") is True
    assert quirky.lua("return ui.doc_settings:readSetting('doc_props') ~= nil") is True
    assert quirky.lua("return ui.document:getPageFromXPointer('/body/DocFragment[999]/body/p[1]/text().0')") == 1
    assert quirky.lua("return ui.toc:getChapterPagesLeft(1) ~= nil") is True
    last = quirky.device.pages()
    assert quirky.lua(f"return ui.toc:getChapterPagesLeft({last}) == nil") is True


def test_21_the_title_of_no_chapter_is_empty_text(quirky):
    quirky.device.boot(REFLOWABLE)
    quirky.lua("ui.toc.toc = {} ui.toc.ticks = nil")
    assert quirky.lua("return ui.toc:getTocTitleByPage(5)") == ""


@pytest.mark.parametrize(("first", "second"), [("aaa", "zzz")])
def test_22_two_plugins_share_a_module_of_one_name(quirky, first, second):
    main = """
    local P = require("ui/widget/container/widgetcontainer"):extend{ name = "x" }
    P.whose = require("their_helper").whose
    return P
    """
    for name in (second, first):
        quirky.plugin(name, main=main, their_helper=f"return {{ whose = '{name}' }}")
    quirky.device.boot()
    assert quirky.lua(f"return ui.{first}.whose .. ui.{second}.whose") == first + first
    assert quirky.lua("return package.loaded.their_helper.whose") == first
