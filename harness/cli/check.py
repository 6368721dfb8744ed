"""``koharness check``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console as Terminal

from harness import bundled
from harness.check import report
from harness.check.checking import DEFAULT_PROFILES, CheckOptions, CheckResult
from harness.check.crew import CheckJob, run_checks
from harness.check.noticing import FREEZE_BUDGET
from harness.cli.options import CANNOT_RUN, complete_profiles, of_system, orderly, stop
from harness.report import write_junit

_FILE = click.Path(path_type=Path, dir_okay=False)
_DIRECTORY = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("plugins", nargs=-1, required=True, metavar="PLUGIN...")
@click.option(
    "--profile",
    "profiles",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_profiles,
    help=f"On this device; may be given several times. By default: {', '.join(DEFAULT_PROFILES)}.",
)
@click.option("--tap", is_flag=True, help="Also tap every menu entry of the plugin and answer every dialog both ways.")
@click.option(
    "--freeze-budget",
    type=click.FloatRange(0.1),
    default=FREEZE_BUDGET,
    show_default=True,
    metavar="SECONDS",
    help="The longest that the plugin may keep the reader waiting.",
)
@click.option(
    "--patience",
    type=click.FloatRange(1),
    default=CheckOptions().patience,
    show_default=True,
    metavar="SECONDS",
    help="Real time after which a check is ended.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="What all chance comes from.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many at a time; by default one per processor.")
@click.option("--tracebacks", is_flag=True, help="Show the Lua traceback of each error.")
@click.option("--json", "json_file", metavar="FILE", type=_FILE, help="A report as JSON.")
@click.option("--junit", "junit_file", metavar="FILE", type=_FILE, help="A report as JUnit XML.")
@click.option("--trace", metavar="DIR", type=_DIRECTORY, help="Leave each day's trace there, as JSON Lines.")
@click.option("--keep", metavar="DIR", type=_DIRECTORY, help="Leave each device's disk there.")
@orderly
def check(
    plugins: tuple[str, ...], profiles: tuple[str, ...], tap: bool, freeze_budget: float, patience: float, seed: int,
    jobs: int | None, tracebacks: bool, json_file: Path | None, junit_file: Path | None, trace: Path | None,
    keep: Path | None,
) -> None:  # fmt: skip
    """Live a standard day with any plugin, on several devices, online and offline.

    \b
      koharness check my.koplugin
      koharness check my.koplugin other.koplugin --profile kindle-pw5
      koharness check my.koplugin --tap --tracebacks --json report.json

    The day: KOReader starts, all menus are looked at, books are opened, read, marked, rated and closed, the device
    sleeps, Wi-Fi comes and goes, KOReader restarts and ends.

    \b
    Errors:    not-emulated, lua-error, load-error, freeze, radio-off-request,
               settings-unreadable, secret-in-log
    Warnings:  swallowed-error, task-after-close, leaked-global

    Exit codes: 0 no plugin has errors, 1 some have, 2 could not check.
    """
    chosen = tuple(dict.fromkeys(profiles or DEFAULT_PROFILES))
    _known(chosen)
    planned = [CheckJob(plugin, profile) for plugin in _found(plugins) for profile in chosen]
    options = CheckOptions(
        seed=seed, tap=tap, freeze_budget=freeze_budget, patience=patience, trace=trace, keep=keep
    )  # fmt: skip
    terminal = Terminal(highlight=False)
    results: list[CheckResult] = []
    for result in run_checks(planned, options, processes=jobs or os.cpu_count() or 1):
        results.append(result)
        if len(results) % len(chosen) == 0:
            report.plugin_block(terminal, results[-len(chosen) :])
    if tracebacks:
        report.tracebacks(terminal, results)
    report.summary(terminal, results)
    _reports(results, json_file, junit_file)
    sys.exit(exit_code(results))


def _found(names: tuple[str, ...]) -> list[Path]:
    """The plugins' directories, each once. Ends the program when one is none."""
    found = []
    for name in names:
        try:
            found.append(bundled.find_plugin(name.rstrip("/")))
        except FileNotFoundError as error:
            stop(f"koharness: {error}")
    return list(dict.fromkeys(found))


def _known(profiles: tuple[str, ...]) -> None:
    from fake_koreader.profile import PROFILES
    from harness.scenario.mistakes import unknown_word

    for name in profiles:
        if name not in PROFILES:
            stop(unknown_word(name, list(PROFILES), "a profile"))


def _reports(results: list[CheckResult], json_file: Path | None, junit_file: Path | None) -> None:
    try:
        if json_file is not None:
            report.write_json(results, json_file)
        if junit_file is not None:
            write_junit(report.as_results(results), junit_file)
    except OSError as error:
        stop(f"koharness: the report cannot be written: {of_system(error)}")


def exit_code(results: list[CheckResult]) -> int:
    """0 no errors, 1 some plugin has errors, 2 some could not be checked."""
    if any(result.outcome == "error" for result in results):
        return CANNOT_RUN
    return 1 if any(result.outcome == "failed" for result in results) else 0
