"""Say which modules and members that plugins use are not there in the emulated KOReader.

usage: python tools/coverage_of_api.py [--all]

The table is `tests/data/api_usage.tsv`: kind (module, member, instance, object, replaced), name, member, number of
third-party plugins, number of bundled plugins, note (the kind of a module; `absent` for what KOReader has not either,
`set later` for a field that is nil at first, `bundled plugin` for what comes with a plugin of KOReader's). Without
--all only what the thresholds ask for is shown: modules that two plugins use and members that three do.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from fake_koreader.books.fixture import paged_fixture, reflowable_fixture
from fake_koreader.device import Device
from fake_koreader.profile import profile

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "tests" / "data" / "api_usage.tsv"
PAGED, REFLOWABLE = "/mnt/onboard/book.pdf", "/mnt/onboard/book.epub"

SKIPPED = {"absent", "bundled plugin", "set later"}
# There on one profile only.
_OTHER_NAMES = {"android"}


@dataclass(frozen=True, slots=True)
class Use:
    """A row of the table. ``note`` is the kind of module, or ``absent`` for what KOReader does not have either."""

    kind: str
    name: str
    member: str
    third_party: int
    bundled: int
    note: str

    @property
    def wanted(self) -> bool:
        """Whether the thresholds ask for it."""
        plugins = self.third_party + self.bundled
        return self.note not in SKIPPED and plugins >= (2 if self.kind == "module" else 3)


def uses() -> list[Use]:
    """The table."""
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        kind, name, member, third_party, bundled, note = line.split("\t")
        rows.append(Use(kind, name, member, int(third_party), int(bundled), note))
    return rows


class Probe:
    """A device in the file manager and one in a book of each kind, asked one row at a time."""

    _WORLDS = (
        (None, "apps/filemanager/filemanager"),
        (REFLOWABLE, "apps/reader/readerui"),
        (PAGED, "apps/reader/readerui"),
    )

    def __init__(self) -> None:
        source = (ROOT / "tools" / "probe_api.lua").read_text(encoding="utf-8")
        self._devices = []
        for book, window in self._WORLDS:
            device = Device(profile("kobo-clara"))
            device.disk.add_file(PAGED, paged_fixture("A paged book"))
            device.disk.add_file(REFLOWABLE, reflowable_fixture("A reflowable book"))
            device.boot()
            if book:
                device.open_book(book)
            device.evaluate(f"(function() probe_api = (function() {source} end)() end)()")
            self._devices.append((device, window))

    def look(self, use: Use) -> str:
        """``there``, ``loud`` (says that it is not emulated) or ``absent``."""
        answers = set()
        for device, window in self._devices:
            ui = f'require("{window}").instance'
            answers.add(device.evaluate(f'probe_api("{use.kind}", "{use.name}", "{use.member}", {ui})'))
            if "there" in answers:
                break
        return next(answer for answer in ("there", "loud", "absent") if answer in answers)


def main(arguments: list[str]) -> int:
    """Print the gaps. Exit status 1 when a threshold is missed."""
    probe = Probe()
    gaps = 0
    for use in uses():
        if use.note in SKIPPED or use.name in _OTHER_NAMES:
            continue
        if not use.wanted and "--all" not in arguments:
            continue
        answer = probe.look(use)
        if answer != "there":
            gaps += use.wanted
            print(f"{answer:7} {use.kind:9} {use.name} {use.member} {use.third_party}/{use.bundled}")
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
