"""The command line: what it says, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cli import main
from harness.scenario.registry import vocabulary


def invoke(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_help_teaches_every_command() -> None:
    text = invoke("--help").output
    for word in ("run", "step", "new", "schema", "words", "profiles", "serve", "lua", "doctor", "completion"):
        assert f"\n  {word} " in text
    assert "Exit codes: 0 all passed, 1 some failed, 2 could not run." in text
    for word in ("run", "step", "lua", "serve"):
        assert invoke(word, "--help").output.startswith(f"Usage: main {word}")


def test_mistakes_in_scenarios_are_exit_code_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("story: x\nsteps:\n  - opne: a\n")
    (tmp_path / "b.yaml").write_text("stry: x\nsteps: [boot]\n")
    result = invoke("run", "a.yaml", "b.yaml")
    assert result.exit_code == 2
    assert "a.yaml:3:5: 'opne' is not a step; did you mean 'open'?" in result.output
    assert "b.yaml:1:1: 'stry' is not known here; did you mean 'story'?" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "no-such-story"], "no scenario 'no-such-story'"),
        (["run", "--plugin", "no-such-plugin"], "no plugin 'no-such-plugin': give a directory with a main.lua"),
        (["run", "--profile", "kobo-clar"], "'kobo-clar' is not a profile; did you mean 'kobo-clara'?"),
        (["step", "no-such-story"], "no scenario 'no-such-story'"),
        (["lua", "--conformance", "tides", __file__], "no conformance world 'tides'"),
    ],
)
def test_what_cannot_be_run_is_exit_code_2(words: list[str], says: str) -> None:
    result = invoke(*words)
    assert result.exit_code == 2
    assert says in result.output


def test_new_writes_a_scenario_that_loads_and_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert invoke("new", "evening").exit_code == 0
    assert invoke("run", "--list", "evening.yaml").output == "evening\n"
    assert invoke("new", "evening.yaml").exit_code == 2
    assert invoke("new", "evening.yaml", "--force").exit_code == 0


def test_schema_words_and_profiles() -> None:
    assert json.loads(invoke("schema").output)["title"] == "A koharness scenario"
    words = invoke("words").output
    known = vocabulary()
    for word in (*known.steps, *known.expectations, "nothing lost"):
        assert f"  {word}" in words
    assert "kobo-clara" in invoke("profiles").output


def test_completion_for_shells() -> None:
    assert "_KOHARNESS_COMPLETE" in invoke("completion", "bash").output
