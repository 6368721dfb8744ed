"""Running many: order, errors of ours, several processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import pytest

from harness import pool
from harness.options import Result, RunOptions, Target
from harness.pool import Job, run_job, run_jobs


class Heard:
    def __init__(self) -> None:
        self.started_names: list[str] = []
        self.finished_names: list[str] = []

    def started(self, job: Job) -> None:
        self.started_names.append(job.name)

    def step(self, job: Job, text: str) -> None:
        """Steps are of no interest here."""

    def finished(self, job: Job, result: Result) -> None:
        self.finished_names.append(job.name)


def jobs(directory: Path, *names: str) -> list[Job]:
    made = []
    for name in names:
        path = directory / f"{name}.yaml"
        path.write_text("story: A missing plugin.\ndevice: {plugin: no-such-plugin}\nsteps: [boot]\n")
        made.append(Job(Target(path, name, f"{name}.yaml"), 0, name))
    return made


def test_results_come_in_the_order_of_the_jobs(tmp_path: Path) -> None:
    heard = Heard()
    results = list(run_jobs(jobs(tmp_path, "b", "a"), RunOptions(), heard, processes=1))
    assert [result.name for result in results] == ["b", "a"]
    assert heard.started_names == heard.finished_names == ["b", "a"]


def test_a_run_that_cannot_begin_is_an_error_with_the_mend(tmp_path: Path) -> None:
    [result] = run_jobs(jobs(tmp_path, "a"), RunOptions(), Heard(), processes=1)
    assert result.outcome == "error"
    assert result.failures[0].message.startswith("no plugin 'no-such-plugin': give a directory with a main.lua")


def test_an_error_of_ours_spares_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> Result:
        raise RuntimeError("the tide is out")

    monkeypatch.setattr(pool, "run_target", broken)
    result = run_job(jobs(tmp_path, "a")[0], RunOptions())
    assert result.outcome == "error"
    assert "koharness itself failed: RuntimeError: the tide is out" in result.failures[0].message
    assert result.failures[0].kind == "harness"


def test_several_processes_give_the_same_results_in_the_same_order(tmp_path: Path) -> None:
    heard = Heard()
    planned = jobs(tmp_path, "c", "a", "b")
    results = list(run_jobs(planned, RunOptions(seed=3), heard, processes=2))
    assert [(result.name, result.outcome, result.seed) for result in results] == [
        ("c", "error", 3), ("a", "error", 3), ("b", "error", 3),
    ]  # fmt: skip
    assert sorted(heard.finished_names) == ["a", "b", "c"]


def plugin(directory: Path, name: str, code: str) -> Path:
    folder = directory / f"{name}.koplugin"
    folder.mkdir()
    (folder / "_meta.lua").write_text(f'return {{ name = "{name}" }}\n')
    (folder / "main.lua").write_text(
        f'local Base = require("ui/widget/container/widgetcontainer")\nlocal It = Base:extend{{ name = "{name}" }}\n'
        f"function It:onReaderReady() {code} end\nreturn It\n"
    )
    return folder


def test_a_plugin_that_never_comes_back_fails_at_its_step_and_spares_the_others(tmp_path: Path) -> None:
    path = tmp_path / "evening.yaml"
    path.write_text("story: Round and round.\nsteps:\n  - open: moby-dick.epub\n")
    round_and_round = Job(Target(path, "evening", "evening.yaml"), 0, "evening")
    options = RunOptions(plugin=plugin(tmp_path, "round", "while true do end"), patience=3)
    heard = Heard()
    planned = [round_and_round, *jobs(tmp_path, "b")]
    planned[1].target.path.write_text("story: Nothing happens.\nsteps: [boot]\n")
    results = list(run_jobs(planned, options, heard, processes=1))
    [failure] = results[0].failures
    assert results[0].outcome == "failed"
    assert (failure.where, failure.step) == ("evening.yaml:3", "open: moby-dick.epub")
    assert failure.message.startswith("no end within 3 s of real time")
    assert "--patience" in failure.message
    assert (results[1].name, results[1].outcome) == ("b", "passed")
    assert heard.finished_names == ["evening", "b"]


@pytest.mark.skipif(sys.platform != "linux", reason="what is patched here is there after a fork only")
def test_a_process_that_dies_is_an_error_that_names_its_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(*arguments: object) -> Result:
        os._exit(9)

    monkeypatch.setattr(pool, "run_target", dying)
    monkeypatch.setattr(pool, "_context", lambda: multiprocessing.get_context("fork"))
    [result] = run_jobs(jobs(tmp_path, "a"), RunOptions(), Heard(), processes=1)
    assert result.outcome == "error"
    assert result.failures[0].message == "the run's process ended with code 9 and left no result"
