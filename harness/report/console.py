"""What the terminal shows: progress while it runs, one line for each scenario, and every failure in full."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from rich.console import Console as Terminal
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn

from harness.options import Failure, Result
from harness.pool import Job
from harness.scenario.words import duration_text

_MARKS = {
    "passed": "[green]✓[/green]",
    "failed": "[red]✗[/red]",
    "error": "[red]![/red]",
    "skipped": "[yellow]-[/yellow]",
}


class Console:
    """Shows runs. ``verbose`` names each step as it is done."""

    def __init__(self, terminal: Terminal, *, total: int) -> None:
        self.terminal = terminal
        self._running: dict[str, str] = {}
        self._progress = Progress(
            SpinnerColumn(),
            MofNCompleteColumn(),
            BarColumn(bar_width=24),
            TextColumn("{task.description}"),
            console=terminal,
            transient=True,
            disable=not terminal.is_terminal,
        )
        self._task: TaskID = self._progress.add_task("", total=total)

    def __enter__(self) -> Console:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def started(self, job: Job) -> None:
        """A run has begun."""
        self._running[job.name] = ""
        self._show()

    def step(self, job: Job, text: str) -> None:
        """A step of a run has begun."""
        self._running[job.name] = text
        self._show()

    def finished(self, job: Job, result: Result) -> None:
        """A run has ended."""
        self._running.pop(job.name, None)
        self._progress.advance(self._task)
        self._show()

    def _show(self) -> None:
        parts = [
            f"{name} [dim]{escape(text[:40])}[/dim]" if text else escape(name) for name, text in self._running.items()
        ]
        self._progress.update(self._task, description=" · ".join(parts))

    def line(self, result: Result) -> None:
        """One line for a run that has ended."""
        times = f"{virtual_text(result.virtual_seconds)} in {result.seconds:.2f} s"
        self.terminal.print(
            f"{_MARKS[result.outcome]} {escape(result.name)}  [dim]{times}[/dim]", highlight=False, soft_wrap=True
        )

    def failures(self, results: Sequence[Result]) -> None:
        """Every failure in full, with the command that steps through its scenario."""
        for result in results:
            if not result.failures:
                continue
            self.terminal.print(f"\n[bold]{escape(result.name)}[/bold]", highlight=False, soft_wrap=True)
            shown: tuple[str, ...] = ()
            for failure in result.failures:
                self._failure(failure, events=failure.events if failure.events != shown else ())
                shown = failure.events
            if result.outcome == "failed":
                self.terminal.print(
                    f"  step through it:  {escape(step_command(result))}", highlight=False, soft_wrap=True
                )

    def _failure(self, failure: Failure, *, events: tuple[str, ...]) -> None:
        show = self.terminal.print
        first, *rest = failure.message.split("\n")
        show(f"  [red]{escape(failure.where)}[/red]: {escape(first)}", highlight=False, soft_wrap=True)
        for line in rest:
            show(f"    {escape(line)}", highlight=False, soft_wrap=True)
        if failure.step:
            show(f"    step:      {escape(failure.step)}", highlight=False, soft_wrap=True)
        if failure.expected:
            show(f"    expected:  {escape(failure.expected)}", highlight=False, soft_wrap=True)
        if failure.seen:
            show(f"    seen:      {escape(failure.seen)}", highlight=False, soft_wrap=True)
        if events:
            show("    last events before it:", highlight=False)
            for event in events:
                show(f"      [dim]{escape(event)}[/dim]", highlight=False, soft_wrap=True)

    def summary(self, results: Sequence[Result]) -> None:
        """The last line, and what the server was asked that it does not know."""
        notes = list(dict.fromkeys(f"{result.name}: {note}" for result in results for note in result.notes))
        for note in notes:
            self.terminal.print(f"[yellow]note[/yellow] {escape(note)}", highlight=False, soft_wrap=True)
        counts = {outcome: sum(result.outcome == outcome for result in results) for outcome in _MARKS}
        said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count) or "nothing to run"
        virtual = virtual_text(sum(result.virtual_seconds for result in results))
        real = sum(result.seconds for result in results)
        self.terminal.print(f"\n{said}; {virtual} of reading in {real:.1f} s", highlight=False, soft_wrap=True)


def virtual_text(seconds: float) -> str:
    """Virtual time for people: seconds without their fraction."""
    return duration_text(float(round(seconds)))


def step_command(result: Result) -> str:
    """The command that steps through a scenario, with the same seed."""
    words = ["koharness", "step", _quoted(result.where)]
    if result.name.endswith(")") and " (" in result.name:
        words += ["--variant", _quoted(result.name[result.name.index(" (") + 2 : -1])]
    if result.seed:
        words += ["--seed", str(result.seed)]
    words += [part for key, value in sorted(result.options.items()) for part in (f"--{key}", _quoted(value))]
    return " ".join(words)


def _quoted(text: str) -> str:
    return shlex.quote(text)
