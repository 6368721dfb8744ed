"""docs/coverage.md is up to date, every row says something, and every scenario that it names exists."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "coverage_of_seeds.py"


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("coverage_of_seeds", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


coverage = _tool()

TEXT = "# Tea\n\nIt is hot. Drink it\n| a | b |\n"


def row(at: str, words: list[str]) -> Any:
    return coverage.Row(at, coverage.mark_of(words), "gist", "heading", {}, "")


def source(*rows: Any) -> Any:
    return coverage.Source("Tea", "tea.txt", rows)


def test_the_page_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert coverage.main(["--check"]) == 0, capsys.readouterr().err


def test_every_row_has_a_gist_and_something_to_say() -> None:
    for page in coverage.sources():
        assert page.rows
        for each in page.rows:
            assert each.says
            assert each.kind == "heading" or each.reason or each.proof
            assert all(each.proof.values())
    assert sum(len(page.rows) for page in coverage.sources()) > 300


def test_a_stale_page_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "coverage.md"
    stale.write_text("old", "utf-8")
    monkeypatch.setattr(coverage, "PAGE", stale)
    assert coverage.main(["--check"]) == 1
    assert coverage.main([]) == 0
    assert coverage.main(["--check"]) == 0


def test_sentences_rows_and_items_are_pieces() -> None:
    assert coverage.pieces(TEXT) == {"1.1": "# Tea", "3.1": "It is hot.", "3.2": "Drink it", "4.1": "| a | b |"}


def test_forgotten_changed_and_doubled_sentences_are_found() -> None:
    title, rest = row("1.1", ["# Tea"]), row("3.1-4.1", ["It is hot.", "Drink it", "| a | b |"])
    assert list(coverage.disagreements(source(title, rest), TEXT)) == []
    assert list(coverage.disagreements(source(rest), TEXT)) == ["Tea: 1.1 is forgotten: # Tea"]
    [changed] = coverage.disagreements(source(title, rest), TEXT.replace("hot", "cold"))
    assert changed.startswith("Tea: 3.1-4.1 has changed (now ")
    assert changed.endswith(": It is cold.")
    assert "Tea: 1.1 has two rows" in list(coverage.disagreements(source(title, title, rest), TEXT))
    assert "Tea: there is no sentence 9.1" in list(coverage.disagreements(source(title, rest, row("9.1", [])), TEXT))


def test_a_scenario_that_does_not_exist_is_found() -> None:
    claim = replace(row("1.1", []), kind="proven", proof={"offline/no-such": "all of it"})
    assert coverage.missing_scenarios([source(claim)]) == ["Tea: 1.1 names offline/no-such"]


@pytest.mark.parametrize("fields", ["", "    heading: true\n    open: more\n"])
def test_an_empty_or_doubtful_row_is_one_line(
    fields: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.yaml").write_text(f"title: T\nrows:\n  - at: '1.1'\n    says: s\n{fields}", "utf-8")
    monkeypatch.setattr(coverage, "ROWS", tmp_path)
    assert coverage.main(["--check"]) == 1
    assert capsys.readouterr().err.startswith("x.yaml: 1.1 needs one of")
