"""What KOReader writes to its streams, cut into lines and read back as log events.

On a device the launcher sends both streams to crash.log; KOReader's logger writes lines of the form
``03/01/26-08:00:00 WARN  text``. Other output is kept as level ``print``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_HEAD = re.compile(r"^\d\d/\d\d/\d\d-\d\d:\d\d:\d\d (DEBUG|INFO|WARN|ERROR) +")


class Logbook:
    """Collects the bytes of both streams and reports whole lines as (level, text)."""

    def __init__(self, report: Callable[[str, str], None]) -> None:
        self._report = report
        self._pending = {"stdout": b"", "stderr": b""}
        self.captured: list[bytes] = []

    def write(self, stream: str, text: bytes) -> None:
        """Take what the process wrote; lines are reported as they become whole."""
        self.captured.append(text)
        *lines, self._pending[stream] = (self._pending[stream] + text).split(b"\n")
        for line in lines:
            self._line(line.decode("utf-8", "backslashreplace"))

    def flush(self) -> None:
        """Report what is left of unfinished lines (the process ended)."""
        for stream, rest in self._pending.items():
            self._pending[stream] = b""
            if rest:
                self._line(rest.decode("utf-8", "backslashreplace"))

    def _line(self, line: str) -> None:
        found = _HEAD.match(line)
        if found:
            self._report(found.group(1).lower(), line[found.end() :].rstrip())
        elif line:
            self._report("print", line)

    def text(self) -> bytes:
        """Everything written so far, both streams in the order of writing."""
        return b"".join(self.captured)
