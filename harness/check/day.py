"""The standard day: what every plugin is lived through with, online and offline."""

from __future__ import annotations

from harness.check.findings import Findings
from harness.check.leftovers import look_for_damage
from harness.check.menus import MenuEye
from harness.check.reader import CannotStart, Reader
from harness.check.surroundings import book_path
from harness.check.tapping import Finger
from harness.check.watched import WatchedDevice

_WORDS = ("the", "and", "of", "a")
_HOUR = 3600.0


class Day:
    """One day with one device. ``note`` lines say what the device refused to do."""

    def __init__(self, device: WatchedDevice, findings: Findings, *, online: bool, tap: bool) -> None:
        self.device, self._findings = device, findings
        self.reader = Reader(device, findings, "online" if online else "offline")
        self._online, self._tap = online, tap
        self._eye = MenuEye(self.reader)
        self._finger = Finger(self.reader)

    def live(self) -> None:
        """From the first start to the last exit."""
        try:
            self.reader.boot()
            self._in_the_file_manager()
            self._read_the_epub()
            self._sleep()
            self._wifi()
            self._other_books()
            self._again()
        except CannotStart:
            self.reader.notes.append(f"{self.reader.world}: KOReader does not start any more; the day ended there")
        self.reader.doing = "reading back what is on the disk"
        look_for_damage(self.device, self._findings, self.reader.during())

    def _path(self, book: str) -> str:
        return book_path(self.device, book)

    def _menus(self, where: str) -> None:
        entries = self._eye.look(where)
        if self._tap:
            self._finger.tap_all(entries)

    def _in_the_file_manager(self) -> None:
        self.reader.act("waiting in the file manager", lambda: self.device.advance(10))
        self._menus("of the file manager")

    def _open(self, book: str) -> None:
        path = self._path(book)
        self.reader.leave(f"opening {book}", book, lambda: self.device.open_book(path))

    def _close(self) -> None:
        self.reader.leave("closing the book", None, self.device.close_book)

    def _read_the_epub(self) -> None:
        act, device = self.reader.act, self.device
        self._open("alice.epub")
        act("turning pages", lambda: device.turn_pages(6, 35))
        act("turning pages back", lambda: device.turn_pages(-2, 5))
        act("highlighting", self._highlight)
        act("setting a bookmark", device.toggle_bookmark)
        act("removing a bookmark", device.toggle_bookmark)
        act("jumping to the middle", lambda: device.go_to_percent(50))
        act("setting the status", lambda: device.set_status("reading"))
        act("setting the rating", lambda: device.set_rating(4))
        self._menus("of the reader")

    def _highlight(self) -> None:
        from fake_koreader.device import ActionRefused

        for word in _WORDS:
            try:
                self.device.highlight(word)
                return
            except ActionRefused:
                continue

    def _sleep(self) -> None:
        device = self.device

        def wake() -> None:
            device.resume()
            device.advance(20)

        device_can = device.profile.can_suspend
        if device_can:
            self.reader.act("going to sleep and waking up", lambda: (device.suspend(), device.sleep(_HOUR), wake())[0])
        else:
            self.reader.act("going to the background and back", lambda: (device.suspend(), wake())[0])

    def _wifi(self) -> None:
        act, device, radio = self.reader.act, self.device, self.device.radio
        act("switching Wi-Fi off", lambda: (device.wifi_off(), device.advance(30))[1])
        act("turning pages without Wi-Fi", lambda: device.turn_pages(2, 35))
        act("switching Wi-Fi on", lambda: (device.wifi_on(), device.advance(30))[1])
        if self._online:
            radio.connect_now()
            act("turning pages with Wi-Fi", lambda: device.turn_pages(1, 35))
            act("losing Wi-Fi", lambda: (radio.leave(), device.advance(60))[1])
            act("turning pages out of reach", lambda: device.turn_pages(1, 35))
            act("coming back into reach", lambda: (radio.come_back(), device.advance(60))[1])
            radio.connect_now()

    def _other_books(self) -> None:
        act, device = self.reader.act, self.device
        act("saving settings", self._flush)
        second = self._path("moby-dick.epub")
        self.reader.leave("switching to another book", "moby-dick.epub", lambda: device.switch_book(second))
        act("turning pages", lambda: device.turn_pages(2, 20))
        self._close()
        for book in ("frankenstein.pdf", "nemo.cbz"):
            self._open(book)
            act("turning pages", lambda: device.turn_pages(3, 40))
            act("setting a bookmark", device.toggle_bookmark)
            act("setting the status", lambda: device.set_status("complete"))
            self._close()

    def _flush(self) -> None:
        self.device.evaluate("UIManager:flushSettings()")
        self.device.turn()

    def _again(self) -> None:
        device = self.device
        self._open("alice.epub")
        self.reader.act("reading to the end", lambda: device.go_to_percent(100))
        if device.profile.can_restart:
            self.reader.book = None
            self.reader.doing = "restarting KOReader"
            device.restart()
            device.advance(15)
            self.reader.recover()
        self._open("alice.epub")
        self.reader.act("reading on", lambda: device.turn_pages(1, 60))
        self._close()
        self.reader.doing = "leaving KOReader"
        self.reader.exit()
