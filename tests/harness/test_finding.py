"""Scenario files from what was named."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import bundled
from harness.errors import CannotRun
from harness.finding import find_targets


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "library"
    for name in (
        "offline/home.yaml",
        "offline/kill.yml",
        "start/epub.yaml",
        "start/_part.yaml",
        "start/koharness.yaml",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("story: x\n")
    monkeypatch.setattr(bundled, "scenarios", lambda: root)
    return root


def names(*named: str, here: Path) -> list[str]:
    return [target.name for target in find_targets(named, here=here)]


def test_nothing_named_is_the_whole_library(library: Path, tmp_path: Path) -> None:
    assert names(here=tmp_path) == ["offline/home", "offline/kill", "start/epub"]


def test_names_and_folders_of_the_library(library: Path, tmp_path: Path) -> None:
    assert names("start/epub", here=tmp_path) == ["start/epub"]
    assert names("offline", here=tmp_path) == ["offline/home", "offline/kill"]
    assert names("scenarios/offline/kill.yml", here=tmp_path) == ["offline/kill"]
    assert names("offline", "offline/home", here=tmp_path) == ["offline/home", "offline/kill"]


def test_own_files_come_first(library: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text("story: x\n")
    [target] = find_targets(("mine.yaml",), here=tmp_path)
    assert (target.name, target.shown, target.path) == ("mine", "mine.yaml", own)


def test_what_does_not_exist_is_named_with_what_does(library: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="no scenario 'offlin'; did you mean 'offline'"):
        find_targets(("offlin",), here=tmp_path)
    with pytest.raises(CannotRun, match="koharness run --list"):
        find_targets(("zzzzzz",), here=tmp_path)
