"""What a check found: right or wrong, what was expected, what was seen, and what came near."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check. ``near`` holds one line for each near miss, with its reason."""

    ok: bool
    noun: str
    expected: str
    seen: str
    near: tuple[str, ...] = field(default_factory=tuple)

    @property
    def reason(self) -> str:
        """One line: what was expected and what was seen."""
        return f"{self.noun}: expected {self.expected}; saw {self.seen}"

    def __str__(self) -> str:
        lines = [self.reason, *(f"  {line}" for line in self.near)]
        return "\n".join(lines)


def compare(noun: str, what: str, wanted: object, seen: object, ok: bool, near: tuple[str, ...] = ()) -> Verdict:
    """A verdict on ``what`` of ``noun``: ``queue: sessions: expected 1; saw 3``."""
    return Verdict(ok, noun, f"{what} {wanted}".strip(), str(seen), near)
