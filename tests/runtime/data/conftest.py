"""A running KOReader without its user interface: Lua in, what it prints out; it can crash and start again."""

from __future__ import annotations

import pytest

from fake_koreader.machine import Machine
from fake_koreader.profile import profile
from fake_koreader.storage.crash import Policy, lose_power, survive_kill


class DataWorld:
    """One machine; ``run`` gives the lines that a Lua program prints in its present process."""

    def __init__(self) -> None:
        self.machine = Machine(profile("generic"))
        self._printed: list[bytes] = []
        self.start()

    def start(self) -> None:
        """A fresh process on the same disk."""
        self.process = self.machine.start()
        self.process.floor("conformance/common.lua", self.machine.data_dir.encode(), self._printed.append)

    def restart_after(self, policy: Policy | None) -> None:
        """Come back from a power loss under ``policy``, or from a kill when there is none."""
        if policy is not None:
            lose_power(self.machine.disk, policy)
        else:
            survive_kill(self.machine.disk)
        self.start()

    def run(self, source: str) -> list[str]:
        self._printed.clear()
        self.process.run(source, "@test.lua")
        text = b"".join(self._printed).decode("utf-8", "backslashreplace").rstrip("\n")
        return text.replace(self.machine.data_dir, "DATA").split("\n")


@pytest.fixture
def data_world() -> DataWorld:
    return DataWorld()
