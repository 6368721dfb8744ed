"""``koharness run``."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import click
from rich.console import Console as Terminal

from harness.cli.ending import exit_code
from harness.cli.options import complete_scenarios, of_system, orderly, shared, stop
from harness.finding import find_targets
from harness.options import Result, RunOptions
from harness.pool import Job, run_jobs
from harness.report import Console, write_json, write_junit
from harness.runner import load
from harness.scenario import ScenarioMistakes


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...", shell_complete=complete_scenarios)
@shared
@click.option(
    "--jobs", "-j", type=click.IntRange(1), help="How many at a time; as many as there are processors by default."
)
@click.option(
    "--json", "json_file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="A report as JSON."
)
@click.option(
    "--junit",
    "junit_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A report as JUnit XML.",
)
@click.option(
    "--patience",
    type=click.FloatRange(1),
    default=RunOptions().patience,
    show_default=True,
    metavar="SECONDS",
    help="Real time after which a scenario is ended.",
)
@click.option("--list", "only_list", is_flag=True, help="Only name the scenarios.")
@orderly
def run(
    scenarios: tuple[str, ...],
    options: RunOptions,
    jobs: int | None,
    json_file: Path | None,
    junit_file: Path | None,
    patience: float,
    only_list: bool,
) -> None:
    """Run scenarios: files, folders, or names of bundled ones; without any, the whole library.

    \b
      koharness run                                  the whole library
      koharness run offline/home-again               one bundled scenario
      koharness run stories/ --plugin my.koplugin    your stories with your plugin
      koharness run --seed 7 --jobs 2 --json report.json

    A failure shows the step (file:line), what was expected, what was seen, the last events before it, and the
    command that steps through it. Exit codes: 0 all passed, 1 some failed, 2 could not run, or not to the end.
    """
    planned = plan(scenarios, plugins=options.plugin is None)
    if only_list:
        for job in planned:
            click.echo(job.name)
        return
    if options.server is not None:
        jobs = 1
    terminal = Terminal(highlight=False)
    console = Console(terminal, total=len(planned))
    results: list[Result] = []
    options = dataclasses.replace(options, patience=patience)
    # The workers start before the console does: its thread would forbid the quick way.
    coming = run_jobs(planned, options, console, processes=jobs or os.cpu_count() or 1)
    interrupted = False
    with console:
        try:
            for result in coming:
                results.append(dataclasses.replace(result, options=_repeated(options)))
                console.line(result)
        except KeyboardInterrupt:
            interrupted = True
    console.failures(results)
    console.summary(results)
    _reports(results, json_file, junit_file)
    if interrupted:
        stop(f"koharness: stopped; {len(results)} of {len(planned)} scenarios were run")
    sys.exit(exit_code(results))


def _repeated(options: RunOptions) -> dict[str, str]:
    """The options that a failing run's `step` command needs as well."""
    given = {"plugin": str(options.plugin or ""), "profile": options.profile or ""}
    return {key: value for key, value in given.items() if value}


def plan(named: tuple[str, ...], *, plugins: bool = False) -> list[Job]:
    """The jobs for what was named. All mistakes of all files come out together, with ``plugins`` theirs too."""
    mistakes = []
    jobs: list[Job] = []
    for target in find_targets(named, here=Path.cwd()):
        try:
            jobs += [Job(target, number, story.name) for number, story in enumerate(load(target, plugins=plugins))]
        except ScenarioMistakes as error:
            mistakes += error.mistakes
    if mistakes:
        raise ScenarioMistakes(mistakes)
    if not jobs:
        stop("koharness: there is no scenario to run; `koharness new FILE` writes one")
    return jobs


def _reports(results: list[Result], json_file: Path | None, junit_file: Path | None) -> None:
    try:
        if json_file is not None:
            write_json(results, json_file)
        if junit_file is not None:
            write_junit(results, junit_file)
    except OSError as error:
        stop(f"koharness: the report cannot be written: {of_system(error)}")
