"""A device with two books on it and a plugin that writes down what it is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fake_koreader.books.fixture import paged_fixture, reflowable_fixture
from fake_koreader.device import Device
from fake_koreader.profile import profile

PAGED = "/mnt/onboard/book.pdf"
REFLOWABLE = "/mnt/onboard/book.epub"

# The events of koreader-ui.md §4 that a listener hears unless it is told which.
EVENTS = """
ShowingReader Show PathChanged SetDimensions DocSettingsLoad ReadSettings PreRenderDocument ReaderReady
DocumentRerendered DocumentPartiallyRerendered PageUpdate PosUpdate PageChangeAnimation EndOfBook
AnnotationsModified CloseDocument FlushSettings SaveSettings CloseWidget Close Exit Restart Home
PreserveCurrentSession CloseConfigMenu Suspend Resume OutOfScreenSaver NetworkConnected NetworkDisconnecting
NetworkDisconnected
"""

LISTENER = """
local W = require("ui/widget/container/widgetcontainer")
local P = W:extend{ name = "listener", is_doc_only = %s }
heard = heard or {}
local made = 0
local function tell(self, name, ...)
    local words = { "P" .. self.number .. " " .. name }
    for i = 1, select("#", ...) do
        local value = select(i, ...)
        if type(value) == "number" or type(value) == "boolean" or type(value) == "string" then
            words[#words + 1] = tostring(value)
        end
    end
    heard[#heard + 1] = table.concat(words, " ")
end
function P:init()
    made = made + 1
    self.number = made
    tell(self, "init")
end
for name in ([[%s]]):gmatch("%%a+") do
    P["on" .. name] = function(self, ...)
        tell(self, name, ...)
        if answers and answers[name] then return true end
    end
end
return P
"""


class Reading:
    """A device and what a plugin on it hears."""

    def __init__(self, events: str = EVENTS, doc_only: bool = False, profile_name: str = "kobo-clara") -> None:
        self.device = Device(profile(profile_name))
        self.device.disk.add_file(PAGED, paged_fixture("A paged book"))
        self.device.disk.add_file(REFLOWABLE, reflowable_fixture("A reflowable book"))
        folder = f"{self.device.profile.install_dir}/plugins/listener.koplugin"
        self.device.disk.makedirs(folder)
        source = LISTENER % ("true" if doc_only else "false", events)
        self.device.disk.add_file(f"{folder}/main.lua", source.encode())

    def heard(self) -> list[str]:
        """What the plugin was told since the last time this was asked."""
        text = self.device.evaluate("(function() local t = table.concat(heard, '\\n') heard = {} return t end)()")
        return str(text).split("\n") if text else []

    def sidecar(self, book: str, key: str) -> object:
        """A value in a book's settings on the disk."""
        return self.device.evaluate(f"require('docsettings'):open('{book}'):readSetting('{key}')")


@pytest.fixture
def make_reading() -> Callable[..., Reading]:
    return Reading


@pytest.fixture
def reading() -> Reading:
    """A running device in the file manager; the start has been heard already."""
    made = Reading()
    made.device.boot()
    made.heard()
    return made
