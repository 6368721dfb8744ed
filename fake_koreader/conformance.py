"""Runs a conformance script: a Lua program whose output on the real KOReader is known.

usage: python -m fake_koreader.conformance SCRIPT.lua… [--list]

With several scripts, or with --list, prints one line per script; with one, its output or how it differs.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fake_koreader.books.fixture import paged_fixture, reflowable_fixture
from fake_koreader.hostcalls import ProcessEnded
from fake_koreader.machine import LUA, Machine
from fake_koreader.process import LuaFailure
from fake_koreader.profile import profile

PROFILES = {"lifecycle": "conformance-lifecycle"}


def _nothing(_machine: Machine) -> tuple[Callable[..., object], ...]:
    return ()


def _lifecycle(machine: Machine) -> tuple[Callable[..., object], ...]:
    """The two functions of the world that the lifecycle's helpers need; and Wi-Fi that links at once."""
    machine.network.radio.association_us = 0

    def make_book(kind: bytes, path: bytes, title: bytes) -> None:
        machine.disk.add_file(path.decode(), _book(kind.decode(), title.decode()))

    def set_link(up: bool) -> None:
        radio = machine.network.radio
        if up:
            radio.connect_now()
        else:
            radio.turn_off()

    return make_book, set_link


@cache
def _book(kind: str, title: str) -> bytes:
    return paged_fixture(title) if kind == "paged" else reflowable_fixture(title)


_WORLD: dict[str, Callable[[Machine], tuple[Callable[..., object], ...]]] = {"lifecycle": _lifecycle}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a script printed, and the error that stopped it, if one did."""

    output: str
    error: str | None


def run_script(script: Path, folder: str | None = None) -> Outcome:
    """Run one script in the world of its folder (``data``, ``core_ui``, ``widgets`` or ``lifecycle``)."""
    folder = folder or script.parent.name
    machine = Machine(profile(PROFILES.get(folder, "generic")), name=folder)
    printed: list[bytes] = []
    error = None
    try:
        process = machine.start()
        process.floor("conformance/common.lua", machine.data_dir.encode(), printed.append)
        if (LUA / "conformance" / f"{folder}.lua").is_file():
            world = _WORLD.get(folder, _nothing)(machine)
            process.floor(f"conformance/{folder}.lua", machine.data_dir.encode(), *world)
        probe = script.with_name("probe.lua")
        if folder == "lifecycle" and probe.is_file() and probe != script:
            process.run(probe.read_bytes(), "@probe.lua")
        process.run(script.read_bytes(), f"@{script.name}")
    except LuaFailure as failure:
        error = failure.traceback
    except ProcessEnded as end:
        error = str(end) if end.code else None
    text = b"".join(printed).decode("utf-8", "backslashreplace")
    return Outcome(text.replace(machine.data_dir, "DATA"), error)


def difference(script: Path, outcome: Outcome) -> str | None:
    """How the output differs from the recorded one; None when it does not."""
    expected = script.with_suffix(".expected").read_text("utf-8", "backslashreplace")
    if outcome.output == expected and outcome.error is None:
        return None
    lines = difflib.unified_diff(
        expected.splitlines(), outcome.output.splitlines(), "real KOReader", "emulated", lineterm="", n=1
    )
    return "\n".join([*lines, *([outcome.error] if outcome.error else [])])


def main(arguments: list[str]) -> int:
    """Exit status 0 when every script printed what the real KOReader printed."""
    scripts = [Path(word) for word in arguments if not word.startswith("--")]
    listing = "--list" in arguments or len(scripts) > 1
    failed = 0
    for script in scripts:
        outcome = run_script(script)
        if not script.with_suffix(".expected").is_file():
            sys.stdout.write(outcome.output + (outcome.error or ""))
            continue
        difference_text = difference(script, outcome)
        failed += difference_text is not None
        if listing:
            brief = (outcome.error or "differs").splitlines()[0] if difference_text is not None else ""
            print(f"{'FAIL' if difference_text is not None else 'ok':4} {script.parent.name}/{script.stem} {brief}")
        else:
            print(difference_text if difference_text is not None else outcome.output, end="")
    if listing:
        print(f"{len(scripts) - failed} of {len(scripts)} as the real KOReader")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
