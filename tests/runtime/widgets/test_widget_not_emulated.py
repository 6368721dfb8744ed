"""Windows that are not emulated can be required and patched, and say so when one is made."""

from __future__ import annotations

import pytest

from fake_koreader.process import LuaFailure

CLASSES = [
    "configdialog",
    "fontchooser",
    "footnotewidget",
    "bookmarkbrowser",
    "bookmapwidget",
    "pagebrowserwidget",
    "frontlightwidget",
]


@pytest.mark.parametrize("name", CLASSES)
def test_making_one_names_module_and_the_plugins_line(stage, name: str) -> None:
    where = r"plugins/mine\.koplugin/main\.lua:2"
    source = f'local Class = require("ui/widget/{name}")\nClass:new{{}}'
    with pytest.raises(LuaFailure, match=rf"not emulated: ui/widget/{name}\.new, called from {where}"):
        stage.process.run(source, "@plugins/mine.koplugin/main.lua")


@pytest.mark.parametrize("name", CLASSES)
def test_patching_one_is_allowed(stage, name: str) -> None:
    assert stage.run(f'local C = W("{name}") C.init = function() print("own") end C:new{{}}') == ["own"]


def test_an_image_can_be_rendered_early(stage) -> None:
    printed = stage.run("""
    local image = W("imagewidget"):new{ file = "resources/x.png", width = 30, height = 40 }
    image:_render()
    print(image._bb:getWidth(), image._bb:getHeight(), image:getCurrentWidth())
    image:free()
    print(image._bb)
    """)
    assert printed == ["30\t40\t30", "nil"]
