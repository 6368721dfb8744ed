"""Reports of checks: on the terminal, as JSON, and as JUnit XML through the results of scenarios."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console as Terminal
from rich.markup import escape
from rich.table import Table

from harness.check.checking import CheckResult
from harness.check.findings import Finding, Kind
from harness.options import Failure, Result

VERSION = 1
_MARKS = {"passed": "[green]✓[/green]", "failed": "[red]✗[/red]", "error": "[red]![/red]"}


def plugin_block(terminal: Terminal, results: Sequence[CheckResult]) -> None:
    """What there is to say of one plugin: its line, each finding once with the devices that have it, the notes."""
    worst = next((one for one in ("error", "failed") if any(r.outcome == one for r in results)), "passed")
    merged = _merged(results)
    errors = sum(entry[0].kind.is_error for entry in merged)
    counts = [_counted(errors, "error"), _counted(len(merged) - errors, "warning")]
    said = ", ".join(text for text in counts if text) or "clean"
    if worst == "error":
        said = "could not be checked"
    terminal.print(f"{_MARKS[worst]} [bold]{escape(results[0].plugin)}[/bold]: {said}", soft_wrap=True)
    for finding, profiles in merged:
        _show(terminal, finding, profiles if len(profiles) < len(results) else [])
    for note, profiles in _notes(results):
        terminal.print(f"    [dim]note ({', '.join(profiles)}):[/dim] {escape(note)}", soft_wrap=True)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _merged(results: Sequence[CheckResult]) -> list[tuple[Finding, list[str]]]:
    """Each finding once, errors first, with the profiles on which it was made."""
    found: dict[tuple[Kind, str, str], tuple[Finding, list[str]]] = {}
    for result in results:
        for finding in [*result.errors, *result.warnings]:
            key = (finding.kind, finding.message, finding.where)
            found.setdefault(key, (finding, []))[1].append(result.profile)
    return sorted(found.values(), key=lambda entry: not entry[0].kind.is_error)


def _notes(results: Sequence[CheckResult]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for result in results:
        for note in result.notes:
            found.setdefault(note, []).append(result.profile)
    return list(found.items())


def _show(terminal: Terminal, finding: Finding, profiles: list[str]) -> None:
    color = "red" if finding.kind.is_error else "yellow"
    terminal.print(
        f"    [{color}]{finding.kind.value}[/{color}] {escape(finding.where)}: {escape(finding.message)}",
        soft_wrap=True,
    )
    times = "once" if finding.count == 1 else f"{finding.count} times"
    place = f", only on {', '.join(profiles)}" if profiles else ""
    terminal.print(f"        [dim]{times}, first {escape(finding.during)}{place}[/dim]", soft_wrap=True)


def tracebacks(terminal: Terminal, results: Sequence[CheckResult]) -> None:
    """The Lua traceback of each finding that has one, once."""
    shown: set[tuple[str, str]] = set()
    for result in results:
        for finding in [*result.errors, *result.warnings]:
            key = (finding.where, finding.message)
            if finding.detail and key not in shown:
                shown.add(key)
                head = f"\n[bold]{escape(finding.where)}[/bold]: {escape(finding.message)}"
                terminal.print(head, soft_wrap=True)
                terminal.print(f"[dim]{escape(finding.detail)}[/dim]", soft_wrap=True)


def summary(terminal: Terminal, results: Sequence[CheckResult]) -> None:
    """A table of plugins and profiles, and how many plugins are clean of errors everywhere."""
    plugins = list(dict.fromkeys(result.plugin for result in results))
    profiles = list(dict.fromkeys(result.profile for result in results))
    by_name = {(result.plugin, result.profile): result for result in results}
    if len(results) > 1:
        table = Table(box=None, padding=(0, 3, 0, 0), pad_edge=False, header_style="dim")
        table.add_column("", no_wrap=True)
        for profile in profiles:
            table.add_column(profile, overflow="fold")
        for plugin in plugins:
            table.add_row(escape(plugin), *(_cell(by_name.get((plugin, profile))) for profile in profiles))
        terminal.print()
        terminal.print(table)
    bad = {result.plugin for result in results if result.outcome != "passed"}
    terminal.print(f"\n{len(plugins) - len(bad)} of {_counted(len(plugins), 'plugin')} without errors", soft_wrap=True)


def _cell(result: CheckResult | None) -> str:
    if result is None:
        return ""
    numbers = [str(len(result.errors)) if result.errors else ""]
    numbers.append(f"[yellow]{len(result.warnings)}?[/yellow]" if result.warnings else "")
    return " ".join([_MARKS[result.outcome], *(text for text in numbers if text)])


def as_json(results: Sequence[CheckResult]) -> dict[str, Any]:
    """The JSON document of all commands: one result per plugin and profile; warnings stand apart from failures."""
    return {"version": VERSION, "results": [_result(result) for result in results]}


def _result(result: CheckResult) -> dict[str, Any]:
    failures = [_finding(finding) for finding in result.errors]
    if result.outcome == "error":
        failures += [{"kind": "harness", "message": note, "where": result.plugin} for note in result.notes]
    return {
        "name": result.name,
        "outcome": result.outcome,
        "seconds": round(result.seconds, 6),
        "virtual_seconds": result.virtual_seconds,
        "failures": failures,
        "warnings": [_finding(finding) for finding in result.warnings],
        "plugin": result.plugin,
        "profile": result.profile,
        "seed": result.seed,
        "notes": list(result.notes),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "message": finding.message,
        "where": finding.where,
        "during": finding.during,
        "count": finding.count,
        "traceback": finding.detail,
    }


def write_json(results: Sequence[CheckResult], path: Path) -> None:
    """Write the JSON report. OSError when that cannot be done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_json(results), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def as_results(results: Sequence[CheckResult]) -> list[Result]:
    """The same as results of runs, for the reports that all commands share."""
    return [_run(result) for result in results]


def _run(result: CheckResult) -> Result:
    return Result(
        name=result.name,
        where=result.plugin,
        outcome=result.outcome,
        seconds=result.seconds,
        virtual_seconds=result.virtual_seconds,
        failures=tuple(_failure(finding) for finding in result.errors),
        seed=result.seed,
        profile=result.profile,
        plugins=(result.plugin,),
        notes=result.notes,
    )


def _failure(finding: Finding) -> Failure:
    return Failure(finding.kind.value, finding.message, finding.where, step=finding.during)
