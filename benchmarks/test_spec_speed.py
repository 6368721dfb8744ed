"""A suite of 242 tests: with mocks under bare busted, and with the real runtime under `koharness spec`.

Both are whole commands, as their user would type them, in turns: the start of Lua against the start of Python, mocks of
twelve modules against KOReader's own on an emulated device with its disk, its network and its clock.
"""

from __future__ import annotations

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


def _seconds(command: list[str], tests: re.Pattern[str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=SUITE, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    assert done.returncode == 0, done.stdout + done.stderr
    found = tests.search(done.stdout)
    assert found is not None, done.stdout
    assert int(found.group(1)) >= 200, done.stdout
    return seconds


def test_real_runtime_at_mock_speed(comparison: Comparison) -> None:
    """The real runtime takes at most twice as long as the mocks."""
    mocked, real = [], []
    for _ in range(ROUNDS):
        mocked.append(_seconds([str(BUSTED), "--run=mocked"], re.compile(r"(\d+) successes / 0 failures / 0 errors")))
        real.append(_seconds([str(KOHARNESS), "spec"], re.compile(r"(\d+) passed in \d+ files")))
    comparison.add(
        "242 specs, real runtime (floor: mocked)", statistics.median(real), statistics.median(mocked), "2"
    )
    comparison.say(f"{'':<40} best of {ROUNDS}: {min(real) / min(mocked):.2f}")
