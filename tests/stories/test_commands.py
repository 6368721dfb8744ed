"""The commands on the real device: exit codes, reports, what is left behind, stepping, Lua."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from harness.cli import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


def test_a_new_scenario_passes_and_leaves_its_reports(home: Path) -> None:
    assert invoke("new", "evening").exit_code == 0
    words = ("run", "evening.yaml", "--json", "r.json", "--junit", "r.xml", "--trace", "traces", "--keep", "disks")
    result = invoke(*words)
    assert result.exit_code == 0, result.output
    assert "✓ evening  5 min" in result.output
    assert "1 passed; 5 min" in result.output
    [run] = json.loads((home / "r.json").read_text("utf-8"))["results"]
    assert (run["name"], run["outcome"], run["failures"], run["plugins"]) == ("evening", "passed", [], ["shelfsync"])
    assert ElementTree.parse(home / "r.xml").getroot()[0].get("tests") == "1"
    lines = (home / "traces" / "evening.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == run["events"]
    assert json.loads(lines[0])["kind"] == "radio.off" or json.loads(lines[0])["n"] == 0
    kept = home / "disks" / "evening" / "reader" / "mnt/onboard/.adds/koreader/settings/shelfsync.sqlite3"
    assert kept.read_bytes().startswith(b"SQLite format 3")
    assert "tide-pool" not in (home / "traces" / "evening.jsonl").read_text("utf-8")


def test_a_failing_scenario_is_exit_code_1_with_the_whole_story(home: Path) -> None:
    invoke("new", "evening")
    path = home / "evening.yaml"
    path.write_text(path.read_text("utf-8").replace("about 5 min", "about 9 min"), "utf-8")
    result = invoke("run", "evening.yaml")
    assert result.exit_code == 1
    for text in (
        "✗ evening",
        "evening.yaml:38: server: expected session 1 of 1",
        "duration is 300 s, not about 9 min",
        "expected:  session 1 of 1: book moby-dick.epub, duration about 9 min",
        "seen:      0 like it",
        "last events before it:",
        "request.finished",
        "step through it:  koharness step evening.yaml",
        "1 failed;",
    ):
        assert text in result.output, text


def test_other_devices_and_seeds(home: Path) -> None:
    invoke("new", "evening")
    for profile in ("kobo-libra", "kindle-pw5", "android", "pocketbook"):
        result = invoke("run", "evening.yaml", "--profile", profile, "--seed", "9")
        assert result.exit_code == 0, f"{profile}\n{result.output}"


def test_stepping_through(home: Path) -> None:
    invoke("new", "evening")
    typed = "hooks off\nnext\nscreen\nturn pages: 1\nwhere\nlua 6 * 7\nrequests\ncontinue\n"
    result = invoke("step", "evening.yaml", typed=typed)
    assert result.exit_code == 0, result.output
    assert "── evening.yaml:26  open: moby-dick.epub" in result.output
    assert "page 2 of" in result.output
    assert "\n42\n" in result.output
    assert "0 requests" in result.output
    assert "✓ evening" in result.output


def test_stepping_a_plugin_stops_at_its_handlers(home: Path) -> None:
    from harness import bundled

    result = invoke("step", str(bundled.find_plugin("shelfsync")), typed="next\nnext\nwhere\nquit\n")
    assert result.exit_code == 0, result.output
    assert "   shelfsync: on" in result.output
    assert "Left." in result.output


def test_lua(home: Path) -> None:
    (home / "hello.lua").write_text('print("hello", require("device").model)\n')
    assert invoke("lua", "hello.lua").output == "hello\tKobo_nova\n"
    (home / "broken.lua").write_text("local x = nil\nx.y = 1\n")
    result = invoke("lua", "broken.lua")
    assert result.exit_code == 1
    assert "broken.lua:2: attempt to index local 'x'" in result.output


def test_a_conformance_script_and_its_difference(home: Path) -> None:
    (home / "sum.lua").write_text("print(1 + 1)\n")
    assert invoke("lua", "--conformance", "data", "sum.lua").output == "2\n"
    (home / "sum.expected").write_text("3\n")
    result = invoke("lua", "--conformance", "data", "sum.lua")
    assert result.exit_code == 1
    assert "-3\n+2" in result.output


def test_doctor_is_well() -> None:
    result = invoke("doctor")
    assert result.exit_code == 0, result.output
    assert "Everything is here." in result.output
