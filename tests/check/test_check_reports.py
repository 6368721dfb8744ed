"""What ``koharness check`` says, and how it ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from checked_plugins import PLUGINS, checked
from click.testing import CliRunner
from rich.console import Console as Terminal

from harness.check import report
from harness.check.checking import CheckResult
from harness.check.findings import Finding, Kind
from harness.cli import main


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["check", *arguments])
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def _path(name: str) -> str:
    return str(PLUGINS / f"{name}.koplugin")


def test_a_clean_plugin_ends_with_zero() -> None:
    code, output = _run(_path("clean"))
    assert code == 0
    assert "✓ clean.koplugin: clean" in output
    assert "1 of 1 plugin without errors" in output


def test_warnings_do_not_fail_and_are_told() -> None:
    code, output = _run(_path("leaking"), "--profile", "android")
    assert code == 0
    assert "leaked-global leaking.koplugin/main.lua:3: makes the global 'leaked_while_loading'" in output


def test_errors_end_with_one_and_stand_in_all_reports(tmp_path: Path) -> None:
    json_file, junit_file = tmp_path / "report.json", tmp_path / "report.xml"
    code, output = _run(
        _path("broken"), _path("clean"), "--profile", "emulator", "--json", str(json_file), "--junit", str(junit_file)
    )
    assert code == 1
    assert "load-error broken.koplugin/main.lua:2: the plugin does not load" in output
    assert "1 of 2 plugins without errors" in output
    document = json.loads(json_file.read_text())
    assert document["version"] == 1
    assert [(one["name"], one["outcome"]) for one in document["results"]] == [
        ("broken.koplugin on emulator", "failed"),
        ("clean.koplugin on emulator", "passed"),
    ]
    failure = document["results"][0]["failures"][0]
    assert {"kind", "message", "where"} <= set(failure)
    assert (failure["kind"], failure["where"]) == ("load-error", "broken.koplugin/main.lua:2")
    suite = ElementTree.parse(junit_file).getroot()[0]
    assert suite.attrib["failures"] == "1"
    assert suite[0][1].attrib["type"] == "load-error"


def test_one_result_for_each_plugin_and_profile(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    _run(_path("clean"), "--profile", "android", "--profile", "kobo-clara", "--profile", "android", "--json", str(file))
    results = json.loads(file.read_text())["results"]
    assert [(one["plugin"], one["profile"]) for one in results] == [
        ("clean.koplugin", "android"),
        ("clean.koplugin", "kobo-clara"),
    ]


def test_tracebacks_are_shown_when_asked_for() -> None:
    code, output = _run(_path("unstarted"), "--profile", "kobo-clara", "--tracebacks")
    assert code == 1
    assert "stack traceback:" in output
    assert "stack traceback:" not in _run(_path("unstarted"), "--profile", "kobo-clara")[1]


def test_tapping_is_asked_for() -> None:
    assert _run(_path("tapped"), "--profile", "kobo-clara")[0] == 0
    code, output = _run(_path("tapped"), "--profile", "kobo-clara", "--tap")
    assert code == 1
    assert "tapping tools > Tapped > Delete (answer: ok)" in output


def test_the_budget_for_freezes_can_be_given() -> None:
    assert _run(_path("freezing"), "--profile", "kobo-clara", "--freeze-budget", "40")[0] == 0
    assert _run(_path("freezing"), "--profile", "kobo-clara", "--freeze-budget", "20")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.koplugin"], "no plugin 'nowhere.koplugin': give a directory with a main.lua"),
        ([_path("clean"), "--profile", "kobo-clera"], "kobo-clara"),
        ([_path("clean"), "--json", "/proc/nothing/report.json"], "the report cannot be written"),
    ],
)
def test_what_cannot_be_done_ends_with_two(arguments: list[str], said: str) -> None:
    code, output = _run(*arguments)
    assert code == 2
    assert said in output
    assert "Traceback" not in output


def test_a_plugin_must_be_named() -> None:
    code, output = _run()
    assert code == 2
    assert "PLUGIN" in output


def _shown(*results: CheckResult) -> str:
    stream = io.StringIO()
    terminal = Terminal(file=stream, width=200, highlight=False)
    report.plugin_block(terminal, results)
    report.summary(terminal, results)
    return stream.getvalue()


def _result(profile: str, *errors: Finding) -> CheckResult:
    return CheckResult("x.koplugin", profile, "failed" if errors else "passed", 1.0, 2.0, errors=errors)


def test_a_finding_of_all_devices_is_told_once() -> None:
    finding = Finding(Kind.LUA_ERROR, "no", "x.koplugin/main.lua:1", "online: reading")
    text = _shown(_result("kobo-clara", finding), _result("android", finding))
    assert text.count("x.koplugin/main.lua:1: no") == 1
    assert "only on" not in text


def test_a_finding_of_one_device_says_which() -> None:
    finding = Finding(Kind.LUA_ERROR, "no", "x.koplugin/main.lua:1", "online: reading")
    text = _shown(_result("kobo-clara"), _result("android", finding))
    assert "once, first online: reading, only on android" in text
    assert "0 of 1 plugin without errors" in text


def test_brackets_in_messages_are_no_markup() -> None:
    finding = Finding(Kind.LUA_ERROR, "[bold]x[/bold] [nothing]", "x.koplugin/main.lua:1", "online: [a]")
    assert "[bold]x[/bold] [nothing]" in _shown(_result("android", finding))


def test_what_could_not_be_checked_is_no_success() -> None:
    result = CheckResult("x.koplugin", "android", "error", 0.0, 0.0, notes=("the process ended",))
    assert "could not be checked" in _shown(result)
    assert report.as_json([result])["results"][0]["failures"] == [
        {"kind": "harness", "message": "the process ended", "where": "x.koplugin"}
    ]


def test_the_same_check_says_the_same_in_every_process() -> None:
    program = (
        "import json, sys; from pathlib import Path; from harness.check import report;"
        "from harness.check.checking import CheckOptions, check_plugin;"
        "r = [check_plugin(Path(sys.argv[1]), 'kobo-clara', CheckOptions(tap=True))];"
        "d = report.as_json(r); d['results'][0].pop('seconds'); print(json.dumps(d))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program, _path("tapped")], env={**os.environ, "PYTHONHASHSEED": seed},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1
    mine = report.as_json([checked("tapped", tap=True)])
    mine["results"][0].pop("seconds")
    assert json.loads(said.pop()) == mine
