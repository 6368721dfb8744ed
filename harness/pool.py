"""Running many stories: one after another, or in several processes; results in the order of the scenarios."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from harness.options import Failure, Result, RunOptions, Target
from harness.runner import run_target
from harness.scenario import BoundStep
from harness.world import World


@dataclass(frozen=True, slots=True)
class Job:
    """One variant of one scenario file, and the name it goes by."""

    target: Target
    variant: int
    name: str


class Progress(Protocol):
    """Somebody who shows how far the runs are."""

    def started(self, job: Job) -> None: ...
    def step(self, job: Job, text: str) -> None: ...
    def finished(self, job: Job, result: Result) -> None: ...


def run_jobs(jobs: Sequence[Job], options: RunOptions, progress: Progress, *, processes: int) -> Iterator[Result]:
    """Run all; yields results in the order of ``jobs``, whatever order they end in."""
    if processes <= 1 or len(jobs) <= 1:
        for job in jobs:
            progress.started(job)
            result = run_job(job, options, progress)
            progress.finished(job, result)
            yield result
        return
    yield from _in_processes(jobs, options, progress, min(processes, len(jobs)))


def run_job(job: Job, options: RunOptions, progress: Progress | None = None) -> Result:
    """Run one job; an error of ours becomes a result of its own, so that the others are still run."""
    watchers = [_StepNames(job, progress)] if progress is not None else []
    try:
        return run_target(job.target, job.variant, options, watchers)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        message = f"koharness itself failed: {type(error).__name__}: {error} (in {where}); please report this"
        failure = Failure("harness", message, job.target.shown, events=tuple(traceback.format_exc().splitlines()[-12:]))
        return Result(job.name, job.target.shown, "error", 0.0, 0.0, (failure,), options.seed)


def _in_processes(jobs: Sequence[Job], options: RunOptions, progress: Progress, processes: int) -> Iterator[Result]:
    results: dict[int, Result] = {}
    running: dict[Future[Result], int] = {}
    following, given = 0, 0
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        while given < len(jobs):
            while following < len(jobs) and len(running) < processes:
                progress.started(jobs[following])
                running[pool.submit(run_job, jobs[following], options)] = following
                following += 1
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=lambda one: running[one]):
                number = running.pop(future)
                results[number] = future.result()
                progress.finished(jobs[number], results[number])
            while given in results:
                yield results.pop(given)
                given += 1


class _StepNames:
    """Tells the progress which step is being done."""

    def __init__(self, job: Job, progress: Progress) -> None:
        self._job, self._progress = job, progress

    def before(self, world: World, step: BoundStep) -> None:
        """A step begins."""
        self._progress.step(self._job, world.hidden(step.text))

    def after(self, world: World, step: BoundStep) -> None:
        """A step has ended: nothing to show."""
