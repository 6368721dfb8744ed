"""The reader who lives the day: does one act after another, and goes on after whatever happens."""

from __future__ import annotations

from collections.abc import Callable

from fake_koreader.device import ActionRefused
from fake_koreader.process import LuaFailure
from harness.check.findings import Findings, Kind
from harness.check.surroundings import book_path
from harness.check.watched import WatchedDevice

MOST_FAILED_STARTS = 3
"""A KOReader that does not even start so many times in a row is left alone."""
MOST_WINDOWS = 12
FAREWELL = 20
_BOOT_SETTLES = 5.0


class CannotStart(Exception):
    """KOReader does not start with this plugin: the rest of the day cannot be lived."""


class Reader:
    """A reader and the device in hand. ``book`` is what should be open (None: the file manager)."""

    def __init__(self, device: WatchedDevice, findings: Findings, world: str) -> None:
        self.device, self.findings = device, findings
        self.world = world
        self.book: str | None = None
        self.doing = "starting KOReader"
        self.notes: list[str] = []
        self._failed_starts = 0

    def during(self) -> str:
        """What is being done, for reports."""
        return f"{self.world}: {self.doing}"

    def act(self, doing: str, act: Callable[[], None]) -> bool:
        """Do something that a reader does. Returns whether KOReader lived through it; if not, it is started again.

        What the device refuses is noted, and is no fault of the plugin.
        """
        self.doing = doing
        start = self.device.starts
        try:
            act()
        except ActionRefused as refusal:
            if self.device.alive:
                self._note(f"{doing}: {refusal}")
        except LuaFailure as failure:
            # Only `evaluate` raises it, and KOReader lives on.
            self._note(f"{doing}: {failure.message}")
        lived = self.device.alive and self.device.starts == start
        self.recover()
        return lived

    def _note(self, text: str) -> None:
        line = f"{self.world}: {text}"
        if line not in self.notes:
            self.notes.append(line)

    def recover(self) -> None:
        """Bring the device back to where the reader is: running, awake, the right book open, nothing on top."""
        device = self.device
        for _ in range(MOST_FAILED_STARTS):
            if not device.alive:
                self.boot()
            if device.hardware.power == "asleep":
                device.resume()
            self.tidy()
            if device.alive and self._go_home():
                return

    def _go_home(self) -> bool:
        device = self.device
        open_now = device.page() is not None
        try:
            if self.book is not None and not open_now:
                device.open_book(book_path(device, self.book))
                device.advance(1)
            elif self.book is None and open_now:
                device.close_book()
                device.advance(1)
        except ActionRefused as refusal:
            self._note(f"{self.doing}: {refusal}")
        return device.alive

    def boot(self) -> None:
        """Start KOReader. CannotStart when it ended at once, several times in a row."""
        doing, self.doing = self.doing, "starting KOReader"
        while not self.device.alive:
            if self._failed_starts >= MOST_FAILED_STARTS:
                raise CannotStart
            self.device.boot()
            if self.device.alive:
                self.device.advance(_BOOT_SETTLES)
            self._failed_starts = 0 if self.device.alive else self._failed_starts + 1
        self.doing = doing

    def tidy(self) -> None:
        """Put away every dialog, and the menu."""
        for _ in range(MOST_WINDOWS):
            dismissed = self.device.lua("dialogs", "dismiss") if self.device.alive else []
            if dismissed != [True]:
                break
            self.device.turn()
        if self.device.alive:
            self.device.lua("dialogs", "close_menu")

    # What may leave something behind

    def leave(self, doing: str, book: str | None, act: Callable[[], None]) -> None:
        """Close what is open in some way; afterwards ``book`` is open. Tasks that outlive it are found."""

        def closing() -> None:
            self.device.lua("tasks", "remember")
            start = self.device.starts
            act()
            if self.device.alive and self.device.starts == start:
                self.device.advance(1)
                self._find_tasks(doing)

        self.book = book
        self.act(doing, closing)

    def _find_tasks(self, doing: str) -> None:
        flat = self.device.lua("tasks", "left")
        for seconds, where in zip(flat[::2], flat[1::2], strict=True):
            # When exactly it is due differs from time to time; the report stays the same.
            message = f"a task that was scheduled before {doing} still waits ({_about(float(seconds))})"
            self.findings.add(Kind.TASK_AFTER_CLOSE, message, str(where), self.during())

    def exit(self) -> None:
        """Leave KOReader by its menu; messages that are still shown go away first."""
        self.device.exit()
        waited = 0
        while self.device.alive and waited < FAREWELL:
            self.device.advance(1)
            waited += 1
        if self.device.alive:
            self.tidy()
            if self.device.alive:
                self.device.advance(1)
        if self.device.alive:
            self._note("KOReader does not end while a window of the plugin is open; it was killed")
            self.device.kill()


def _about(seconds: float) -> str:
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"due in about {round(seconds / length)} {unit}"
    return f"due in about {max(0, round(seconds))} seconds"
