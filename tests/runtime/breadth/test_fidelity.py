"""docs/fidelity.md says what the code is; the marks that it is made from."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).parents[3] / "tools" / "make_fidelity.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_fidelity", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_fidelity"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def modules(tool):
    return {module.name: module for module in tool.modules()}


def test_the_page_is_up_to_date(tool):
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run python tools/make_fidelity.py"


def test_marks_may_take_several_lines(tool):
    said = tool.marks(
        "--- Head.\n-- fidelity: partial: one\n-- two\n-- inert: a b\n-- c\n\n-- inert: d\nlocal x\n-- not this\n"
    )
    assert said == {"fidelity": "partial: one two", "inert": "a b c d"}


def test_a_file_without_marks_says_nothing(tool):
    assert tool.marks("--- Head.\nlocal x = 1\n") == {}


@pytest.mark.parametrize("mark", ["partially", "partial:", "faithful", "partial"])
def test_a_fidelity_of_another_kind_is_refused(tool, mark):
    with pytest.raises(ValueError, match="a fidelity is"):
        tool.marks(f"-- fidelity: {mark}\n")


def test_empty_bodies_are_found_and_nothing_with_any_is_called_faithful(modules):
    assert "enableCPUCores" in modules["device/generic/device"].inert
    assert "hasHiddenFlows" in modules["document/document"].fixed
    claimed = [
        one.name for one in modules.values() if one.fidelity == "faithful" and (one.inert or one.fixed or one.loud)
    ]
    assert claimed == []


def test_what_is_empty_in_koreader_too_is_not_inert(modules):
    assert modules["ui/widget/widget"].inert == set()
    assert modules["ui/widget/widget"].fidelity == "faithful"


def test_windows_and_engines_that_are_not_there_are_loud(modules):
    assert modules["ui/widget/configdialog"].fidelity.startswith("loud:")
    assert modules["ffi/koptcontext"].fidelity.startswith("loud:")
    assert modules["ui/widget/textviewer"].loud == ["handleTextSelection", "openFile"]


def test_every_module_loads(modules):
    assert [one.name for one in modules.values() if one.fidelity.startswith("absent")] == ["android"]
