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
MOST_HANGS = 3
"""A plugin that never comes back costs seconds of real time; after so many the day is over."""
MOST_WINDOWS = 12
_BOOT_SETTLES = 5.0
_FAREWELL = 20
_OUTLIVES = "a task is still scheduled after what it was scheduled in was closed"


class GivenUp(Exception):
    """The rest of the day cannot be lived with this plugin. The argument says why."""


class Reader:
    """A reader and the device in hand.

    ``book`` is what should be open (None: the file manager); ``notes`` say what could not be done and is no finding.
    """

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

    def note(self, text: str) -> None:
        """Remember something that the reader of the report should know, once."""
        line = f"{self.world}: {text}"
        if line not in self.notes:
            self.notes.append(line)

    # One act after another

    def act(self, doing: str, act: Callable[[], None]) -> bool:
        """Do something that a reader does; returns whether KOReader lived through it. If not, it is started again.

        What the device refuses is noted, and is no fault of the plugin. GivenUp when there is no going on.
        """
        self.doing = doing
        start = self.device.starts
        try:
            act()
        except ActionRefused as refusal:
            if self.device.alive:
                self.note(f"{doing}: {refusal}")
        except LuaFailure as failure:
            self.note(f"{doing}: {failure.message}")
        lived = self.device.alive and self.device.starts == start
        self.recover()
        return lived

    def recover(self) -> None:
        """Bring the device back to where the reader is: running, awake, nothing on top, the right book open."""
        if sum(1 for _ in self.device.trace.of("check.endless")) >= MOST_HANGS:
            raise GivenUp("KOReader never came back from the plugin, several times")
        for _ in range(MOST_FAILED_STARTS):
            if not self.device.alive:
                self.boot()
            if self.device.hardware.power == "asleep":
                self.device.resume()
            self.tidy()
            if self.device.alive and self._go_home():
                return
        if self.book is not None:
            self.note(f"{self.book} cannot be read: KOReader ends or goes elsewhere whenever it is opened")
            self.book = None
            self.recover()

    def _go_home(self) -> bool:
        device = self.device
        is_open = device.page() is not None
        try:
            if self.book is not None and not is_open:
                device.open_book(book_path(device, self.book))
                device.advance(1)
                return device.page() is not None
            if self.book is None and is_open:
                device.close_book()
                device.advance(1)
                return device.page() is None
        except ActionRefused as refusal:
            self.note(f"{self.doing}: {refusal}")
        return device.alive

    def boot(self) -> None:
        """Start KOReader. GivenUp when it ended at once, several times in a row."""
        doing, self.doing = self.doing, "starting KOReader"
        while not self.device.alive:
            if self._failed_starts >= MOST_FAILED_STARTS:
                raise GivenUp("KOReader does not start any more")
            self.device.boot()
            if self.device.alive:
                self.device.advance(_BOOT_SETTLES)
            self._failed_starts = 0 if self.device.alive else self._failed_starts + 1
        self.doing = doing

    def tidy(self) -> None:
        """Put away every dialog, and the menu."""
        for _ in range(MOST_WINDOWS):
            if self.device.lua("dialogs", "dismiss") != [True]:
                break
            self.device.turn()
        else:
            self.note("a dialog comes back whenever it is answered; it was closed by force")
            self.device.lua("dialogs", "force")
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
                for where in self.device.lua("tasks", "left"):
                    self.findings.add(Kind.TASK_AFTER_CLOSE, _OUTLIVES, str(where), self.during())

        self.book = book
        self.act(doing, closing)

    def restart(self) -> None:
        """Restart KOReader by its menu."""
        self.doing, self.book = "restarting KOReader", None
        self.device.restart()
        self.device.advance(15)
        self.recover()

    def exit(self) -> None:
        """Leave KOReader by its menu; messages that are still shown go away first."""
        self.doing = "leaving KOReader"
        self.device.exit()
        for _ in range(_FAREWELL):
            if self.device.alive:
                self.device.advance(1)
        if self.device.alive:
            self.tidy()
            self.device.turn()
        if self.device.alive:
            self.note("KOReader does not end by its menu: something keeps a window open; it was killed")
            self.device.kill()
