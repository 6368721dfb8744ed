"""The suite under `tests/specs`: a plausible plugin's specs pass on the emulated device, and with mocks as well."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from spec_project import all_passed

from harness.spec import Busted, Choice, find_specs, run_spec

SUITE = Path(__file__).parents[1] / "specs" / "pagemark.koplugin"


def test_the_suite_passes_without_mocks(busted: Busted) -> None:
    specs = find_specs((), here=SUITE)
    assert len(specs) == 6
    assert sum(all_passed(run_spec(spec, busted, Choice())) for spec in specs) == 242


def test_the_suite_means_the_same_with_mocks() -> None:
    command = shutil.which("busted")
    if command is None:
        pytest.skip("busted's command is not installed")
    done = subprocess.run([command, "--run=mocked"], cwd=SUITE, capture_output=True, text=True, check=False)
    assert re.search(r"^242 successes / 0 failures / 0 errors / 0 pending", done.stdout, re.MULTILINE), done.stdout


def test_the_suite_notices_a_broken_plugin(busted: Busted, tmp_path: Path) -> None:
    copy = shutil.copytree(SUITE, tmp_path / SUITE.name)
    outbox = copy / "outbox.lua"
    outbox.write_text(outbox.read_text().replace("entry.attempts + 1", "entry.attempts"))
    spec = find_specs(("spec/outbox_spec.lua",), here=copy)[0]
    failed = [result.name for result in run_spec(spec, busted, Choice()).results if result.outcome == "failed"]
    assert "outbox later waits 60 s after attempt 2" in failed
