"""Which spec files are meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec_project import Write

from harness.errors import CannotRun
from harness.spec import Choice, find_specs

SPEC = "describe('x', function() end)"


def shown(root: Path, *named: str, task: str = "") -> list[str]:
    return [spec.shown for spec in find_specs(named, here=root, task=task)]


def test_without_paths_it_is_the_spec_folder(write: Write) -> None:
    root = write({"spec/b_spec.lua": SPEC, "spec/deep/a_spec.lua": SPEC, "spec/helper.lua": "", "x_spec.lua": SPEC})
    assert shown(root) == ["spec/b_spec.lua", "spec/deep/a_spec.lua"]


def test_a_file_is_taken_by_whatever_name(write: Write) -> None:
    root = write({"spec/odd.lua": SPEC})
    assert shown(root, "spec/odd.lua") == ["spec/odd.lua"]


def test_the_same_file_is_run_once(write: Write) -> None:
    root = write({"spec/a_spec.lua": SPEC, "spec/b_spec.lua": SPEC})
    assert shown(root, "spec/b_spec.lua", "spec") == ["spec/b_spec.lua", "spec/a_spec.lua"]


def test_hidden_and_foreign_folders_are_left_out(write: Write) -> None:
    root = write({"spec/a_spec.lua": SPEC, "spec/.old/b_spec.lua": SPEC, "spec/lua_modules/c_spec.lua": SPEC})
    assert shown(root, "spec") == ["spec/a_spec.lua"]


@pytest.mark.parametrize(
    ("busted", "expected"),
    [
        ("return { default = { ROOT = { 'checks' } } }", ["checks/a_spec.lua"]),
        ("return { _all = { pattern = 'test_' }, default = { ROOT = 'spec' } }", ["spec/test_b.lua"]),
        ("return { default = { ['exclude-pattern'] = 'slow' } }", ["spec/a_spec.lua", "spec/deep/d_spec.lua"]),
        ("return { default = { recursive = false, pattern = 'a_spec' } }", ["spec/a_spec.lua"]),
        ("return { _all = { ROOT = { 'spec' } }, default = { ROOT = { 'checks' } } }", ["checks/a_spec.lua"]),
    ],
)
def test_busted_file(write: Write, busted: str, expected: list[str]) -> None:
    names = ("spec/a_spec.lua", "spec/slow_spec.lua", "spec/test_b.lua", "spec/deep/d_spec.lua", "checks/a_spec.lua")
    root = write({".busted": busted, **dict.fromkeys(names, SPEC)})
    assert shown(root) == expected


def test_a_task_of_the_busted_file(write: Write) -> None:
    root = write({".busted": "return { quick = { ROOT = 'quick' } }", "quick/a_spec.lua": SPEC})
    assert shown(root, task="quick") == ["quick/a_spec.lua"]


@pytest.mark.parametrize(
    ("busted", "task", "message"),
    [
        ("return {", "", r"\.busted: \.busted:1: .*expected"),
        ("return 7", "", r"it returns number, and busted wants a table"),
        ("return { quick = {}, slow = {} }", "fast", r"there is no task 'fast'; there are: quick, slow"),
        ("error('no')", "", r"\.busted:1: no"),
    ],
)
def test_a_wrong_busted_file_is_told(write: Write, busted: str, task: str, message: str) -> None:
    root = write({".busted": busted, "spec/a_spec.lua": SPEC})
    with pytest.raises(CannotRun, match=message):
        shown(root, task=task)


def test_a_task_needs_a_busted_file(write: Write) -> None:
    root = write({"spec/a_spec.lua": SPEC})
    with pytest.raises(CannotRun, match=r"--run quick: there is no \.busted"):
        shown(root, task="quick")


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("nowhere", "no spec file or folder 'nowhere'"),
        ("empty", "'empty' holds no spec: no Lua file whose name matches '_spec'"),
        ("notes.txt", "'notes.txt' is not a Lua file"),
        ("a,b_spec.lua", "busted cannot run a file with a comma in its path"),
    ],
)
def test_what_cannot_be_run_is_said(write: Write, named: str, message: str) -> None:
    root = write({"empty/helper.lua": "", "notes.txt": "", "a,b_spec.lua": SPEC})
    with pytest.raises(CannotRun, match=message):
        shown(root, named)


def test_a_root_may_be_given(write: Write) -> None:
    root = write({".busted": "return {}", "spec/a_spec.lua": SPEC, "b_spec.lua": SPEC})
    found = find_specs(("spec/a_spec.lua",), here=root, root=root / "spec")
    assert found[0].project.root == root / "spec"
    with pytest.raises(CannotRun, match="outside the project"):
        find_specs(("b_spec.lua",), here=root, root=root / "spec")


def test_a_choice_in_busteds_words() -> None:
    choice = Choice(("quick",), ("slow", "net"), ("queue",), ("old",), "ci")
    assert choice.arguments() == [
        "--tags=quick",
        "--exclude-tags=slow",
        "--exclude-tags=net",
        "--filter=queue",
        "--filter-out=old",
        "--run=ci",
    ]


def test_a_folder_may_hold_several_projects(write: Write) -> None:
    root = write({"a.koplugin/spec/a_spec.lua": SPEC, "b.koplugin/.busted": "", "b.koplugin/spec/b_spec.lua": SPEC})
    found = find_specs((".",), here=root)
    assert [spec.project.root.name for spec in found] == ["a.koplugin", "b.koplugin"]
    assert [spec.shown for spec in found] == ["a.koplugin/spec/a_spec.lua", "b.koplugin/spec/b_spec.lua"]
