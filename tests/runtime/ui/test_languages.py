"""Directions of text, languages, and what documents know of the screen."""

from __future__ import annotations


def test_a_language_from_right_to_left_mirrors_everything(world) -> None:
    source = """
    local BD = require("ui/bidi")
    BD.setup("ar")
    print(BD.mirroredUILayout(), BD.rtlUIText(), BD.flipDirectionIfMirroredUILayout("southeast"), BD.getArrowLabels())
    print(BD.default("x") == BD.rtl("x"), BD.wrap("x") == BD.rtl("x"))
    BD.invert() print(BD.mirroredUILayout()) BD.resetInvert()
    BD.setup("fr") print(BD.mirroredUILayout(), BD.wrap("x"))
    """
    assert world.run(source) == "true\ttrue\tsouthwest\t▷\t◁\t▷▏\t▕◁\ntrue\ttrue\nfalse\nfalse\tx"


def test_a_language_is_stored_and_asks_for_a_restart(world) -> None:
    source = """
    local Language, UIManager = require("ui/language"), require("ui/uimanager")
    UIManager:show(require("ui/widget/container/widgetcontainer"):new{})
    print(Language:getLanguageName("fr"), Language:getLanguageName("tlh"), Language:isLanguageRTL("he_IL"))
    local item = Language:genLanguageSubItem("fr")
    print(item.text, item.checked_func())
    item.callback() advance(0)
    print(item.checked_func(), UIManager:getTopmostVisibleWidget().ok_text)
    """
    assert world.run(source) == "Français\ttlh\ttrue\nFrançais\tfalse\ntrue\tRestart now"


def test_the_canvas_is_the_screen(make_world) -> None:
    source = """
    local canvas = require("document/canvascontext")
    canvas:init(require("device"))
    print(canvas:getWidth(), canvas:getHeight(), canvas:getDPI(), canvas:scaleBySize(10))
    print(canvas:isKobo(), canvas:isAndroid())
    print(canvas.is_color_rendering_enabled)
    """
    assert make_world("kobo-clara").run(source) == "1072\t1448\t300\t18\ntrue\tfalse\nfalse"
