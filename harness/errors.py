"""What can go wrong with a run, as one tree; the classes say who can mend it.

`CannotRun`: the command or its surroundings (exit 2) · `StepFailed`: the story met
something else than it said (exit 1).
Mistakes in a scenario file are `harness.scenario.mistakes.ScenarioMistakes` (exit 2).
"""

from __future__ import annotations


class HarnessError(Exception):
    """The base of what the harness says by itself."""


class CannotRun(HarnessError):
    """Nothing was run: something that the run needs is missing or wrong."""


class StepFailed(HarnessError):
    """A step could not be done; ``expected`` says what would have let it, ``seen`` what there was instead."""

    def __init__(self, message: str, *, expected: str = "", seen: str = "") -> None:
        super().__init__(message)
        self.message, self.expected, self.seen = message, expected, seen
