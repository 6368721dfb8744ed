"""``koharness spec`` as its user meets it: what it prints, its reports, its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from spec_project import Write

from harness.cli import main
from harness.spec import Busted, installation

GOOD = "describe('a', function() it('works #quick', function() end) it('waits', function() pending('rain') end) end)"
BAD = "it('fails', function()\n  print('so far')\n  assert.are.equal(1, 2)\nend)"


@pytest.fixture
def invoke(write: Write, busted: Busted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Runs the command in a project with two spec files."""
    write({"spec/good_spec.lua": GOOD, "spec/bad_spec.lua": BAD})
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["spec", "-j1", *words])

    return run


def test_all_passed(invoke) -> None:  # type: ignore[no-untyped-def]
    result = invoke("spec/good_spec.lua")
    assert result.exit_code == 0, result.output
    assert "✓ spec/good_spec.lua  1 passed, 1 pending" in result.output
    assert "1 passed, 1 pending in 1 file; " in result.output


def test_some_failed(invoke) -> None:  # type: ignore[no-untyped-def]
    result = invoke()
    assert result.exit_code == 1
    assert "✗ spec/bad_spec.lua  1 failed" in result.output
    assert "│ so far" in result.output
    assert "spec/bad_spec.lua:3: Expected objects to be equal." in result.output
    assert "1 passed, 1 failed, 1 pending in 2 files; " in result.output


def test_something_could_not_run(invoke, write: Write) -> None:  # type: ignore[no-untyped-def]
    write({"spec/broken_spec.lua": "describe('x',"})
    result = invoke("spec/broken_spec.lua")
    assert result.exit_code == 2
    assert "spec/broken_spec.lua:1: unexpected symbol near '<eof>'" in result.output


def test_verbose_names_every_test(invoke) -> None:  # type: ignore[no-untyped-def]
    output = invoke("-v", "spec/good_spec.lua").output
    assert "✓ a works #quick" in output
    assert "- a waits (rain)" in output


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("--tags", "quick"), ["a works #quick"]),
        (("--exclude-tags", "quick"), ["fails", "a waits"]),
        (("--filter", "works", "--filter", "fails"), ["fails", "a works #quick"]),
        (("--filter-out", "^a "), ["fails"]),
    ],
)
def test_choosing(invoke, tmp_path: Path, words: tuple[str, ...], names: list[str]) -> None:  # type: ignore[no-untyped-def]
    invoke(*words, "--json", "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert [result["name"] for result in report["results"]] == names


def test_nothing_chosen_is_no_success(invoke) -> None:  # type: ignore[no-untyped-def]
    result = invoke("--tags", "nobody")
    assert result.exit_code == 2
    assert "no test was run: nothing matches the tags and filters" in result.output


def test_json(invoke, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    invoke("--json", "deep/report.json")
    report = json.loads((tmp_path / "deep" / "report.json").read_text())
    assert report["version"] == 1
    failed, passed, waiting = report["results"]
    assert (failed["name"], failed["outcome"], failed["where"]) == ("fails", "failed", "spec/bad_spec.lua:1")
    assert failed["failures"][0]["kind"] == "assertion"
    assert failed["failures"][0]["where"] == "spec/bad_spec.lua:3"
    assert failed["suite"] == "spec/bad_spec.lua"
    assert {"seconds", "virtual_seconds"} <= passed.keys()
    assert (waiting["outcome"], waiting["notes"]) == ("skipped", ["rain"])


def test_junit(invoke, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    invoke("--junit", "report.xml")
    suite = ElementTree.parse(tmp_path / "report.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    assert [case.get("classname") for case in suite] == ["spec.bad_spec", "spec.good_spec", "spec.good_spec"]
    assert suite[1].get("name") == "a works #quick"


def test_list(invoke) -> None:  # type: ignore[no-untyped-def]
    assert invoke("--list").output.splitlines() == ["spec/bad_spec.lua", "spec/good_spec.lua"]


def test_processes_give_the_same_results_in_the_same_order(invoke, write: Write) -> None:  # type: ignore[no-untyped-def]
    write({f"spec/more{i}_spec.lua": GOOD for i in range(4)})

    def without_times(*words: str) -> list[str]:
        return [line.rpartition("  ")[0] for line in invoke(*words).output.splitlines()[:6]]

    assert without_times("-j2") == without_times("-j1")


def test_without_busted_it_says_how_to_install_it(  # type: ignore[no-untyped-def]
    invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installation, "_SHARES", ())
    monkeypatch.setenv("HOME", str(tmp_path))
    result = invoke()
    assert result.exit_code == 2
    assert "koharness: busted is not installed; install it (Debian, Ubuntu: apt install lua-busted" in result.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere",), "koharness: no spec file or folder 'nowhere'"),
        (("--run", "ci"), "koharness: --run ci: there is no .busted"),
        (("--busted", "spec"), "koharness: there is no busted in spec"),
        (("--profile", "toaster"), "Invalid value for '--profile'"),
    ],
)
def test_mistakes_are_exit_code_2(invoke, words: tuple[str, ...], message: str) -> None:  # type: ignore[no-untyped-def]
    result = invoke(*words)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output
