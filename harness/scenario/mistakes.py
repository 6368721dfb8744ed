"""Mistakes in a scenario: where, what was expected, and the nearest word that would have been right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.scenario.position import Position


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend in a file."""

    where: Position
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class ScenarioMistakes(Exception):
    """A scenario file cannot be used; ``mistakes`` says why, in the order of the file."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: list[Mistake] = sorted(mistakes, key=lambda mistake: mistake.where)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like ``word``, or None when none is near."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    found = difflib.get_close_matches(word.lower(), sorted(by_lower), n=1, cutoff=0.55)
    return by_lower[found[0]] if found else None


def unknown_word(word: str, known: Sequence[str], what: str) -> str:
    """``'opne' is not a step; did you mean 'open'?``, or the list of known words when none is near."""
    near = nearest(word, known)
    if near is not None:
        return f"'{word}' is not {what}; did you mean '{near}'?"
    return f"'{word}' is not {what}; expected one of: {', '.join(known) or 'nothing'}"
