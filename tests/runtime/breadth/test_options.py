"""configurable and ui/data/optionsutil: a document's own options."""

from __future__ import annotations

OPTIONS = """
local Configurable = require("configurable")
local options = { prefix = "kopt", { options = {
    { name = "font_size", default_value = 12 }, { name = "margins", default_value = { 3, 4 } } } } }
"""


def test_defaults_come_from_the_table_or_the_settings(world):
    lines = world.run(
        OPTIONS
        + """
        local mine = Configurable:new()
        mine:loadDefaults(options)
        print(mine.font_size, mine.margins[2])
        G_reader_settings:saveSetting("kopt_font_size", 20)
        mine:loadDefaults(options)
        print(mine.font_size)
        """
    )
    assert lines == ["12\t4", "20"]


def test_a_books_settings_replace_only_known_options(world):
    lines = world.run(
        OPTIONS
        + """
        local mine = Configurable:new()
        mine:loadDefaults(options)
        local settings = require("luasettings"):open("book.lua")
        settings:saveSetting("kopt_font_size", 30)
        settings:saveSetting("kopt_unknown", 1)
        mine:loadSettings(settings, "kopt_")
        print(mine.font_size, mine.unknown)
        mine.font_size = 31
        mine:saveSettings(settings, "kopt_")
        print(settings:readSetting("kopt_font_size"), settings:readSetting("kopt_margins")[1])
        """
    )
    assert lines == ["30\tnil", "31\t3"]


def test_the_hash_is_in_the_order_of_names_and_reset_forgets(world):
    lines = world.run(
        """
        local mine = require("configurable"):new{ b = 2, a = "x", t = {}, c = 3 }
        local list = { "start" }
        mine:hash(list)
        print(table.concat(list, " "))
        mine:reset()
        print(mine.a, mine.b, type(mine.t))
        """
    )
    assert lines == ["start x 2 3", "nil\tnil\ttable"]


def test_the_values_of_an_option_are_shown(world):
    lines = world.run(
        """
        local optionsutil = require("ui/data/optionsutil")
        local option = { name = "view", name_text = "View", values = { 0, 1 }, labels = { "page", "scroll" },
            default_value = 0 }
        print(optionsutil.enableIfEquals({ view = 1 }, "view", 1), optionsutil.enableIfEquals({}, "view", 1))
        optionsutil.showValues({ view = 1 }, option, "copt")
        print(table.concat(texts(), " | "))
        print(optionsutil.formatFlexSize(3), optionsutil.formatFlexSize(2, "mm"), optionsutil.formatFlexSize(nil) == "")
        """
    )
    assert lines[0] == "true\tfalse"
    assert "View:" in lines[1]
    assert any("scroll" in line for line in lines)
    assert lines[-1] == "3 px\t2 mm\ttrue"


def test_what_needs_the_whole_tables_is_loud(world):
    lines = world.run('print(select(2, pcall(require("ui/data/optionsutil").getOptionText, "X", 1)))')
    assert lines[0].startswith("not emulated: ui/data/optionsutil.getOptionText, called from ")
