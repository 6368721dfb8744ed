"""Projects with specs, made in a temporary folder, and busted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from spec_project import Run, Write

from harness.errors import CannotRun
from harness.spec import Busted, Choice, SpecRun, find_busted, find_specs, run_spec


@pytest.fixture(scope="session")
def busted() -> Busted:
    """busted as it is installed here; in CI it must be."""
    try:
        return find_busted(None, here=Path.cwd())
    except CannotRun as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files below a project's root, which it gives back."""

    def files(texts: dict[str, str]) -> Path:
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return files


@pytest.fixture
def run(write: Write, busted: Busted) -> Run:
    """Runs the Lua text of one spec file, with other files around it."""

    def one(text: str, files: dict[str, str] | None = None, *, choice: Choice | None = None,
            profile: str | None = None, name: str = "spec/a_spec.lua") -> SpecRun:  # fmt: skip
        root = write({name: text, **(files or {})})
        spec = find_specs((name,), here=root)[0]
        return run_spec(spec, busted, choice or Choice(), profile=profile)

    return one
