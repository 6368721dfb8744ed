"""Scenarios written in a test, and runs of them on a small device."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_device import FakeDevice

from harness import bundled
from harness.options import Result, RunOptions, Target
from harness.runner import Run, load
from harness.scenario import Story

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a scenario file beside two books; returns its path."""
    for name in ("moby-dick.epub", "alice.epub", "frankenstein.pdf"):
        (tmp_path / name).write_bytes((bundled.scenarios() / "books" / name).read_bytes())
    (tmp_path / "pyproject.toml").write_text("")

    def write_file(text: str, name: str = "story.yaml") -> Path:
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def stories(write: Write) -> Callable[[str], list[Story]]:
    """Load scenario text."""

    def load_text(text: str) -> list[Story]:
        path = write(text)
        return load(Target(path, "story", "story.yaml"))

    return load_text


@pytest.fixture
def tell(stories: Callable[[str], list[Story]]) -> Callable[..., Result]:
    """Run scenario text on the small device, whose plugin misbehaves as the keywords say."""

    def run(
        text: str, *, options: RunOptions | None = None, runs: list[Run] | None = None, **misbehaviour: Any
    ) -> Result:
        class Device(FakeDevice):
            pass

        Device.misbehaviour = misbehaviour
        one = Run(stories(text)[0], options or RunOptions(), make=Device)
        if runs is not None:
            runs.append(one)
        return one.execute()

    return run
