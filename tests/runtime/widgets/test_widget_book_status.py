"""The book status page edits the live summary and writes on leaving."""

from __future__ import annotations

SETUP = """
local summary = SUMMARY
local flushed = 0
local doc_settings = { readSetting = function(_, key) if key == "summary" then return summary end end,
    saveSetting = function() end, flush = function() flushed = flushed + 1 end }
local function open(extra)
    local t = { ui = { doc_settings = doc_settings, document = { file = "/b.epub" },
        doc_props = { display_title = "Book", authors = "Me" } },
        close_callback = function() print("closed") end }
    for k, v in pairs(extra or {}) do t[k] = v end
    return show(W("bookstatuswidget"):new(t))
end
local function state() print(summary.status, summary.rating, summary.note, summary.modified, flushed) end
"""


def test_a_status_follows_two_ticks_after_the_tap(stage) -> None:
    printed = stage.run(
        SETUP.replace("SUMMARY", '{ status = "reading", modified = "2020-01-01" }')
        + """
    open()
    print(line())
    tap("Finished") state()
    advance(0) advance(0.001) state()
    tap("close") state()
    """
    )
    assert printed == [
        "Book status | Book | Me | Finished | Reading | On hold | Edit note",
        "reading\tnil\tnil\t2020-01-01\t0",
        "complete\tnil\tnil\t2026-03-01\t0",
        "closed",
        "complete\tnil\tnil\t2026-03-01\t1",
    ]


def test_stars_rate_and_the_only_lit_one_clears(stage) -> None:
    printed = stage.run(
        SETUP.replace("SUMMARY", '{ status = "reading" }')
        + """
    open()
    tap("star.empty", 4) print(summary.rating)
    tap("star.full", 1) print(summary.rating)
    tap("star.full", 1) print(summary.rating)
    """
    )
    assert printed == ["4", "1", "nil"]


def test_opening_a_one_star_book_clears_its_rating_as_shipped(stage) -> None:
    setup = SETUP.replace("SUMMARY", '{ status = "reading", rating = 1 }')
    printed = stage.run(setup + "open() tap('close') print(summary.rating, flushed)")
    assert printed == ["closed", "nil\t1"]


def test_nothing_is_written_when_nothing_changed(stage) -> None:
    setup = SETUP.replace("SUMMARY", '{ status = "complete", rating = 5 }')
    printed = stage.run(setup + "open() swipe('south') print(summary.rating, flushed)")
    assert printed == ["closed", "5\t0"]


def test_a_note_is_typed_and_kept(stage) -> None:
    printed = stage.run(
        SETUP.replace("SUMMARY", '{ status = "reading" }')
        + """
    open()
    tap("Edit note")
    type_text("good\\nbook")
    tap("Save note")
    print((summary.note:gsub("\\n", "/")), #texts())
    """
    )
    assert printed == ["good/book\t8"]


def test_a_read_only_page_changes_nothing(stage) -> None:
    printed = stage.run(
        SETUP.replace("SUMMARY", '{ status = "reading", rating = 1 }')
        + """
    open{ readonly = true }
    tap("star.empty", 2) tap("Finished") advance(1)
    state()
    """
    )
    assert printed == ["reading\t1\tnil\tnil\t0"]
