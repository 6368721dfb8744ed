"""The bundled library passes, and gives the same bytes every time, whatever Python's hash seed is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HASH_SEEDS = ("0", "1", "4242")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """The results of the whole library, once for each hash seed, each in processes of its own."""
    found = []
    for seed in HASH_SEEDS:
        report = tmp_path_factory.mktemp("runs") / f"{seed}.json"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "harness", "run", "--jobs", "2", "--seed", "7", "--json", str(report)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert report.is_file(), done.stdout + done.stderr
        found.append(json.loads(report.read_text("utf-8"))["results"])
    return found


def test_every_story_passes(runs: list[list[dict[str, Any]]]) -> None:
    broken = [(result["name"], result["failures"]) for result in runs[0] if result["outcome"] != "passed"]
    assert broken == []
    assert len({result["where"] for result in runs[0]}) >= 24


def test_the_same_bytes_under_every_hash_seed(runs: list[list[dict[str, Any]]]) -> None:
    first, *others = ({result["name"]: result["trace_digest"] for result in run} for run in runs)
    assert len(first) == len(runs[0])
    for other in others:
        assert other == first


def test_every_story_happened(runs: list[list[dict[str, Any]]]) -> None:
    for result in runs[0]:
        assert result["virtual_seconds"] > 60, result["name"]
        assert result["events"] > 100, result["name"]
        assert result["notes"] == [], result["name"]
