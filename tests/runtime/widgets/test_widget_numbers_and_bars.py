"""Defaults with units, a progress bar that asks before it goes, sizes that scale."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ('unit = "mm", default_value = 7', "Default value: 7\u202fmm"),
        ('unit = "", default_value = 7', "Default value: 7"),
        ('unit = "mm", default_value = 7, default_text = "seven"', "Default value: seven"),
        ('default_value = 7, precision = "%.1f"', "Default value: 7.0"),
    ],
)
def test_the_default_of_a_number_has_its_unit(stage, fields, label):
    source = f"""
        local spin = require("ui/widget/spinwidget"):new{{ value = 5, value_min = 1, value_max = 9, {fields} }}
        require("ui/uimanager"):show(spin)
        print(table.concat(texts(), "|"))
    """
    assert label in stage.run(source)[0].split("|")


def test_two_numbers_too(stage):
    source = """
        require("ui/uimanager"):show(require("ui/widget/doublespinwidget"):new{
            left_value = 1, left_min = 0, left_max = 5, left_default = 2, right_value = 1, right_min = 0, right_max = 5,
            right_default = 3, unit = "px",
        })
        print(table.concat(texts(), "|"))
    """
    assert "Default values: 2\u202fpx / 3\u202fpx" in stage.run(source)[0].split("|")


PROGRESS = """
UIManager = require("ui/uimanager")
gone = 0
bar = require("ui/widget/progressbardialog"):new{
    title = "t", progress_max = 10, dismiss_text = "Sure?", dismiss_callback = function() gone = gone + 1 end,
}
bar:show()
"""


def test_a_bar_with_a_question_stays_until_the_reader_cancels(stage):
    stage.run(PROGRESS)
    assert stage.run("bar:onTapClose() tap('Continue') print(UIManager:isWidgetShown(bar), gone)") == ["true\t0"]
    assert stage.run("bar:onTapClose() tap('Cancel') print(UIManager:isWidgetShown(bar), gone)") == ["false\t1"]


def test_a_bar_can_be_drawn_at_once(stage):
    stage.run(PROGRESS)
    source = """
        local drawn = 0
        UIManager.forceRePaint = function() drawn = drawn + 1 end
        bar:reportProgress(1) bar:reportProgress(2) bar:redrawProgressbar() bar:redrawProgressbar()
        print(drawn > 1, bar.progress_bar.percentage)
    """
    assert stage.run(source) == ["true\t0.2"]


def test_a_place_scales_in_whole_pixels_and_by_the_first_factor(stage):
    source = """
        local g = require("ui/geometry"):new{ x = 3, y = 5, w = 7, h = 9 }
        print((g:transformByScale(0.5, 2)), tostring(g))
    """
    assert stage.run(source) == ["nil\t4x18+2+3"]


def test_a_books_options_have_their_methods(stage):
    source = """
        local Configurable = require("configurable")
        local options = Configurable:new{ contrast = 9 }
        options:loadDefaults(require("ui/data/koptoptions"))
        print(options.contrast, options.text_wrap, options.page_margin)
        local values = {}
        options:hash(values)
        print(#values > 10)
    """
    assert stage.run(source) == ["1\t0\t0.1", "true"]
