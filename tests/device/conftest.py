"""A bare machine for tests of the runtime: the prelude has run, nothing of KOReader is loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fake_koreader.machine import Machine
from fake_koreader.process import Process
from fake_koreader.profile import profile

Run = Callable[[str], Any]


@pytest.fixture
def machine() -> Machine:
    return Machine(profile("generic"))


@pytest.fixture
def process(machine: Machine) -> Process:
    return machine.start()


@pytest.fixture
def run(process: Process) -> Run:
    """Runs Lua source and gives what it returned, bytes as text."""

    def text(value: Any) -> Any:
        return value.decode() if isinstance(value, bytes) else value

    def runner(source: str) -> Any:
        result = process.run(source, "@test.lua")
        return tuple(map(text, result)) if isinstance(result, tuple) else text(result)

    return runner
