"""Each kind of finding is found in a plugin that was made to have it, at its line; and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from checked_plugins import PLUGINS, checked

from harness.check.checking import DEFAULT_PROFILES, CheckResult
from harness.check.findings import Finding, Kind

# plugin -> the findings as (kind, line of main.lua, a word of the message)
EXPECTED: dict[str, list[tuple[str, int | None, str]]] = {
    "broken": [("load-error", 2, "unexpected symbol")],
    "crashing": [
        ("lua-error", 12, "'entries'"),
        ("lua-error", 19, "'page'"),
        ("lua-error", 29, "'document_title'"),
        ("leaked-global", 25, "'crashing_seen'"),
    ],
    "elsewhere": [],
    "endless": [("freeze", 3, "without end")],
    "freezing": [("freeze", 5, "frozen for 30.0 s by sleep")],
    "leaking": [("leaked-global", 3, "leaked_while_loading"), ("leaked-global", 5, "leaked_in_init")],
    "leaving": [("task-after-close", 5, "still scheduled")],
    "nothing": [("load-error", None, "returns nothing")],
    "radio": [("radio-off-request", 5, "GET http://books.example/api/progress while")],
    "raises": [("load-error", 2, "'settings'")],
    "spoiling": [("settings-unreadable", 9, "spoiling.lua"), ("settings-unreadable", 11, "spoiling.sqlite3")],
    "swallowing": [("swallowed-error", 7, "addToMainMenu"), ("swallowed-error", 10, "onPageUpdate")],
    "telling": [("secret-in-log", 12, "in order of filename")],
    "unemulated": [("not-emulated", 5, "ui/imaginary.shine"), ("not-emulated", 8, "ui/imaginary.fade")],
    "unstarted": [("load-error", 4, "does not start")],
}
TAPPED = [
    ("lua-error", 33, "deleting failed"),
    ("lua-error", 34, "keeping failed"),
    ("lua-error", 38, "holding failed"),
    ("secret-in-log", 17, "logging in with ***"),
]


def _findings(result: CheckResult) -> list[Finding]:
    return [*result.errors, *result.warnings]


def _compare(result: CheckResult, name: str, expected: Sequence[tuple[str, int | None, str]]) -> None:
    seen = [(finding.kind.value, finding.where, finding.message) for finding in _findings(result)]
    assert len(seen) == len(expected), seen
    for kind, line, word in expected:
        where = f"{name}.koplugin/main.lua" + (f":{line}" if line else "")
        assert [one for one in seen if one[:2] == (kind, where) and word in one[2]], (kind, where, word, seen)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_broken_plugin_is_found_out_and_for_nothing_else(name: str) -> None:
    result = checked(name)
    _compare(result, name, EXPECTED[name])
    assert result.outcome == ("failed" if any(finding.kind.is_error for finding in _findings(result)) else "passed")


def test_every_plugin_here_is_tested() -> None:
    folders = {folder.name.removesuffix(".koplugin") for folder in PLUGINS.iterdir()}
    assert folders == {*EXPECTED, "clean", "tapped"}


def test_every_kind_is_seen() -> None:
    seen = {kind for expected in EXPECTED.values() for kind, _, _ in expected}
    assert seen == {kind.value for kind in Kind}


@pytest.mark.parametrize("profile", DEFAULT_PROFILES)
@pytest.mark.parametrize("tap", [False, True])
def test_a_clean_plugin_is_clean(profile: str, tap: bool) -> None:
    result = checked("clean", profile, tap)
    assert (result.outcome, _findings(result), result.notes) == ("passed", [], ())


@pytest.mark.parametrize("profile", DEFAULT_PROFILES)
@pytest.mark.parametrize("tap", [False, True])
def test_our_own_plugin_is_clean(profile: str, tap: bool) -> None:
    result = checked("shelfsync", profile, tap)
    assert (result.outcome, _findings(result), result.notes) == ("passed", [], ())


def test_what_is_only_wrong_when_tapped_needs_tapping() -> None:
    assert _findings(checked("tapped")) == []
    _compare(checked("tapped", tap=True), "tapped", TAPPED)


def test_both_answers_of_a_dialog_are_given() -> None:
    during = {finding.message: finding.during for finding in _findings(checked("tapped", tap=True))}
    assert during["deleting failed; KOReader ended"] == "online: tapping tools > Tapped > Delete (answer: ok)"
    assert during["keeping failed; KOReader ended"] == "online: tapping tools > Tapped > Delete (answer: cancel)"


def test_a_handler_that_fails_is_a_warning() -> None:
    result = checked("swallowing")
    assert result.outcome == "passed"
    assert result.errors == ()
    assert all(finding.count > 1 for finding in result.warnings)


def test_an_error_has_its_traceback() -> None:
    found = next(finding for finding in checked("crashing").errors if "document_title" in finding.message)
    assert "crashing.koplugin/main.lua:29" in found.detail


def test_a_radio_that_is_off_is_only_off_offline() -> None:
    assert [finding.during for finding in checked("radio").errors] == ["offline: closing the book"]


def test_who_switches_itself_off_passes_with_a_note() -> None:
    assert "online: the plugin switches itself off on this device" in checked("elsewhere").notes


def test_a_plugin_that_never_comes_back_ends_the_day() -> None:
    notes = checked("endless").notes
    assert any("the day ended there" in note for note in notes)
    assert any("alice.epub cannot be read" in note for note in notes)


def test_no_secret_is_repeated_in_the_report() -> None:
    for name, tap, secret in (("telling", False, "k-93ab-zz"), ("tapped", True, "tide-7-lantern-42")):
        for finding in _findings(checked(name, tap=tap)):
            assert secret not in finding.message


def test_a_plugin_is_left_as_it_was() -> None:
    before = {path: path.read_bytes() for path in sorted(PLUGINS.rglob("*.lua"))}
    checked("spoiling")
    assert {path: path.read_bytes() for path in sorted(Path(PLUGINS).rglob("*.lua"))} == before
