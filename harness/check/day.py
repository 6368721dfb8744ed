"""The standard day: what every plugin is lived through with, online and offline."""

from __future__ import annotations

from fake_koreader.device import ActionRefused
from harness.check.findings import Findings
from harness.check.leftovers import look_for_damage
from harness.check.menus import MenuEye
from harness.check.reader import GivenUp, Reader
from harness.check.surroundings import book_path
from harness.check.tapping import Finger
from harness.check.watched import WatchedDevice

_WORDS = ("the", "and", "of", "a")
_HOUR = 3600.0
_FOLDERS = """
local folders = {}
for _, plugin in ipairs(require("pluginloader").enabled_plugins or {}) do
    folders[#folders + 1] = plugin.path:match("[^/]+$")
end
return table.concat(folders, "\\n")
"""


class Day:
    """One day with one device."""

    def __init__(self, device: WatchedDevice, findings: Findings, *, online: bool, tap: bool) -> None:
        self.device, self._findings = device, findings
        self.reader = Reader(device, findings, "online" if online else "offline")
        self._online, self._tap = online, tap
        self._eye = MenuEye(self.reader)
        self._finger = Finger(self.reader)

    def live(self, folder: str) -> None:
        """From the first start to the last exit, with the plugin of that folder."""
        try:
            self.reader.boot()
            self._is_there(folder)
            self._look_around()
            self._read_the_epub()
            self._sleep()
            self._wifi()
            self._other_books()
            self._start_again()
        except GivenUp as reason:
            self.reader.note(f"{reason}; the day ended there")
        self.reader.doing = "reading back what is on the disk"
        look_for_damage(self.device, self._findings, self.reader.during())

    def _is_there(self, folder: str) -> None:
        known = self.device.evaluate(_FOLDERS)
        if folder not in str(known).split("\n") and not self._findings.errors():
            self.reader.note("the plugin switches itself off on this device")

    def _look_around(self) -> None:
        self.reader.act("waiting in the file manager", lambda: self.device.advance(10))
        self._menus("of the file manager")

    def _menus(self, where: str) -> None:
        entries = self._eye.look(where)
        if self._tap:
            self._finger.tap_all(entries)

    # Reading

    def _open(self, book: str) -> bool:
        path = book_path(self.device, book)
        self.reader.leave(f"opening {book}", book, lambda: self.device.open_book(path))
        return self.reader.book is not None

    def _close(self) -> None:
        self.reader.leave("closing the book", None, self.device.close_book)

    def _read(self, doing: str, turns: int, seconds: float) -> None:
        if self.reader.book is not None:
            self.reader.act(doing, lambda: self.device.turn_pages(turns, seconds))

    def _read_the_epub(self) -> None:
        act, device = self.reader.act, self.device
        if not self._open("alice.epub"):
            return
        self._read("turning pages", 6, 35)
        self._read("turning pages back", -2, 5)
        act("highlighting", self._highlight)
        act("setting a bookmark", device.toggle_bookmark)
        act("removing a bookmark", device.toggle_bookmark)
        act("jumping to the middle", lambda: device.go_to_percent(50))
        act("setting the status", lambda: device.set_status("reading"))
        act("setting the rating", lambda: device.set_rating(4))
        self._menus("of the reader")

    def _highlight(self) -> None:
        for word in _WORDS:
            try:
                self.device.highlight(word)
                return
            except ActionRefused:
                continue

    # What happens to the device

    def _sleep(self) -> None:
        device = self.device

        def sleep() -> None:
            device.suspend()
            device.sleep(_HOUR if device.profile.can_suspend else 0)
            device.resume()
            device.advance(20)

        self.reader.act("going to sleep and waking up", sleep)

    def _wifi(self) -> None:
        act, device, radio = self.reader.act, self.device, self.device.radio

        def off() -> None:
            device.wifi_off()
            device.advance(30)

        def on() -> None:
            device.wifi_on()
            device.advance(30)

        def lose() -> None:
            radio.leave()
            device.advance(60)

        def find() -> None:
            radio.come_back()
            device.advance(60)

        act("switching Wi-Fi off", off)
        self._read("turning pages without Wi-Fi", 2, 35)
        act("switching Wi-Fi on", on)
        if not self._online:
            return
        radio.connect_now()
        self._read("turning pages with Wi-Fi", 1, 35)
        act("losing Wi-Fi", lose)
        self._read("turning pages out of reach", 1, 35)
        act("coming back into reach", find)
        radio.connect_now()

    # The rest of the day

    def _other_books(self) -> None:
        act, device = self.reader.act, self.device
        act("saving settings", self._flush)
        second = "moby-dick.epub"
        if self.reader.book is not None:
            path = book_path(device, second)
            self.reader.leave("switching to another book", second, lambda: device.switch_book(path))
        else:
            self._open(second)
        self._read("turning pages", 2, 20)
        self._close()
        for book in ("frankenstein.pdf", "nemo.cbz"):
            if self._open(book):
                self._read("turning pages", 3, 40)
                act("setting a bookmark", device.toggle_bookmark)
                act("setting the status", lambda: device.set_status("complete"))
            self._close()

    def _flush(self) -> None:
        self.device.evaluate("UIManager:flushSettings()")
        self.device.turn()

    def _start_again(self) -> None:
        if self._open("alice.epub"):
            self.reader.act("going to the end", lambda: self.device.go_to_percent(100))
        if self.device.profile.can_restart:
            self.reader.restart()
        if self._open("alice.epub"):
            self._read("reading on", 1, 60)
        self._close()
        self.reader.exit()
