"""A bare emulated process for tests of the base floor's Lua files: the machine started, nothing of KOReader loaded."""

from __future__ import annotations

import textwrap
from typing import Any

from fake_koreader.machine import Machine
from fake_koreader.profile import profile


class LuaWorld:
    """Runs Lua text on a machine; results come back as Python values, text as ``str``."""

    def __init__(self, seed: int = 0) -> None:
        self.machine = Machine(profile("generic"), seed=seed)
        self.disk = self.machine.disk
        self.disk.makedirs("/data")
        self.process = self.machine.start()

    def run(self, source: str) -> Any:
        """The value (or list of values) that the text returns."""
        result = self.process.run(textwrap.dedent(source), "@test.lua")
        return [_plain(one) for one in result] if isinstance(result, tuple) else _plain(result)

    def error(self, source: str) -> str:
        """The error message that the text raises when it runs."""
        ok, message = self.run(f"return pcall(function()\n{textwrap.dedent(source)}\nend)")
        assert ok is False, message
        return str(message)


def _plain(value: Any) -> Any:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
