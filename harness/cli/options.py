"""Options that several commands share, and the way in which they end when nothing could be run."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from harness import bundled
from harness.cli.ending import CANNOT_RUN as CANNOT_RUN
from harness.cli.ending import complete_profiles as complete_profiles
from harness.cli.ending import of_system as of_system
from harness.cli.ending import stop as stop
from harness.errors import CannotRun
from harness.finding import find_targets
from harness.options import RunOptions
from harness.scenario import ScenarioMistakes

Function = TypeVar("Function", bound=Callable[..., Any])


def complete_scenarios(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of bundled scenarios, for shells."""
    try:
        names = [target.name for target in find_targets((), here=Path.cwd())]
    except CannotRun:
        return []
    folders = sorted({name.rsplit("/", 1)[0] for name in names if "/" in name})
    return [name for name in [*folders, *names] if name.startswith(incomplete)]


def shared(function: Function) -> Function:
    """The options of every command that runs scenarios; the function gets them as ``options: RunOptions``."""

    @click.option("--plugin", metavar="DIR", help="Put this plugin under the story instead of the one it names.")
    @click.option("--profile", metavar="NAME", shell_complete=complete_profiles, help="Run on this device instead.")
    @click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="What all chance comes from.")
    @click.option("--server", metavar="URL", help="Talk to a `koharness serve` at this address, over real HTTP.")
    @click.option("--admin-token", metavar="TOKEN", default="", help="That server's admin token.")
    @click.option("--trace", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
                  help="Leave each run's trace there, as JSON Lines.")  # fmt: skip
    @click.option("--keep", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
                  help="Leave each device's disk there.")  # fmt: skip
    @functools.wraps(function)
    def wrapped(
        *arguments: Any, plugin: str | None, profile: str | None, seed: int, server: str | None, admin_token: str,
        trace: Path | None, keep: Path | None, **rest: Any,
    ) -> Any:  # fmt: skip
        for directory in (trace, keep):
            _writable(directory)
        options = RunOptions(
            seed=seed, plugin=_plugin(plugin), profile=_profile(profile), server=server, admin_token=admin_token,
            trace=trace, keep=keep,
        )  # fmt: skip
        return function(*arguments, options=options, **rest)

    return wrapped  # type: ignore[return-value]


def _writable(directory: Path | None) -> None:
    """Make a directory for what is left behind, before anything is run for it."""
    if directory is None:
        return
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"koharness: {of_system(error)}")
    if not os.access(directory, os.W_OK | os.X_OK):
        stop(f"koharness: {directory}: nothing may be written there")


def _plugin(name: str | None) -> Path | None:
    if name is None:
        return None
    try:
        return bundled.find_plugin(name)
    except FileNotFoundError as error:
        stop(f"koharness: {error}")


def _profile(name: str | None) -> str | None:
    from fake_koreader.profile import PROFILES
    from harness.scenario.mistakes import unknown_word

    if name is not None and name not in PROFILES:
        stop(f"koharness: {unknown_word(name, list(PROFILES), 'a profile')}")
    return name


def orderly(function: Function) -> Function:
    """Mistakes of a user end with exit code 2 and what to mend, never with a traceback."""

    @functools.wraps(function)
    def wrapped(*arguments: Any, **rest: Any) -> Any:
        try:
            return function(*arguments, **rest)
        except ScenarioMistakes as mistakes:
            stop(str(mistakes))
        except CannotRun as error:
            stop(f"koharness: {error}")
        except OSError as error:
            stop(f"koharness: {of_system(error)}")

    return wrapped  # type: ignore[return-value]
