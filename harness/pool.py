"""Running many stories, each in a process that can be ended: a plugin that never comes back costs its own story only.

Nothing in the same process could end it: while Lua goes round, Python is not asked, not even for Ctrl-C.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from harness.options import Failure, Result, RunOptions, Target
from harness.runner import run_target
from harness.scenario import BoundStep
from harness.world import StepWatcher, World


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


@dataclass(frozen=True, slots=True)
class _Step:
    """The step that a worker has come to."""

    text: str
    where: str


class _Worker:
    """A process that runs one job after another; ``number`` is that of the present one, -1 when it has none."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        context = _context()
        self.pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_work, args=(theirs, options), daemon=True)
        self._process.start()
        theirs.close()
        self.number, self.until = -1, 0.0
        self._began, self._step = 0.0, _Step("", "")

    def give(self, number: int, job: Job) -> None:
        """Have it run a job."""
        self.number, self._step = number, _Step("", job.target.shown)
        self._began = time.monotonic()
        self.until = self._began + self._options.patience
        with contextlib.suppress(BrokenPipeError):
            self.pipe.send(job)

    def hear(self, job: Job, progress: Progress) -> Result | None:
        """What it says, when it says something: the result once there is one."""
        try:
            said = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            return self._lost(job, f"the run's process ended with code {self._process.exitcode} and left no result")
        if isinstance(said, Result):
            return said
        self._step = said
        progress.step(job, said.text)
        return None

    def give_up(self, job: Job) -> Result:
        """End it in the middle of its job."""
        self.end()
        message = (
            f"no end within {self._options.patience:g} s of real time: the plugin went round in one of its functions, "
            "or the story needs longer (--patience SECONDS)"
        )
        seconds = time.monotonic() - self._began
        failure = Failure("patience", message, self._step.where, step=self._step.text)
        return Result(job.name, job.target.shown, "failed", seconds, 0.0, (failure,), self._options.seed)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self.pipe.close()

    @property
    def ended(self) -> bool:
        """Whether the process is no more."""
        return self._process.exitcode is not None

    def _lost(self, job: Job, message: str) -> Result:
        failure = Failure("harness", message, self._step.where, step=self._step.text)
        return Result(job.name, job.target.shown, "error", 0.0, 0.0, (failure,), self._options.seed)


def run_jobs(jobs: Sequence[Job], options: RunOptions, progress: Progress, *, processes: int) -> Iterator[Result]:
    """Run all in ``processes`` workers, which start at once; results in the order of ``jobs``, whoever ends first."""
    workers = [_Worker(options) for _ in range(min(max(processes, 1), len(jobs)))]
    return _results(jobs, options, progress, workers)


def _results(
    jobs: Sequence[Job], options: RunOptions, progress: Progress, workers: list[_Worker]
) -> Iterator[Result]:  # fmt: skip
    results: dict[int, Result] = {}
    following = given = 0
    try:
        while given < len(jobs):
            for place, worker in enumerate(workers):
                if worker.number < 0 and following < len(jobs):
                    if worker.ended:
                        workers[place] = worker = _Worker(options)
                    progress.started(jobs[following])
                    worker.give(following, jobs[following])
                    following += 1
            for worker, result in _heard([one for one in workers if one.number >= 0], jobs, progress):
                results[worker.number] = result
                progress.finished(jobs[worker.number], result)
                worker.number = -1
            while given in results:
                yield results.pop(given)
                given += 1
    finally:
        for worker in workers:
            worker.end()


def _heard(busy: list[_Worker], jobs: Sequence[Job], progress: Progress) -> Iterator[tuple[_Worker, Result]]:
    """Whoever has come to an end, of its own or not; waits until somebody has something to say."""
    ready = wait([one.pipe for one in busy], max(0.0, min(one.until for one in busy) - time.monotonic()))
    for worker in busy:
        job = jobs[worker.number]
        if worker.pipe in ready:
            result = worker.hear(job, progress)
        else:
            result = worker.give_up(job) if time.monotonic() >= worker.until else None
        if result is not None:
            yield worker, result


def _context() -> Any:
    """A fork spares the loading of everything where it is safe: nothing else may be going on in this process."""
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")


def _work(pipe: Connection, options: RunOptions) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            job: Job = pipe.recv()
            pipe.send(run_job(job, options, [_StepNames(pipe)]))


def run_job(job: Job, options: RunOptions, watchers: Sequence[StepWatcher] = ()) -> Result:
    """Run one job here; an error of ours becomes a result of its own, so that the others are still run."""
    try:
        return run_target(job.target, job.variant, options, watchers)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        message = f"koharness itself failed: {type(error).__name__}: {error} (in {where}); please report this"
        failure = Failure("harness", message, job.target.shown, events=tuple(traceback.format_exc().splitlines()[-12:]))
        return Result(job.name, job.target.shown, "error", 0.0, 0.0, (failure,), options.seed)


class _StepNames:
    """Tells who waits at the other end which step is being done."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def before(self, world: World, step: BoundStep) -> None:
        """A step begins."""
        self._pipe.send(_Step(world.hidden(step.text), step.where.short))

    def after(self, world: World, step: BoundStep) -> None:
        """A step has ended: nothing to show."""
