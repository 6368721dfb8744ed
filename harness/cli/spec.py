"""``koharness spec``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from fake_koreader.profile import PROFILES
from harness.cli.ending import complete_profiles, exit_code, plainly, stop
from harness.options import Result
from harness.spec.choosing import Choice, find_specs
from harness.spec.installation import find_busted
from harness.spec.pool import SpecOptions, processes_for, run_specs
from harness.spec.report import SpecReport
from harness.spec.running import SpecRun

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_REPORT = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--tags", "-t", multiple=True, metavar="TAGS", help="Only tests with one of these #tags (comma, repeat).")
@click.option("--exclude-tags", multiple=True, metavar="TAGS", help="No test with one of these #tags.")
@click.option("--filter", "filters", multiple=True, metavar="PATTERN",
              help="Only tests whose full name matches this Lua pattern.")  # fmt: skip
@click.option("--filter-out", multiple=True, metavar="PATTERN", help="No test whose full name matches.")
@click.option("--run", "-r", "task", metavar="TASK", default="", help="A task of `.busted` other than `default`.")
@click.option("--busted", "busted_dir", metavar="DIR", type=_FOLDER,
              help="Where busted is: a Lua folder or a LuaRocks tree.")  # fmt: skip
@click.option("--root", metavar="DIR", type=_FOLDER,
              help="The project; by default the folder above with .busted, .git or a plugin.")  # fmt: skip
@click.option("--profile", metavar="NAME", type=click.Choice(list(PROFILES)), shell_complete=complete_profiles,
              help="The device; kobo-clara by default, emulator for specs of KOReader's own tree.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="What all chance comes from.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many files at a time; as many as pay off.")
@click.option("--json", "json_file", metavar="FILE", type=_REPORT, help="A report as JSON, one result per test.")
@click.option("--junit", "junit_file", metavar="FILE", type=_REPORT, help="A report as JUnit XML.")
@click.option("--list", "only_list", is_flag=True, help="Only name the spec files.")
@click.option("--verbose", "-v", is_flag=True, help="Name every test, show KOReader's log.")
@plainly
def spec(
    paths: tuple[str, ...], tags: tuple[str, ...], exclude_tags: tuple[str, ...], filters: tuple[str, ...],
    filter_out: tuple[str, ...], task: str, busted_dir: Path | None, root: Path | None, profile: str | None,
    seed: int, jobs: int | None, json_file: Path | None, junit_file: Path | None, only_list: bool, verbose: bool,
) -> None:  # fmt: skip
    """Run busted's specs inside the emulated KOReader, without mocks; a fresh device for every file.

    PATH is a spec file, or a folder with `*_spec.lua` (or what `.busted` says); without any, `.busted` of the
    project, or its folder `spec`. busted itself must be installed (Debian: apt install lua-busted).

    \b
      koharness spec                            the project's specs
      koharness spec spec/queue_spec.lua        one file
      koharness spec --tags quick --json report.json

    Specs run in KOReader's installation directory, over which the project's tree is laid. Exit codes: 0 all passed,
    1 some failed, 2 could not run (a file does not load, a setup fails, busted is missing).
    """
    begun, here = time.perf_counter(), Path.cwd()
    busted = find_busted(busted_dir, here=here)
    specs = find_specs(paths, here=here, root=root, task=task)
    if only_list:
        for one in specs:
            click.echo(one.shown)
        return
    choice = Choice(_split(tags), _split(exclude_tags), filters, filter_out, task)
    report = SpecReport(verbose=verbose)
    runs: list[SpecRun] = []
    processes = jobs or processes_for(specs)
    for run in run_specs(specs, SpecOptions(busted, choice, profile, seed), processes=processes):
        runs.append(run)
        report.file(run)
    results = [result for run in runs for result in run.results]
    report.failures(results)
    report.summary(runs, time.perf_counter() - begun)
    _write(results, json_file, junit_file)
    if not results:
        stop("koharness: no test was run: nothing matches the tags and filters, or the files hold no tests")
    sys.exit(exit_code(results))


def _split(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tag for given in tags for tag in given.split(",") if tag)


def _write(results: list[Result], json_file: Path | None, junit_file: Path | None) -> None:
    try:
        if json_file is not None:
            from harness.report.json_file import write_json

            write_json(results, json_file)
        if junit_file is not None:
            from harness.report.junit import write_junit

            write_junit(results, junit_file)
    except OSError as error:
        stop(f"koharness: the report cannot be written: {error}")
