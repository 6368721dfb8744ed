"""The panels of document options, what stands between paged books and their engine, languages by their codes."""

from __future__ import annotations

import pytest

PANELS = """
local panels = require("ui/data/{0}")
local by_name = {{}}
for _, panel in ipairs(panels) do
    assert(type(panel.icon) == "string")
    for _, option in ipairs(panel.options) do
        assert(not by_name[option.name] or option.name == "font_size", option.name)
        assert(not option.toggle or not option.values or #option.toggle == #option.values, option.name)
        by_name[option.name] = option
    end
end
"""


@pytest.mark.parametrize(
    ("module", "name", "event", "default"),
    [
        ("koptoptions", "trim_page", "PageCrop", "3"),
        ("koptoptions", "page_scroll", "SetScrollMode", "0"),
        ("koptoptions", "contrast", "GammaUpdate", "1"),
        ("creoptions", "line_spacing", "SetLineSpace", "100"),
        ("creoptions", "embedded_css", "ToggleEmbeddedStyleSheet", "1"),
        ("creoptions", "rotation_mode", "SetRotationMode", "0"),
    ],
)
def test_an_option_has_an_event_and_a_default(world, module, name, event, default):
    source = PANELS.format(module) + f"print(by_name.{name}.event, by_name.{name}.default_value, panels.prefix)"
    assert world.run(source) == [f"{event}\t{default}\t{module[:1]}opt"]


def test_options_depend_on_others(world):
    source = (
        PANELS.format("koptoptions")
        + """
        local enabled = by_name.font_size.enabled_func
        print(enabled{ text_wrap = 0 }, enabled{ text_wrap = 1 })
    """
    )
    assert world.run(source) == ["false\ttrue"]


def test_defaults_of_paged_books_are_the_readers_where_there_are_any(world):
    source = """
        G_reader_settings:saveSetting("kopt_contrast", 2.5)
        local options = {}
        require("document/koptinterface"):setDefaultConfigurable(options)
        print(options.contrast, options.max_columns, options.text_wrap)
    """
    assert world.run(source) == ["2.5\t2\t0"]


def test_what_works_on_pixels_is_loud_until_a_plugin_puts_its_own_there(world):
    source = """
        local KoptInterface = require("document/koptinterface")
        print(select(2, pcall(KoptInterface.renderPage, KoptInterface)))
        local before = KoptInterface.getPanelFromPage
        function KoptInterface:getPanelFromPage() return "mine", type(before) end
        print(KoptInterface:getPanelFromPage())
    """
    lines = world.run(source)
    assert lines[0].startswith("not emulated: document/koptinterface.renderPage")
    assert lines[1] == "mine\tfunction"


def test_tiles_are_kept_written_and_let_go(world):
    source = """
        local Tile, DocCache = require("document/tilecacheitem"), require("document/doccache")
        local bb = require("ffi/blitbuffer").new(4, 2)
        local tile = Tile:new{ pageno = 3, bb = bb, size = Tile.size + 8 }
        DocCache:insert("a", tile)
        print(DocCache:check("a") == tile, tile:dump("/tmp/tile") > 0)
        local copy = Tile:new{}
        print(copy:load("/tmp/tile"), copy.pageno, copy.bb:getWidth(), copy.bb:getHeight())
        print(Tile:new{}:load("/tmp/none"))
        DocCache:clear()
        print(DocCache:check("a"), tile.bb)
    """
    assert world.run(source) == ["true\ttrue", "true\t3\t4\t2", "nil", "nil\tnil"]


@pytest.mark.parametrize(
    ("code", "tag", "name"),
    [("eng", "en", "English"), ("ger", "de", "German"), ("chi_tra", "zh-TW", "Chinese (traditional)"), ("x", "x", "x")],
)
def test_languages_by_code(world, code, tag, name):
    source = f"""
        local IsoLanguage = require("ui/data/isolanguage")
        print(IsoLanguage:getBCPLanguageTag("{code}"), IsoLanguage:getLocalizedLanguage("{code}"))
    """
    assert world.run(source) == [f"{tag}\t{name}"]


def test_markdown_becomes_a_page(world):
    source = """
        local Converter = require("apps/filemanager/filemanagerconverter")
        print(Converter:isSupported("/a/b.MD"), Converter:isSupported("/a/b.pdf"))
        print((Converter:mdToHtml("# One\\n\\n*two*", "T"):gsub("\\n", "|")))
        print((Converter:mdToHtml("x", "T", "p {}"):gsub("\\n", "|")))
    """
    head = "<!DOCTYPE html>|<html>|<head>|<title>T</title>|"
    assert world.run(source) == [
        "true\tfalse",
        head + "</head>|<body>|<h1>One</h1>|<p><em>two</em></p>|</body>|</html>",
        head + "<style>|p {}|</style>|</head>|<body>|<p>x</p>|</body>|</html>",
    ]


def test_a_file_is_converted_beside_itself(world):
    source = """
        local shown
        require("ui/uimanager").show = function(_, window) shown = window end
        require("util").writeToFile("# Hi", "/tmp/note.md")
        local refreshed = 0
        local ui = { onRefresh = function() refreshed = refreshed + 1 end }
        require("apps/filemanager/filemanagerconverter"):showConvertButtons("/tmp/note.md", ui)
        shown.buttons[1][1].callback()
        print(require("util").readFromFile("/tmp/note.html"):match("<h1>.-</h1>"), refreshed)
    """
    assert world.run(source) == ["<h1>Hi</h1>\t1"]
