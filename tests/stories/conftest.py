"""Stories on the real emulated device, with plugins that are broken on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import bundled
from harness.finding import find_targets
from harness.options import Result, RunOptions
from harness.runner import run_target


@pytest.fixture
def tell() -> Callable[..., Result]:
    """Run a bundled scenario by its name."""

    def run(name: str, *, variant: int = 0, plugin: Path | None = None, seed: int = 0) -> Result:
        [target] = find_targets((name,), here=Path("/"))
        return run_target(target, variant, RunOptions(plugin=plugin, seed=seed))

    return run


@pytest.fixture
def broken_plugin(tmp_path: Path) -> Callable[[str, str], Path]:
    """shelfsync with Lua put before the last line of one of its files (the one that returns the module)."""

    def break_it(file: str, lua: str) -> Path:
        directory = tmp_path / "shelfsync.koplugin"
        shutil.copytree(bundled.find_plugin("shelfsync"), directory)
        path = directory / file
        head, last, name = path.read_text("utf-8").rstrip().rpartition("\nreturn ")
        assert last, f"{file} does not end with a return"
        path.write_text(f"{head}\n{lua}\nreturn {name}\n", "utf-8")
        return directory

    return break_it
