"""The menus, by eye: every submenu of the main menu is opened and every entry shown; nothing is tapped."""

from __future__ import annotations

from dataclasses import dataclass

from fake_koreader.trace import Event
from harness.check.reader import Reader

MOST_CRASHES = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the plugin's, by the numbers of the entries on the way to it."""

    path: str
    texts: str
    hold: bool


class MenuEye:
    """Looks at the menus of where the reader is. A submenu that ends KOReader is left out and looked past."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._path = ""
        self._seen: list[object] = []
        reader.device.trace.listen(self._hear)

    def _hear(self, event: Event) -> None:
        if event.kind == "check.menu":
            self._path = str(event.fields["path"])
            self._reader.doing = f"looking at {event.fields['text']}"

    def look(self, where: str) -> list[Entry]:
        """Go through all menus; returns the plugin's own entries."""
        skipped: list[str] = []
        for _ in range(MOST_CRASHES):
            self._path, self._seen = "", []
            if self._reader.act(f"looking at the menus {where}", lambda: self._walk(skipped)):
                if self._seen[:1] == [True]:
                    self._reader.note(f"the menus {where} go on without end; not all of them were looked at")
                return _entries(self._seen[1:])
            if self._path == "" or self._path in skipped:
                break
            skipped.append(self._path)
        self._reader.note(f"the menus {where} were not looked at to their end: KOReader ended too often")
        return []

    def _walk(self, skipped: list[str]) -> None:
        self._seen = self._reader.device.lua("menus", "walk", "\n".join(skipped))


def _entries(flat: list[object]) -> list[Entry]:
    return [
        Entry(str(path), str(texts), hold == "hold")
        for path, texts, hold in zip(flat[::3], flat[1::3], flat[2::3], strict=True)
    ]
