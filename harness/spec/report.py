"""What the terminal shows of specs: a line for each file, every failure in full, the sum."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console as Terminal
from rich.markup import escape

from harness.options import Outcome, Result
from harness.spec.running import SpecRun

_WORDS: dict[Outcome, str] = {"passed": "passed", "failed": "failed", "error": "error", "skipped": "pending"}
_MARKS: dict[Outcome, str] = {
    "passed": "[green]✓[/green]",
    "failed": "[red]✗[/red]",
    "error": "[red]![/red]",
    "skipped": "[yellow]-[/yellow]",
}


class SpecReport:
    """Shows spec files as they end. ``verbose`` names every test and shows KOReader's log."""

    def __init__(self, terminal: Terminal, *, verbose: bool = False) -> None:
        self._terminal = terminal
        self._verbose = verbose

    def _show(self, text: str) -> None:
        self._terminal.print(text, highlight=False, soft_wrap=True)

    def file(self, run: SpecRun) -> None:
        """One spec file has ended."""
        worst = worst_of(run.results)
        self._show(f"{_MARKS[worst]} {escape(run.spec.shown)}  {counts(run.results)}  [dim]{run.seconds:.2f} s[/dim]")
        if self._verbose:
            for result in run.results:
                note = f" [dim]({escape(', '.join(result.notes))})[/dim]" if result.notes else ""
                self._show(f"    {_MARKS[result.outcome]} {escape(result.name)}{note}")
        said = run.log if self._verbose else run.printed
        for line in said.rstrip().splitlines():
            self._show(f"    [dim]│[/dim] {escape(line)}")

    def failures(self, results: Sequence[Result]) -> None:
        """Every failure: the test, where it failed, the message, and for errors of Lua the way there."""
        for result in results:
            for failure in result.failures:
                self._show(f"\n{_MARKS[result.outcome]} [bold]{escape(result.name)}[/bold]  [dim]{result.where}[/dim]")
                first, *rest = failure.message.split("\n")
                self._show(f"  [red]{escape(failure.where)}[/red]: {escape(first)}")
                for line in rest:
                    self._show(f"    {escape(line)}")
                if failure.kind != "assertion" and failure.events:
                    self._show("    [dim]called from[/dim]")
                    for line in failure.events:
                        self._show(f"      [dim]{escape(line)}[/dim]")

    def summary(self, runs: Sequence[SpecRun]) -> None:
        """The last line."""
        results = [result for run in runs for result in run.results]
        seconds = sum(run.seconds for run in runs)
        virtual = sum(result.virtual_seconds for result in results)
        files = f"{len(runs)} file{'s' if len(runs) != 1 else ''}"
        what = f"{counts(results) or 'no test'} in {files}"
        self._show(f"\n{what}; {virtual:.1f} s of the device's time in {seconds:.1f} s")


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
