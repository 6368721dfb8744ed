"""The modules and members that plugins use are there (tests/data/api_usage.tsv)."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parents[3] / "tools" / "coverage_of_api.py"


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coverage_of_api", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["coverage_of_api"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return _tool()


@pytest.fixture(scope="module")
def answers(tool):
    probe = tool.Probe()
    return [(use, probe.look(use)) for use in tool.uses() if use.note != "bundled plugin" and use.name != "android"]


def test_the_table_is_whole(tool):
    kinds = Counter(use.kind for use in tool.uses())
    assert kinds["module"] > 250
    assert kinds["member"] > 850
    assert kinds["object"] > 450


def test_everything_above_the_thresholds_is_there(answers):
    assert [(use.name, use.member) for use, answer in answers if use.wanted and answer != "there"] == []


def test_what_koreader_has_not_got_is_not_there(answers):
    # LuaSocket has the one, and the path the other, whatever KOReader's own source says.
    elsewhere = {("mime", "unb64"), ("common/json", "")}
    made_up = [
        (use.name, use.member)
        for use, answer in answers
        if use.note == "absent" and use.kind in {"module", "member"} and answer != "absent"
    ]
    assert set(made_up) == elsewhere


def test_every_core_module_is_there_or_loud(answers):
    silent = [use.name for use, answer in answers if use.note in {"core", "base ffi"} and answer == "absent"]
    assert silent == []


def test_methods_that_plugins_replace_exist(answers):
    # A plugin that wraps one calls what was there before. The rest are fields, and menus' long presses.
    missing = {(use.name, use.member) for use, answer in answers if use.kind == "replaced" and answer == "absent"}
    assert missing <= {
        ("ui/widget/filechooser", "show_filter"),
        ("ui/widget/filechooser", "show_hidden"),
        ("ui/widget/filechooser", "show_unsupported"),
        ("apps/filemanager/filemanagerfilesearcher", "search_path"),
        ("apps/filemanager/filemanagerfilesearcher", "file_dialog_added_buttons"),
        ("apps/filemanager/filemanagerfilesearcher", "onShowSearchResults"),
    }
