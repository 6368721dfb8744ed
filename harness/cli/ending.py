"""How commands end: with an exit code for what came of the runs, or with a word on why nothing was run.

Nothing here loads scenarios, so that commands without them start quickly.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

import click

from harness.errors import CannotRun
from harness.options import Result

Function = TypeVar("Function", bound=Callable[..., Any])

CANNOT_RUN = 2


def stop(message: str) -> NoReturn:
    """Say why nothing was run, and end with exit code 2."""
    click.echo(message, err=True)
    sys.exit(CANNOT_RUN)


def of_system(error: OSError) -> str:
    """What the operating system said, and of which file, as one line."""
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def plainly(function: Function) -> Function:
    """What keeps a command from running ends with exit code 2 and what to mend, never with a traceback."""

    @functools.wraps(function)
    def wrapped(*arguments: Any, **rest: Any) -> Any:
        try:
            return function(*arguments, **rest)
        except CannotRun as error:
            stop(f"koharness: {error}")
        except OSError as error:
            stop(f"koharness: {of_system(error)}")

    return wrapped  # type: ignore[return-value]


def exit_code(results: Sequence[Result]) -> int:
    """0 all passed, 1 some failed, 2 some could not be run."""
    if any(result.outcome == "error" for result in results):
        return CANNOT_RUN
    return 1 if any(result.outcome == "failed" for result in results) else 0


def complete_profiles(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of profiles, for shells."""
    from fake_koreader.profile import PROFILES

    return [name for name in PROFILES if name.startswith(incomplete)]
