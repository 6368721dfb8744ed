"""What a run may be told from outside, and what it comes to: options and results, both plain and picklable."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Outcome = Literal["passed", "failed", "error", "skipped"]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How scenarios are run. ``plugin`` and ``profile`` replace what the scenario says.

    ``patience`` is in seconds of the host's time: a run that has no end by then is ended.
    """

    seed: int = 0
    plugin: Path | None = None
    profile: str | None = None
    server: str | None = None
    admin_token: str = ""
    trace: Path | None = None
    keep: Path | None = None
    patience: float = 120.0


@dataclass(frozen=True, slots=True)
class Target:
    """One scenario file to run, under the name that reports use."""

    path: Path
    name: str
    shown: str


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that was wrong. ``where`` is ``file:line``; ``events`` are the last ones before it, one a line."""

    kind: str
    message: str
    where: str
    expected: str = ""
    seen: str = ""
    step: str = ""
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one run. ``seconds`` are the host's, ``virtual_seconds`` the story's."""

    name: str
    where: str
    outcome: Outcome
    seconds: float
    virtual_seconds: float
    failures: tuple[Failure, ...] = ()
    seed: int = 0
    profile: str = ""
    plugins: tuple[str, ...] = ()
    events: int = 0
    requests: int = 0
    trace_digest: str = ""
    notes: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    suite: str = ""
    """The spec file of a test; empty for scenarios, whose name says it."""
