"""Makes pytest items of the cases in ``*_spec.lua``: each runs in a fresh emulated device (see README.md)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plugin_world import PluginWorld

from fake_koreader.process import LuaFailure
from fake_koreader.speccing import SpecCase, SpecFile, SpecResult


def pytest_addoption(parser: pytest.Parser) -> None:
    """How recorded screens are renewed."""
    parser.addoption("--record-screens", action="store_true", help="record the plugin's screens as they are now")


class SpecFailed(Exception):
    """A case that did not pass."""

    def __init__(self, result: SpecResult) -> None:
        super().__init__(str(result))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> LuaSpecFile | None:
    """Every spec is a file of tests."""
    if file_path.name.endswith("_spec.lua"):
        return LuaSpecFile.from_parent(parent, path=file_path)
    return None


class LuaSpecFile(pytest.File):
    """A spec file; listing its cases runs it once, without their bodies."""

    def collect(self) -> Iterator[LuaSpecItem]:
        """One item per case."""
        try:
            cases = self.open(PluginWorld()).cases()
        except LuaFailure as failure:
            raise self.CollectError(failure.traceback) from None
        for case in cases:
            yield LuaSpecItem.from_parent(self, name=case.name, case=case)

    def open(self, world: PluginWorld) -> SpecFile:
        """This file in that world."""
        return SpecFile(world.process, self.path, os.path.relpath(self.path, self.config.rootpath))


class LuaSpecItem(pytest.Item):
    """One case."""

    parent: LuaSpecFile

    def __init__(self, *, case: SpecCase, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.case = case

    def runtest(self) -> None:
        """Run it in a world of its own."""
        world = PluginWorld(recording=self.config.getoption("--record-screens", default=False))
        result = self.parent.open(world).run(self.case)
        if world.printed:
            self.add_report_section("call", "stdout", b"".join(world.printed).decode("utf-8", "replace"))
        if result.outcome == "pending":
            pytest.skip("pending")
        if result.outcome == "failed":
            raise SpecFailed(result)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The spec's own line and message; a traceback of ours only for an error of ours."""
        if isinstance(excinfo.value, (SpecFailed, LuaFailure)):
            return str(excinfo.value) if isinstance(excinfo.value, SpecFailed) else excinfo.value.traceback
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands."""
        return self.path, self.case.line - 1, self.case.name
