"""Files that cannot be read back, and secrets in the log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from fake_koreader.trace import Event
from harness.check.findings import Findings, Kind
from harness.check.leftovers import look_for_damage, look_for_secrets, secrets_of, written_files
from harness.check.surroundings import build_device
from harness.check.watched import WatchedDevice


@pytest.fixture
def device(plugin: Callable[[str, str], Path]) -> WatchedDevice:
    return build_device(plugin("x", "return {}"), "kobo-clara", online=True, seed=0)


def _damage(device: WatchedDevice) -> list[tuple[str, str]]:
    findings = Findings("x.koplugin")
    look_for_damage(device, findings, "online: reading back")
    assert all(finding.kind is Kind.SETTINGS_UNREADABLE for finding in findings.all())
    return [(finding.message, finding.where) for finding in findings.all()]


def test_readable_settings_are_fine(device: WatchedDevice) -> None:
    device.write_file("settings/x.lua", b'-- settings/x.lua\nreturn { ["a"] = 1, ["b"] = { "c" } }\n')
    device.write_file("history.lua", b"return {}\n")
    assert _damage(device) == []


@pytest.mark.parametrize("content", [b"return { a = function: 0x123 }", b"return {", b"x = 1", b"return undefined()"])
def test_settings_that_cannot_be_read(device: WatchedDevice, content: bytes) -> None:
    device.write_file("settings/x.lua", content)
    ((message, where),) = _damage(device)
    assert message.startswith("settings/x.lua cannot be read: ")
    assert "\n" not in message
    assert where == "x.koplugin/main.lua"


def test_a_file_of_calls_is_readable(device: WatchedDevice) -> None:
    calls = b'-- we can read Lua syntax here!\nEntry{ ["a"] = 1 }\nEntry{ ["password"] = "hunter22" }\n'
    device.write_file("settings/x.lua", calls)
    assert _damage(device) == []
    assert secrets_of(device) == {"hunter22"}


@pytest.mark.parametrize("rest", [b"Entry{ function: 0x12 }", b"Entry(nil + 1)", b"Entry{"])
def test_a_file_of_calls_that_is_not(device: WatchedDevice, rest: bytes) -> None:
    device.write_file("settings/x.lua", b"-- we can read Lua syntax here!\n" + rest)
    assert len(_damage(device)) == 1


def test_sidecars_are_settings_as_well(device: WatchedDevice) -> None:
    device.write_file("/mnt/onboard/Books/a.sdr/metadata.epub.lua", b"return {")
    assert len(_damage(device)) == 1


def test_lua_programs_are_no_settings(device: WatchedDevice) -> None:
    device.write_file("patches/2-mine.lua", b"local x = require('util')")
    assert _damage(device) == []


def test_the_line_that_wrote_a_file_is_named(device: WatchedDevice) -> None:
    device.write_file("settings/x.lua", b"return {")
    device.emit("check.opens", {"path": "./settings/x.lua", "where": "plugins/x.koplugin/store.lua:8"})
    assert [where for _, where in _damage(device)] == ["x.koplugin/store.lua:8"]


def test_a_database_that_is_none(device: WatchedDevice) -> None:
    device.write_file("settings/x.sqlite3", b"SQLite format 3\0" + b"\0" * 200)
    assert len(_damage(device)) == 1


def test_an_empty_database_file_is_an_empty_database(device: WatchedDevice) -> None:
    device.write_file("settings/x.sqlite3", b"")
    assert _damage(device) == []


def test_only_what_the_device_wrote_is_looked_at(device: WatchedDevice) -> None:
    assert not [path for path, _ in written_files(device) if "/plugins/" in path or "/frontend/" in path]


def test_secrets_are_what_settings_hold_under_such_names(device: WatchedDevice) -> None:
    device.write_file(
        "settings/x.lua",
        b'return { ["password"] = "hunter22", ["accounts"] = { { ["api_key"] = "k-123456" } },'
        b' ["sort_key"] = "filename", ["author"] = "Melville", ["token"] = "abc", ["pin"] = "123456" }',
    )
    assert secrets_of(device) == {"hunter22", "k-123456"}


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("password", "hunter", True),
        ("bookloreApiToken", "abcdef", True),
        ("API_KEY", "abcdef", True),
        ("userkeys", "abcdef", True),
        ("pass2", "abcdef", True),
        ("token_type", "Bearer", False),
        ("compass", "northern", False),
        ("bypass_mode", "always", False),
        ("auth_user", "reader", False),
        ("shortcut_key", "Ctrl+S", False),
        ("shortcut_key", "8f3b2a", True),
        ("author", "Melville", False),
    ],
)
def test_which_names_are_those_of_secrets(device: WatchedDevice, name: str, value: str, secret: bool) -> None:
    device.write_file("settings/x.lua", f'return {{ ["{name}"] = "{value}" }}'.encode())
    assert secrets_of(device) == ({value} if secret else set())


def _log(text: str, where: str = "plugins/x.koplugin/main.lua:5") -> Event:
    return Event(0, 0, "device", "log", {"level": "info", "text": text, "where": where})


def test_a_secret_and_its_digest_are_found_in_the_log() -> None:
    findings = Findings("x.koplugin")
    digest = hashlib.md5(b"hunter22").hexdigest()
    events = [_log("user me, password hunter22"), _log(f"key {digest}"), _log("nothing"), _log("token *** sent")]
    look_for_secrets(events, {"hunter22"}, findings, "online: the whole day")
    messages = [finding.message for finding in findings.all()]
    assert messages == [
        "writes a secret into the log: user me, password ***",
        "writes the digest of a secret into the log: key ***",
    ]
    assert findings.all()[0].where == "x.koplugin/main.lua:5"


def test_other_events_are_no_log() -> None:
    findings = Findings("x.koplugin")
    event = Event(0, 0, "device", "window.shown", {"texts": "hunter22"})
    look_for_secrets([event], {"hunter22"}, findings, "online")
    assert findings.all() == []
