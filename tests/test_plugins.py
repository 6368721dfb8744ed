"""Small plugins, each using one family of KOReader's API as real ones do: a day with each is clean, and it finds what
it should find. They are plain KOReader plugins under ``tests/plugins/``, which ``koharness check`` can be given too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fake_koreader.device import Device
from fake_koreader.network import Transport
from fake_koreader.profile import PROFILES
from harness.cli.check import check

HERE = Path(__file__).parent
PLUGINS = sorted(path.name.removesuffix(".koplugin") for path in (HERE / "plugins").glob("*.koplugin"))
BOOK = "/mnt/onboard/moby-dick.epub"

# What a plugin says when tapped in the file manager, then in the open book; None where it opens windows instead.
SAYS: dict[str, tuple[str | None, str | None]] = {
    "background": ("true 42 2 false piped", "true 42 2 false piped"),
    "browser": (None, None),
    "clocks": ("01:02:05 true 90500 0 3 1970-01-02 6 true", "01:02:05 true 90500 0 3 1970-01-02 6 true"),
    "closetoc": ("true 258 4 false true 2", "true 258 4 false true 2"),
    "commands": ("0 a.txt true 0 true", "0 a.txt true 0 true"),
    "dashboard": (None, None),
    "database": ("ship 2 3", "ship 4 6"),
    "digests": (
        "90015098 ba7816bf YWJj abc 32 32 a%20b%26c %C3%A4",
        "90015098 ba7816bf YWJj abc 32 32 a%20b%26c %C3%A4",
    ),
    "download": ("200 hello, reader text/plain", "200 hello, reader text/plain"),
    "downloads": ("true 2 1", "true 2 1"),
    "filebuttons": ("/mnt/onboard true", "in a book"),
    "footertext": ("no book", "true true"),
    "forms": (None, None),
    "gesture_action": ("asked 3", "asked 3"),
    "highlighter": ("no book", "1 Posted like silent sentinels 1 1"),
    "jsonapi": ('200 Moby-Dick 3 {"z":null}', '200 Moby-Dick 3 {"z":null}'),
    "keeper": ("nil 3 3 1 1 true", "nil 3 3 2 1 true"),
    "kosyncish": ("true 200 9", "true 200 9"),
    "library": (
        "book.txt4 1 book txt true file false a_b_c",
        "book.txt4 1 book txt true file false a_b_c",
    ),
    "notices": (None, None),
    "overlay": ("true true", "true true"),
    "ownsettings": ("1 2 true false", "2 2 false false"),
    "packer": ("2 application/epub+zip 500", "2 application/epub+zip 500"),
    "pagewatch": ("nothing nil", "ready page 4"),
    "pictures": ("10 15 40 60", "10 15 40 60"),
    "powerwatch": (
        "100 false true NetworkConnected",
        "100 false true NetworkDisconnecting FlushSettings Suspend Resume NetworkConnected",
    ),
    "readersettings": ("4 true true string", "5 false true string"),
    "scraper": ("Books 2 http://api.example/1.epub a & b", "Books 2 http://api.example/1.epub a & b"),
    "shelves": ("true 1 nil new", "true 1 moby-dick.epub reading"),
    "sidecars": ("another false", "reading 32 true 0.25 other.sdr"),
    "statsview": ("no book", "3 90 1 00:05"),
    "wrapper": ("1 true true", "1 true true"),
    "zones": ("false false", "true false"),
}


def server(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """api.example: a greeting, an echo, a page with links."""
    path = environ["PATH_INFO"]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    answers = {
        "/hello": ("text/plain", b"hello, reader"),
        "/echo": ("application/json", body or b"{}"),
        "/page": (
            "text/html",
            b'<h1>Books</h1><div class="list"><a href="/1.epub">1</a><a href="2.epub">2</a></div><a href="x">x</a>',
        ),
    }
    kind, content = answers.get(path, ("text/plain", b"none"))
    start("200 OK" if path in answers else "404 Not Found", [("Content-Type", kind)])
    return [content]


def device_with(name: str, profile: str = "kobo-clara") -> Device:
    transport = Transport()
    transport.mount("api.example", server)
    device = Device(PROFILES[profile], transport=transport)
    device.install_plugin(HERE / "plugins" / f"{name}.koplugin")
    for book in ("moby-dick.epub", "alice.epub"):
        path = "/mnt/onboard/" + ("other.epub" if book == "alice.epub" else book)
        device.write_file(path, (HERE.parent / "scenarios" / "books" / book).read_bytes())
    device.boot()
    device.wifi_on()
    device.advance(30)
    return device


def close_windows(device: Device) -> None:
    """Leave every window but the application's own, whatever it takes to close it."""
    for _ in range(6):
        if len(device.screen()) > 1:
            device.evaluate("UIManager:close(UIManager:getTopmostVisibleWidget())")
            device.advance(1)


def troubles(device: Device) -> list[str]:
    """Everything that a day must be free of."""
    found = [f"crash: {device.crash.message}"] if device.crash else []
    for event in device.trace.events:
        text = json.dumps(dict(event.fields), default=str)
        if event.kind == "lua.error" or "not emulated" in text:
            found.append(f"{event.kind}: {text}")
        elif event.kind == "log" and event.fields["level"] in ("warn", "error") and ".koplugin" in text:
            found.append(text)
    return found


def tap_entry(device: Device, name: str) -> str | None:
    """Tap the plugin's menu entry; what it says."""
    device.menu(["More tools", f"Try {name}"])
    device.advance(10)
    said = device.evaluate(f"ui.{name} and ui.{name}.told")
    return str(said) if said is not None else None


@pytest.mark.parametrize("name", PLUGINS)
def test_a_day_with_each(name: str) -> None:
    device = device_with(name)
    in_manager, in_book = SAYS[name]
    assert tap_entry(device, name) == in_manager
    close_windows(device)
    device.open_book(BOOK)
    device.turn_pages(3, 30)
    if name == "highlighter":
        device.go_to_page(3)
        device.highlight("Posted like silent sentinels")
    device.suspend()
    device.sleep(600)
    device.resume()
    device.wifi_on()  # a Kobo switches it off for its sleep
    device.advance(30)
    assert tap_entry(device, name) == in_book
    close_windows(device)
    device.turn_pages(2, 20)
    device.close_book()
    device.exit()
    assert device.exit_code == 0
    assert troubles(device) == []


@pytest.mark.parametrize("profile", ["android", "emulator", "kindle-pw5"])
def test_other_devices(profile: str) -> None:
    for name in ("dashboard", "background", "commands", "keeper"):
        device = device_with(name, profile)
        tap_entry(device, name)
        close_windows(device)
        device.exit()
        assert troubles(device) == []


def test_the_question_is_answered_both_ways() -> None:
    device = device_with("notices")
    tap_entry(device, "notices")
    assert device.evaluate("ui.notices.late.ran, ui.notices.after_three") == (2, 2)
    device.tap("Do it")
    assert device.evaluate("ui.notices.told") == "agreed"
    close_windows(device)
    tap_entry(device, "notices")
    device.tap("Cancel")
    assert device.evaluate("ui.notices.told") == "refused"


def test_the_list_is_walked() -> None:
    device = device_with("browser")
    tap_entry(device, "browser")
    device.hold("Second shelf")
    assert device.evaluate("ui.browser.held") == "Second shelf"
    device.tap("First shelf")
    assert "Chapter one" in device.screen()[-1].texts


def test_the_forms_are_filled_in() -> None:
    device = device_with("forms")
    tap_entry(device, "forms")
    for label in ("Save", "Enter", "Left", "Set"):
        device.tap(label)
    assert device.evaluate("ui.forms.told") == "device mira left 3"


def test_the_window_is_touched() -> None:
    device = device_with("dashboard")
    tap_entry(device, "dashboard")
    assert {"Dashboard", "Goal", "40 %"} <= set(device.screen()[-1].texts)
    device.evaluate("ui.dashboard.window:onTouched()")
    assert device.evaluate("ui.dashboard.touched") is True
    device.evaluate("ui.dashboard.window:onSwept()")
    assert len(device.screen()) == 1


def test_what_a_plugin_remembers_of_a_book() -> None:
    device = device_with("pagewatch")
    device.open_book(BOOK)
    device.turn_pages(3, 30)
    device.close_book()
    assert device.evaluate('G_reader_settings:readSetting("pagewatch_last").pages') >= 3
    assert device.evaluate('G_reader_settings:readSetting("pagewatch_last").seconds') == 90


@pytest.mark.parametrize("name", ["background", "commands", "dashboard", "downloads", "forms", "keeper", "shelves"])
def test_a_check_finds_nothing(name: str) -> None:
    outcome = CliRunner().invoke(
        check, [str(HERE / "plugins" / f"{name}.koplugin"), "--profile", "kobo-clara", "--tap", "--jobs", "1"]
    )
    assert outcome.exit_code == 0, outcome.output
