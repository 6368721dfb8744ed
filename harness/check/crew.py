"""Many checks at once, each in a process of its own: one that hangs is ended and reported, and the others go on."""

from __future__ import annotations

import multiprocessing
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from harness.check.checking import CheckOptions, CheckResult, check_plugin
from harness.check.findings import Finding, Kind
from harness.check.surroundings import folder_of

# Where it is safe a fork spares the loading of everything for each check.
_CONTEXT = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class CheckJob:
    """One plugin (a directory of the host) on one profile."""

    plugin: Path
    profile: str


@dataclass(slots=True)
class _Running:
    number: int
    process: BaseProcess
    pipe: Connection
    until: float


def run_checks(jobs: Sequence[CheckJob], options: CheckOptions, *, processes: int) -> Iterator[CheckResult]:
    """Check all; yields the results in the order of ``jobs``, whatever order they end in."""
    results: dict[int, CheckResult] = {}
    running: list[_Running] = []
    following = given = 0
    try:
        while given < len(jobs):
            while following < len(jobs) and len(running) < processes:
                running.append(_start(following, jobs[following], options))
                following += 1
            for one in _ended(running):
                results[one.number] = _result_of(one, jobs[one.number], options)
                running.remove(one)
            while given in results:
                yield results.pop(given)
                given += 1
    finally:
        for one in running:
            one.process.kill()


def _start(number: int, job: CheckJob, options: CheckOptions) -> _Running:
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_work, args=(theirs, job, options), daemon=True)
    process.start()
    theirs.close()
    return _Running(number, process, ours, time.monotonic() + options.patience)


def run_check(job: CheckJob, options: CheckOptions) -> CheckResult:
    """One check in this process; an error of ours becomes a result of its own, so that the others are still run."""
    try:
        return check_plugin(job.plugin, job.profile, options)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        message = f"koharness itself failed: {type(error).__name__}: {error} (in {place}); please report this"
        return _error(job, options, message)


def _work(pipe: Connection, job: CheckJob, options: CheckOptions) -> None:
    pipe.send(run_check(job, options))
    pipe.close()


def _ended(running: list[_Running]) -> list[_Running]:
    """Who has sent a result, has died or has been out for too long; waits until somebody has."""
    patience = max(0.0, min(one.until for one in running) - time.monotonic())
    ready = wait([one.pipe for one in running], patience)
    now = time.monotonic()
    return [one for one in running if one.pipe in ready or now >= one.until]


def _result_of(one: _Running, job: CheckJob, options: CheckOptions) -> CheckResult:
    if not one.pipe.poll():
        one.process.kill()
        one.process.join()
        return _hung(job, options)
    try:
        result: CheckResult = one.pipe.recv()
    except EOFError:
        one.process.join()
        code = one.process.exitcode
        return _error(job, options, f"the check's process ended with code {code} and left no result")
    one.process.join()
    return result


def _hung(job: CheckJob, options: CheckOptions) -> CheckResult:
    folder = folder_of(job.plugin)
    message = f"no end of the day within {options.patience:g} s of real time; the check was ended (see --patience)"
    finding = Finding(Kind.FREEZE, message, f"{folder}/main.lua", "an unknown act")
    return CheckResult(folder, job.profile, "failed", options.patience, 0.0, errors=(finding,), seed=options.seed)


def _error(job: CheckJob, options: CheckOptions, message: str) -> CheckResult:
    return CheckResult(folder_of(job.plugin), job.profile, "error", 0.0, 0.0, notes=(message,), seed=options.seed)
