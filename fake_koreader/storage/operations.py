"""Durable operations: everything that changes the disk passes here, gets a number, and may be a crash point.

Numbers begin at 1 and belong to the disk, not to a boot, so "power loss at operation 41" is a complete
description of a crash. Operations that the kernel refuses (no such file, disk full) change nothing and get no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Moment = Literal["before", "after", "torn"]
Kind = Literal["power", "kill"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of the disk.

    ``kind`` is one of create, write, truncate, fsync, rename, remove, mkdir, rmdir, link, symlink, utime, chmod, sync;
    ``offset`` and ``size`` are bytes; ``detail`` holds what else there is to know (the new name of a rename).
    """

    number: int
    kind: str
    path: bytes
    offset: int = 0
    size: int = 0
    detail: bytes = b""

    def __str__(self) -> str:
        where = f" {self.size}@{self.offset}" if self.kind in ("write", "truncate") else ""
        detail = f" {self.detail.decode('utf-8', 'replace')}" if self.detail else ""
        return f"#{self.number} {self.kind} {self.path.decode('utf-8', 'replace')}{where}{detail}"


@dataclass(frozen=True, slots=True)
class CrashPoint:
    """Where a run is to break off.

    ``moment``: before the operation, after it, or (for a write) in its middle; other operations are never half done,
    so ``torn`` there means before. ``kind``: the power goes, or only the process is killed.
    """

    number: int
    moment: Moment = "before"
    kind: Kind = "power"


class Crashed(BaseException):
    """The emulated process ended in mid-operation. Not an Exception: nothing of ours may swallow it."""

    def __init__(self, point: CrashPoint, operation: Operation) -> None:
        self.point = point
        self.operation = operation
        super().__init__(f"{point.moment} operation {operation}")


class PowerLost(Crashed):
    """The device lost power; what was not synced may be gone (see ``crash.py``)."""


class ProcessKilled(Crashed):
    """The process was killed; everything it had handed to the kernel stays."""
