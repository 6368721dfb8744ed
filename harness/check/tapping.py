"""With ``--tap``: every entry of the plugin's menus is tapped, and every dialog that comes up answered both ways."""

from __future__ import annotations

from dataclasses import dataclass

from harness.check.menus import Entry
from harness.check.reader import Reader
from harness.check.surroundings import PASSWORD

MOST_ANSWERS = 8
"""Dialogs that are answered after one tap; a dialog that always comes back is put away after so many."""
MOST_CHOICES = 12
"""Buttons and rows of an entry's first dialog that are tried one by one."""
MOST_ENTRIES = 150
"""Entries of one menu that are tapped; a list of a thousand books would take a day."""
_PATIENCE = 3.0
_TEXT, _NUMBER = "harbour", "7"
_REFUSING = {"cancel", "close", "no", "back", "later", "later…", "exit", "dismiss", "appbar.close", "close.icon"}
_SHEETS = ("button", "row", "check")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in a dialog that can be tapped; ``number`` counts those of the same label."""

    kind: str
    label: str
    number: int
    enabled: bool

    @property
    def refuses(self) -> bool:
        """Whether it is there to get away from the dialog."""
        return self.label.strip().lower() in _REFUSING or self.label == "close"


@dataclass(frozen=True, slots=True)
class Dialog:
    """The topmost window, as far as it can be answered."""

    kind: str
    inputs: int
    things: tuple[Thing, ...]

    def choices(self) -> list[Thing]:
        """What goes on: enabled buttons, rows and check marks that do not refuse."""
        return [thing for thing in self.things if thing.enabled and thing.kind in _SHEETS and not thing.refuses]

    def refusal(self) -> Thing | None:
        """What gets away from it: the button that says so, else a closing icon."""
        return next((thing for thing in self.things if thing.enabled and thing.refuses), None)


class Finger:
    """Taps what the eye has found."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._device = reader.device

    def tap_all(self, entries: list[Entry]) -> None:
        """Tap every entry, each time with other answers to what it asks."""
        if len(entries) > MOST_ENTRIES:
            self._reader.note(f"only the first {MOST_ENTRIES} of {len(entries)} menu entries were tapped")
        for entry in entries[:MOST_ENTRIES]:
            first = self._try(entry, "tap", "ok", 0)
            for choice in range(1, min(first, MOST_CHOICES)):
                self._try(entry, "tap", "ok", choice)
            if first >= 0:
                self._try(entry, "tap", "cancel", 0)
                self._try(entry, "tap", "outside", 0)
            if entry.hold:
                self._try(entry, "hold", "ok", 0)

    def _try(self, entry: Entry, how: str, answer: str, choice: int) -> int:
        """One tap, and answers until nothing asks any more.

        Returns how many choices the first dialog gave, -1 when there was none.
        """
        first: list[int] = []

        def act() -> None:
            if self._device.lua("menus", "touch", entry.path, how) != [True]:
                return
            self._settle()
            for step in range(MOST_ANSWERS):
                dialog = self._look()
                if dialog is None:
                    return
                if not first:
                    first.append(len(dialog.choices()))
                self._answer(dialog, answer, choice if step == 0 else 0)
                self._settle()

        word = {"tap": "tapping", "hold": "holding"}[how]
        told = f"{answer} {choice + 1}" if choice else answer
        self._reader.act(f"{word} {entry.texts} (answer: {told})", act)
        return first[0] if first else -1

    def _settle(self) -> None:
        if self._device.alive:
            self._device.advance(_PATIENCE)

    def _look(self) -> Dialog | None:
        flat = self._device.lua("dialogs", "look") if self._device.alive else []
        if not flat or flat[0] is None:
            return None
        counted: dict[str, int] = {}
        things = []
        for kind, label, state in zip(flat[2::3], flat[3::3], flat[4::3], strict=True):
            counted[label] = counted.get(label, 0) + 1
            things.append(Thing(str(kind), str(label), counted[label], state == "on"))
        return Dialog(str(flat[0]), int(flat[1]), tuple(things))

    def _answer(self, dialog: Dialog, answer: str, choice: int) -> None:
        if answer == "outside":
            self._device.lua("dialogs", "outside")
            return
        wanted = dialog.refusal()
        if answer == "ok":
            if dialog.inputs:
                self._device.lua("dialogs", "fill", _TEXT, _NUMBER, PASSWORD)
            choices = dialog.choices()
            if choices:
                wanted = choices[min(choice, len(choices) - 1)]
        if wanted is None:
            self._device.lua("dialogs", "dismiss")
        elif self._device.alive:
            self._device.touch(wanted.label, wanted.number)
