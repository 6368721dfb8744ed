"""Forked workers: answers in the order of the tasks, a worker that dies costs its own task only, none is left."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from harness.spec.forks import Died, in_forks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


def _failed(task: str, death: Died) -> str:
    return f"{task}: {death}"


def _no_child_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def test_answers_come_in_the_order_of_the_tasks() -> None:
    tasks = [f"task {number}" for number in range(20)]
    found = list(in_forks(tasks, str.upper, _failed, processes=3, order=list(reversed(range(20)))))
    assert found == [task.upper() for task in tasks]
    assert _no_child_is_left()


def test_tasks_are_begun_in_the_given_order(tmp_path: Path) -> None:
    def note(task: str) -> str:
        with (tmp_path / "begun").open("a") as file:
            file.write(task)
        return task

    assert "".join(in_forks(list("abcd"), note, _failed, processes=1, order=[2, 0, 3, 1])) == "abcd"
    assert (tmp_path / "begun").read_text() == "cadb"


def test_a_worker_that_dies_costs_its_own_task_only() -> None:
    def work(task: str) -> str:
        if task == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if task == "leave":
            os._exit(7)
        return task.upper()

    tasks = ["a", "kill", "b", "leave", "c", "d"]
    found = list(in_forks(tasks, work, _failed, processes=2, order=range(6)))
    assert found == [
        "A", "kill: its process was ended by signal 9", "B", "leave: its process ended with exit code 7", "C", "D",
    ]  # fmt: skip
    assert _no_child_is_left()


def test_a_large_answer_and_one_who_stops_listening() -> None:
    found = in_forks([1, 2, 3], lambda task: bytes(300_000 * task), lambda *_: b"", processes=2, order=range(3))
    assert len(next(found)) == 300_000
    found.close()
    assert _no_child_is_left()
