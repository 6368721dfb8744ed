"""A device in a story, with what the story knows of it: owner, plugins, the open book, the true history."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fake_koreader.clock import SECOND
from fake_koreader.storage.errors import DiskError
from harness import bundled
from harness.contract import PluginContract, load_contract
from harness.device_contract import DeviceLike
from harness.errors import CannotRun, StepFailed
from harness.history import History, Reading
from harness.scenario.models import Device as DeviceWords
from harness.scenario.models import User
from harness.server.fingerprint import fingerprint_of_bytes, fingerprint_of_file
from harness.settings_file import dump_settings

FAREWELL = 15.0
"""Seconds that KOReader's last messages may take to go away when it is left."""


@dataclass
class Plugin:
    """An installed plugin: its host directory, its contract, its raw settings as last written by the harness."""

    directory: Path
    contract: PluginContract
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """``shelfsync`` for ``shelfsync.koplugin``."""
        return self.directory.name.removesuffix(".koplugin")


class Actor:
    """One device of a story. States: new; running (awake or asleep); ended (exited, killed, without power)."""

    def __init__(
        self, name: str, device: DeviceLike, words: DeviceWords, owner: User, history: History, beside: Path
    ) -> None:
        self.name, self.device, self.words, self.owner = name, device, words, owner
        self.history = history
        self.plugins: list[Plugin] = []
        self.asleep = False
        self.started = False
        self.reading: Reading | None = None
        self.book: str | None = None
        self._beside = beside
        self._boot_at_start = device.clock.boot
        self._placed: dict[str, str] = {}
        self._fingerprints: dict[str, str] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since the story began, awake and asleep."""
        return (self.device.clock.boot - self._boot_at_start) / SECOND

    # -- what is on it -------------------------------------------------------------------------------------------

    def install(self, name: str) -> Plugin:
        """Put a plugin on the device. CannotRun when there is none of that name."""
        try:
            directory = bundled.find_plugin(name, self._beside)
        except FileNotFoundError as error:
            raise CannotRun(str(error)) from None
        self.device.install_plugin(directory)
        plugin = Plugin(directory, load_contract(directory))
        self.plugins.append(plugin)
        return plugin

    def configure(self, words: dict[str, Any]) -> None:
        """Write the plugins' settings as a reader would have them. StepFailed when nobody knows how."""
        for plugin in self.plugins:
            try:
                plugin.settings.update(plugin.contract.raw_settings(words))
            except ValueError as error:
                raise StepFailed(f"{plugin.name}: {error}") from None
            place = plugin.contract.settings
            if place.file is not None:
                self.device.write_file(place.file, dump_settings(plugin.settings))
            elif place.key is not None:
                self.device.set_setting(place.key, dict(plugin.settings))
            elif words:
                raise StepFailed(
                    f"nobody has said where {plugin.name} keeps its settings",
                    expected=f"a contract with 'settings' in {plugin.directory / 'koharness.yaml'}",
                )

    def setting(self, plugin: Plugin, word: str | None) -> Any:
        """What a plugin's setting was last configured to be."""
        return plugin.contract.value_of(word, plugin.settings) if word else None

    def place(self, book: str) -> str:
        """Put a book into the reader's library; returns its path on the device. StepFailed when nobody has it."""
        if book.startswith("/"):
            return book
        if book not in self._placed:
            file = bundled.find_book(book, self._beside)
            if file is None:
                raise StepFailed(
                    f"there is no book '{book}'", expected=f"one of: {', '.join(bundled.books(self._beside))}"
                )
            path = f"{self.home}/Books/{Path(book).name}"
            self.device.disk.mount(path, file)
            self._placed[book] = path
            self._fingerprints[book] = fingerprint_of_file(file)
        return self._placed[book]

    def fingerprint(self, book: str) -> str:
        """The partial MD5 of a book's file; for a path that of the file which is on the device now."""
        if book.startswith("/"):
            data = self.read(book)
            return fingerprint_of_bytes(data) if data is not None else ""
        self.place(book)
        return self._fingerprints.get(book, "")

    @property
    def home(self) -> str:
        """Where the reader's books are on this device."""
        return str(getattr(getattr(self.device, "profile", None), "home_dir", None) or "/mnt/onboard")

    # -- life ----------------------------------------------------------------------------------------------------

    def boot(self, book: str | None = None) -> None:
        """Start KOReader, in its file manager or with a book."""
        if self.device.alive:
            raise StepFailed("KOReader is running already", expected="`exit`, `kill` or `power loss` first")
        path = self.place(book) if book else None
        self.started, self.asleep = True, False
        self.device.boot(path)
        if book:
            self.book = book
        self.observe("exited")

    def leave(self) -> None:
        """Exit KOReader. A message that is still shown keeps it running until it goes away by itself."""
        self.end_reading("exited")
        self.device.exit()
        waited = 0.0
        while self.device.alive and waited < FAREWELL:
            self.device.advance(0.5)
            waited += 0.5
        if self.device.alive:
            raise StepFailed("KOReader did not end", seen=self._top_window())

    def _top_window(self) -> str:
        shown = [window for window in self.device.screen() if window.texts]
        return f"[{shown[-1].kind}] {' · '.join(shown[-1].texts)}" if shown else "no window"

    def need_running(self) -> None:
        """Boot if that was never done. StepFailed when KOReader has ended or sleeps."""
        if not self.started:
            self.boot()
        if not self.device.alive:
            raise StepFailed(f"KOReader is not running on {self.name}", expected="`boot` first")
        if self.asleep:
            raise StepFailed(f"{self.name} is asleep", expected="`resume` first")

    def pass_time(self, seconds: float) -> None:
        """Let time pass in the state the device is in."""
        if seconds <= 0:
            return
        if self.device.alive and self.asleep:
            self.device.sleep(seconds)
        elif self.device.alive:
            self.device.advance(seconds)
        else:
            self.device.clock.sleep(round(seconds * SECOND))

    def suspend(self) -> None:
        """Close the lid."""
        self.end_reading("suspended")
        self.device.suspend()
        self.asleep = self.device.alive
        self._notice_the_end()

    def resume(self) -> None:
        """Open the lid."""
        self.asleep = False
        self.device.resume()
        self.observe("suspended")

    # -- reading -------------------------------------------------------------------------------------------------

    def open(self, book: str) -> None:
        """Open a book from where the reader is."""
        path = self.place(book)
        if self.reading is not None:
            self.end_reading("switched")
            self.book = book
            self.device.switch_book(path)
            self._notice_the_end()
        else:
            self.book = book
            self.device.open_book(path)
        self.observe("closed")

    def close(self) -> None:
        """Close the book and be back in the file manager."""
        if self.device.page() is None:
            raise StepFailed("no book is open", expected="`open` first")
        self.end_reading("closed")
        self.device.close_book()
        self._notice_the_end()
        self.observe("closed")
        if self.reading is not None:
            raise StepFailed("the book did not close", seen=self._top_window())

    def _notice_the_end(self) -> None:
        """A book that was being closed when the device died was not closed."""
        if not self.device.alive and self.history.readings:
            self.history.readings[-1].ending = "cut off"

    def turned(self, turns: int) -> None:
        """Remember that pages were turned."""
        if self.reading is not None:
            self.reading.turns += turns

    def observe(self, ending: str) -> None:
        """Bring the true history in line with what the device shows: is a book open or not?"""
        page = self.device.page() if self.device.alive and not self.asleep else None
        if page is None:
            self.end_reading(ending)
        elif self.reading is None and self.book is not None:
            self._begin(self.book, page)
        elif self.reading is not None:
            self.reading.last_page = page

    def _begin(self, book: str, page: int) -> None:
        clock = self.device.clock
        self.reading = self.history.begin(
            Reading(
                device=self.name,
                user=self.owner.name,
                book=book,
                fingerprint=self.fingerprint(book),
                started_wall=clock.wall / SECOND,
                started_awake=clock.monotonic / SECOND,
                first_page=page,
                last_page=page,
            )
        )

    def end_reading(self, ending: str) -> None:
        """The present stretch of reading is over, in the given way."""
        if self.reading is None:
            return
        reading, self.reading = self.reading, None
        page = self.device.page() if self.device.alive and not self.asleep else None
        if page is not None:
            reading.last_page = page
        reading.ended_wall = self.device.clock.wall / SECOND
        reading.ended_awake = self.device.clock.monotonic / SECOND
        reading.ending = ending
        reading.minimum = self.minimum_duration()

    def minimum_duration(self) -> float | None:
        """From how many seconds on the plugins report a stretch of reading; None when they report none."""
        for plugin in self.plugins:
            rules = plugin.contract.sessions
            if rules is None or any(
                self.setting(plugin, word) in (values if isinstance(values, list) else [values])
                for word, values in rules.unless.items()
            ):
                continue
            if self.setting(plugin, rules.enabled) is not False:
                return float(self.setting(plugin, rules.minimum_duration) or 0)
        return None

    def read(self, path: str) -> bytes | None:
        """A file of the device's disk, from KOReader's directory; None when it is not there."""
        try:
            return self.device.read_file(path)
        except (DiskError, FileNotFoundError):
            return None

    def rows(self, database: str, query: str) -> list[dict[str, Any]]:
        """Rows of a database on the device's disk; none when the file does not exist, or not yet that table."""
        if self.read(database) is None:
            return []
        try:
            return self.device.sql(database, query)
        except ValueError as error:
            if "no such table" in str(error):
                return []
            raise StepFailed(f"{database} on {self.name} cannot be read: {error}") from None

    def __repr__(self) -> str:
        state = "asleep" if self.asleep else "running" if self.device.alive else "ended" if self.started else "new"
        return f"<Actor {self.name} {state}, {self.book or 'no book'}>"
