"""The command line: what it says, and its exit codes."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
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


def test_a_plugin_that_is_not_there_has_its_place_in_the_story_unless_another_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("story: x\ndevice:\n  plugin: shelfsink\nsteps: [boot]\n")
    for command in ("run", "step"):
        result = invoke(command, "a.yaml")
        assert result.exit_code == 2
        assert result.output.startswith("a.yaml:3:11: no plugin 'shelfsink': give a directory with a main.lua")
    assert invoke("run", "a.yaml", "--plugin", "shelfsync").exit_code == 0


@pytest.mark.parametrize("option", ["--trace", "--keep"])
def test_what_cannot_be_left_behind_is_known_before_anything_is_run(tmp_path: Path, option: str) -> None:
    (tmp_path / "file").write_text("")
    result = invoke("run", option, str(tmp_path / "file" / "deeper"))
    assert (result.exit_code, result.output) == (2, f"koharness: {tmp_path}/file/deeper: Not a directory\n")


def test_files_that_cannot_be_written_are_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    place = str(tmp_path / "file" / "x.json")
    for words, says in (
        (["schema", "-o", place], f"koharness: {place}: Not a directory\n"),
        (["serve", "--database", place], f"koharness: the database {place} cannot be used: unable to open"),
    ):
        result = invoke(*words)
        assert result.exit_code == 2
        assert result.output.startswith(says)


def test_a_plugin_that_may_not_be_read_is_named_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = tmp_path / "my.koplugin"
    plugin.mkdir()
    (plugin / "main.lua").write_text("return {}\n")
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != "main.lua")
    for command in ("run", "check"):
        result = invoke(command, "--plugin", str(plugin)) if command == "run" else invoke(command, str(plugin))
        assert result.exit_code == 2
        assert result.output.startswith(f"koharness: {plugin}/main.lua may not be read; `chmod")


def test_ctrl_c_says_how_many_were_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object, **rest: object) -> Iterator[object]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("harness.cli.run.run_jobs", interrupted)
    result = invoke("run", "quick-start/five-steps")
    assert result.exit_code == 2
    assert "koharness: stopped; 0 of " in result.output


def test_a_port_in_use_is_named_with_the_mend(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = invoke("serve", "--port", str(port), "--database", str(tmp_path / "x.sqlite3"))
    assert result.exit_code == 2
    assert f"127.0.0.1:{port} is in use by another program; --port NUMBER chooses another" in result.output
