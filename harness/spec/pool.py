"""Runs many spec files: one after another, or in several processes; results in the order of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from harness.options import Failure, Result
from harness.spec.choosing import Choice, SpecPath
from harness.spec.forks import Died, in_forks
from harness.spec.installation import Busted
from harness.spec.running import SpecRun, run_spec


@dataclass(frozen=True, slots=True)
class SpecOptions:
    """What holds for every spec file of a run."""

    busted: Busted
    choice: Choice
    profile: str | None = None
    seed: int = 0


def processes_for(specs: Sequence[SpecPath]) -> int:
    """How many processes pay off for so many files."""
    files_for_one = 3 if sys.platform == "linux" else 12
    return min(os.cpu_count() or 1, 1 + len(specs) // files_for_one)


def run_specs(specs: Sequence[SpecPath], options: SpecOptions, *, processes: int) -> Iterator[SpecRun]:
    """Run all of them."""
    if processes <= 1 or len(specs) <= 1:
        for spec in specs:
            yield run_one(spec, options)
        return
    # Nothing runs beside this thread, and no emulated device lives.
    if sys.platform == "linux":
        # The longest first: at the end all are busy.
        order = sorted(range(len(specs)), key=lambda number: -specs[number].path.stat().st_size)
        yield from in_forks(
            specs, partial(run_one, options=options), partial(_died, options=options), processes=processes, order=order
        )
        return
    # Most runs are one process; they need not wait for what starts others.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(specs)), mp_context=context) as pool:
        yield from pool.map(run_one, specs, [options] * len(specs))


def run_one(spec: SpecPath, options: SpecOptions) -> SpecRun:
    """Run one; an error of ours becomes a result of its own, so that the others are still run."""
    try:
        return run_spec(spec, options.busted, options.choice, profile=options.profile, seed=options.seed)
    except Exception as error:
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        message = f"koharness itself failed: {type(error).__name__}: {error} (in {where}); please report this"
        return _broken(spec, options, message, tuple(traceback.format_exc().splitlines()[-12:]))


def _died(spec: SpecPath, death: Died, *, options: SpecOptions) -> SpecRun:
    return _broken(spec, options, f"koharness itself failed: {death}; please report this")


def _broken(spec: SpecPath, options: SpecOptions, message: str, events: tuple[str, ...] = ()) -> SpecRun:
    failure = Failure("harness", message, spec.shown, events=events)
    result = Result("(the file)", spec.shown, "error", 0.0, 0.0, (failure,), options.seed, suite=spec.shown)
    return SpecRun(spec, (result,), "", "", 0.0)
