"""A screen to try widgets on: Lua in, what it prints out, with the helpers of conformance/widgets/README.md."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fake_koreader.machine import Machine
from fake_koreader.profile import profile

COMMON = """
local UIManager = require("ui/uimanager")
local Screen = require("device").screen
local inspect = require("ui/inspect")
local function W(name) return require("ui/widget/" .. name) end
local function show(w) UIManager:show(w) return w end
local function line(t) return table.concat(t or texts(), " | ") end
local function swipe(direction, x, y, distance)
    local Event, Geom = require("ui/event"), require("ui/geometry")
    UIManager:sendEvent(Event:new("Gesture", { ges = "swipe", direction = direction, distance = distance or 50,
        pos = Geom:new{ x = x or 100, y = y or 100, w = 0, h = 0 }, time = 0 }))
end
"""


class Stage:
    """One device; ``run`` gives what a Lua program prints, line by line."""

    def __init__(self, profile_name: str) -> None:
        self.machine = Machine(profile(profile_name))
        self.process = self.machine.start()
        self._printed: list[bytes] = []
        self.process.floor("conformance/common.lua", self.machine.data_dir.encode(), self._printed.append)
        self.process.floor("conformance/widgets.lua", self.machine.data_dir.encode())

    def run(self, source: str) -> list[str]:
        self._printed.clear()
        self.process.run(COMMON + source, "@test.lua")
        return b"".join(self._printed).decode().splitlines()


@pytest.fixture
def make_stage() -> Callable[[str], Stage]:
    return Stage


@pytest.fixture
def stage() -> Stage:
    return Stage("generic")
