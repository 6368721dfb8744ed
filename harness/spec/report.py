"""What the terminal shows of specs: a line for each file, every failure in full, the sum."""

from __future__ import annotations

from collections.abc import Sequence

import click

from harness.options import Outcome, Result
from harness.spec.running import SpecRun

_WORDS: dict[Outcome, str] = {"passed": "passed", "failed": "failed", "error": "error", "skipped": "pending"}
_MARKS: dict[Outcome, str] = {
    "passed": click.style("✓", fg="green"),
    "failed": click.style("✗", fg="red"),
    "error": click.style("!", fg="red"),
    "skipped": click.style("-", fg="yellow"),
}


class SpecReport:
    """Shows spec files as they end. ``verbose`` names every test and shows KOReader's log."""

    def __init__(self, *, verbose: bool = False) -> None:
        self._verbose = verbose

    def file(self, run: SpecRun) -> None:
        """One spec file has ended."""
        worst = worst_of(run.results)
        click.echo(f"{_MARKS[worst]} {run.spec.shown}  {counts(run.results)}  {_dim(f'{run.seconds:.2f} s')}")
        if self._verbose:
            for result in run.results:
                note = _dim(f" ({', '.join(result.notes)})") if result.notes else ""
                click.echo(f"    {_MARKS[result.outcome]} {result.name}{note}")
        said = run.log if self._verbose else run.printed
        for line in said.rstrip().splitlines():
            click.echo(f"    {_dim('│')} {line}")

    def failures(self, results: Sequence[Result]) -> None:
        """Every failure: the test, where it failed, the message, and for errors of Lua the way there."""
        for result in results:
            for failure in result.failures:
                name = click.style(result.name, bold=True)
                click.echo(f"\n{_MARKS[result.outcome]} {name}  {_dim(result.where)}")
                first, *rest = failure.message.split("\n")
                click.echo(f"  {click.style(failure.where, fg='red')}: {first}")
                for line in rest:
                    click.echo(f"    {line}")
                if failure.kind != "assertion" and failure.events:
                    click.echo(_dim("    called from"))
                    for line in failure.events:
                        click.echo(_dim(f"      {line}"))

    def summary(self, runs: Sequence[SpecRun], seconds: float) -> None:
        """The last line; ``seconds`` is how long it all took."""
        results = [result for run in runs for result in run.results]
        virtual = sum(result.virtual_seconds for result in results)
        files = f"{len(runs)} file{'s' if len(runs) != 1 else ''}"
        what = f"{counts(results) or 'no test'} in {files}"
        click.echo(f"\n{what}; {virtual:.1f} s of the device's time in {seconds:.1f} s")


def _dim(text: str) -> str:
    return click.style(text, dim=True)


def counts(results: Sequence[Result]) -> str:
    """How many there are of each outcome, in words."""
    sums = {outcome: sum(result.outcome == outcome for result in results) for outcome in _WORDS}
    return ", ".join(f"{count} {_plural(_WORDS[outcome], count)}" for outcome, count in sums.items() if count)


def _plural(word: str, count: int) -> str:
    return f"{word}s" if word == "error" and count != 1 else word


def worst_of(results: Sequence[Result]) -> Outcome:
    """The outcome of a file: the worst of its tests'."""
    found = {result.outcome for result in results}
    order: tuple[Outcome, ...] = ("error", "failed", "passed")
    return next((outcome for outcome in order if outcome in found), "skipped")
