"""A running KOReader without a window: Lua in, what it prints out, line by line."""

from __future__ import annotations

import pytest

from fake_koreader.machine import Machine
from fake_koreader.profile import profile


class World:
    """One machine and its process, with the helpers of the conformance scripts for widgets."""

    def __init__(self) -> None:
        self.machine = Machine(profile("generic"))
        self.process = self.machine.start()
        self._printed: list[bytes] = []
        self.process.floor("conformance/common.lua", self.machine.data_dir.encode(), self._printed.append)
        self.process.floor("conformance/widgets.lua", self.machine.data_dir.encode())

    def run(self, source: str, chunk: str = "@test.lua") -> list[str]:
        self._printed.clear()
        self.process.run(source, chunk)
        return b"".join(self._printed).decode("utf-8", "backslashreplace").splitlines()


@pytest.fixture
def world() -> World:
    return World()
