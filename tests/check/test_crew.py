"""Several checks at a time: results in order, and a check that hangs or dies is a result as well."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from checked_plugins import PLUGINS

from harness.check import crew
from harness.check.checking import CheckOptions, CheckResult, check_plugin
from harness.check.crew import CheckJob, run_check, run_checks


def _jobs(*names: str) -> list[CheckJob]:
    return [CheckJob(PLUGINS / f"{name}.koplugin", "kobo-clara") for name in names]


def test_results_come_in_the_order_of_the_jobs() -> None:
    results = list(run_checks(_jobs("crashing", "clean", "leaking"), CheckOptions(), processes=3))
    assert [result.plugin for result in results] == ["crashing.koplugin", "clean.koplugin", "leaking.koplugin"]
    assert [result.outcome for result in results] == ["failed", "passed", "passed"]


def test_a_check_that_hangs_is_ended_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    real = check_plugin

    def stuck(plugin: Path, profile: str, options: CheckOptions) -> CheckResult:
        if plugin.name.startswith("leaking"):
            time.sleep(600)
        return real(plugin, profile, options)

    monkeypatch.setattr(crew, "check_plugin", stuck)
    results = list(run_checks(_jobs("leaking", "clean"), CheckOptions(patience=8), processes=2))
    assert [result.outcome for result in results] == ["failed", "passed"]
    (finding,) = results[0].errors
    assert finding.kind.value == "freeze"
    assert "within 8 s of real time" in finding.message


def test_a_check_whose_process_dies_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(plugin: Path, profile: str, options: CheckOptions) -> CheckResult:
        os._exit(7)

    monkeypatch.setattr(crew, "check_plugin", dies)
    (result,) = run_checks(_jobs("clean"), CheckOptions(), processes=1)
    assert result.outcome == "error"
    assert result.notes == ("the check's process ended with code 7 and left no result",)


def test_an_error_of_ours_is_said_to_be_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(plugin: Path, profile: str, options: CheckOptions) -> CheckResult:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(crew, "check_plugin", fails)
    result = run_check(_jobs("clean")[0], CheckOptions())
    assert result.outcome == "error"
    assert result.notes[0].startswith("koharness itself failed: RuntimeError: out of paper (in test_crew.py:")


def test_traces_and_disks_are_left_behind(tmp_path: Path, plugin: Callable[[str, str], Path]) -> None:
    options = CheckOptions(trace=tmp_path / "traces", keep=tmp_path / "disks")
    run_check(CheckJob(plugin("x", "return { disabled = true }"), "kobo-clara"), options)
    names = ["x.koplugin.kobo-clara.offline", "x.koplugin.kobo-clara.online"]
    assert sorted(path.name for path in (tmp_path / "traces").iterdir()) == [f"{name}.jsonl" for name in names]
    assert sorted(path.name for path in (tmp_path / "disks").iterdir()) == names
    settings = tmp_path / "disks" / names[0] / "mnt/onboard/.adds/koreader/settings.reader.lua"
    assert settings.is_file()
