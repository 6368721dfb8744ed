"""A running KOReader without an application, for the base floor: Lua in, what it prints out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fake_koreader.machine import Machine
from fake_koreader.profile import profile


class World:
    """One machine and its process; ``run`` gives what a Lua program prints, without the last newline."""

    def __init__(self, profile_name: str = "generic") -> None:
        self.machine = Machine(profile(profile_name))
        self.process = self.machine.start()
        self._printed: list[bytes] = []
        self.process.floor("conformance/common.lua", self.machine.data_dir.encode(), self._printed.append)

    def run(self, source: str) -> str:
        self._printed.clear()
        self.process.run(source, "@test.lua")
        return b"".join(self._printed).decode("utf-8", "backslashreplace").rstrip("\n")


@pytest.fixture
def make_world() -> Callable[[str], World]:
    return World


@pytest.fixture
def world() -> World:
    return World()
