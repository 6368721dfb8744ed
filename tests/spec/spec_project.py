"""What the tests of specs share: the shape of their fixtures, and looking at a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from harness.options import Result
from harness.spec import SpecRun

Write = Callable[[dict[str, str]], Path]
Run = Callable[..., SpecRun]


def outcomes(run: SpecRun) -> dict[str, str]:
    """Outcome by name of test."""
    return {result.name: result.outcome for result in run.results}


def only(run: SpecRun) -> Result:
    """The one result of a run."""
    assert len(run.results) == 1, run.results
    return run.results[0]


def all_passed(run: SpecRun) -> int:
    """How many tests passed; none did anything else."""
    failures = [(result.name, failure.where, failure.message) for result in run.results for failure in result.failures]
    assert not failures
    assert {result.outcome for result in run.results} == {"passed"}
    return len(run.results)
