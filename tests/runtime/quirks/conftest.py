"""A device with two books and any plugins: what it says of the quirks that koreader-ui.md §11 numbers."""

from __future__ import annotations

from typing import Any

import pytest

from fake_koreader.books.fixture import paged_fixture, reflowable_fixture
from fake_koreader.device import Device
from fake_koreader.profile import profile

PAGED = "/mnt/onboard/paged.pdf"
REFLOWABLE = "/mnt/onboard/flowing.epub"

LISTENER = """
local W = require("ui/widget/container/widgetcontainer")
local P = W:extend{ name = "listener" }
heard = heard or {}
for name in ([[%s]]):gmatch("%%a+") do
    P["on" .. name] = function(self, ...)
        local words = { name }
        for i = 1, select("#", ...) do words[#words + 1] = tostring((select(i, ...))) end
        if look then words[#words + 1] = tostring(look(self, name)) end
        heard[#heard + 1] = table.concat(words, " ")
        return answers and answers[name]
    end
end
return P
"""


class Quirky:
    """Lua into the running KOReader, and what the plugin `listener` hears."""

    def __init__(self) -> None:
        self.device = Device(profile("kobo-clara"), bundled=())
        self.device.disk.add_file(PAGED, paged_fixture("A paged book"))
        self.device.disk.add_file(REFLOWABLE, reflowable_fixture("A flowing book"))

    def plugin(self, name: str, **files: str) -> None:
        """Install a plugin from Lua sources: ``main`` and others by their names."""
        folder = f"{self.device.profile.install_dir}/plugins/{name}.koplugin"
        self.device.disk.makedirs(folder)
        for stem, source in files.items():
            self.device.disk.add_file(f"{folder}/{stem}.lua", source.encode())

    def listen(self, events: str) -> None:
        """Install the plugin that writes these events down."""
        self.plugin("listener", main=LISTENER % events)

    def lua(self, source: str) -> Any:
        """The value of a chunk of Lua."""
        return self.device.evaluate(f"(function()\n{source}\nend)()")

    def heard(self) -> list[str]:
        """What was heard since this was asked last."""
        text = self.lua("local text = table.concat(heard, '\\n') heard = {} return text")
        return str(text).split("\n") if text else []


@pytest.fixture
def quirky() -> Quirky:
    return Quirky()
