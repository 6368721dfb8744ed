"""A suite of 242 tests: with mocks under bare busted, and with the real runtime under `koharness spec`.

Both are whole commands, as their user would type them, in turns: the start of Lua against the start of Python, mocks of
twelve modules against KOReader's own on an emulated device with its disk, its network and its clock. koharness is as
pip leaves it: with its Python compiled, which a source tree may not be.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.conftest import ROOT, Comparison

SUITE = ROOT / "tests" / "specs" / "pagemark.koplugin"
ROUNDS = 7
BUSTED = shutil.which("busted")
KOHARNESS = Path(sys.executable).with_name("koharness")

pytestmark = pytest.mark.skipif(BUSTED is None, reason="busted is not installed (Debian: apt install lua-busted)")


def _compiled(folder: Path) -> dict[str, str]:
    """An environment in which Python keeps what it compiles in ``folder``."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder)}


def _seconds(command: list[str], tests: re.Pattern[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=SUITE, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    assert done.returncode == 0, done.stdout + done.stderr
    found = tests.search(done.stdout)
    assert found is not None, done.stdout
    assert int(found.group(1)) >= 200, done.stdout
    return seconds


def test_real_runtime_at_mock_speed(comparison: Comparison, tmp_path: Path) -> None:
    """The real runtime takes at most twice as long as the mocks."""
    environment = _compiled(tmp_path)
    busted = [str(BUSTED), "--run=mocked"], re.compile(r"(\d+) successes / 0 failures / 0 errors"), environment
    koharness = [str(KOHARNESS), "spec"], re.compile(r"(\d+) passed in \d+ files"), environment
    _seconds(*koharness)
    mocked, real = [], []
    for _ in range(ROUNDS):
        mocked.append(_seconds(*busted))
        real.append(_seconds(*koharness))
    comparison.add(
        "242 specs, real runtime (floor: mocked)", statistics.median(real), statistics.median(mocked), "2"
    )
    comparison.say(f"{'':<40} best of {ROUNDS}: {min(real) / min(mocked):.2f}")
