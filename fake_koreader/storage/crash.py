"""What a crash leaves on the disk.

A process kill takes only what the process still held: buffers of C's streams, SQLite's caches. What it had handed to
the kernel stays, in order and whole.

A power loss takes what the medium had not received. The guarantees are those that ext4 in its usual mode gives a
careful program, and no more:

* what an fsync of the file covered is there, byte for byte, whatever happened later to other files;
* names (create, rename, remove, mkdir, rmdir, link) and truncations pass through one journal: of those that no fsync
  has followed, a prefix survives, never a later one without the earlier; each is there whole or not at all;
* an fsync of any file or directory commits that journal up to then;
* a write that no fsync has followed may be there, or not, or up to some sector of 512 bytes, each on its own: so a
  new file may have its name and size zero, and a hole where a lost write was is read as zeros;
* such a write goes with its file's creation or truncation when that is lost: it lies in blocks never attached;
* what is older than ``WRITEBACK`` has been written by the kernel itself.

The e-reader's FAT partitions promise less about names than this; a program that breaks here breaks there too.

The disk keeps its operations as they were; a policy reads the pending ones and answers with an ``Effect``, which is
plain data: the same effect can be laid over a fork, or another one, or none.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Protocol

from fake_koreader.storage.disk import WRITEBACK, Disk
from fake_koreader.storage.inode import Change, Inode

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Pending:
    """An operation that no sync has covered. ``kind``: name, truncate or write; ``inode`` is 0 for names."""

    number: int
    kind: str
    inode: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a power loss does: names and truncations numbered above ``journal_end`` never happened, nor the writes in
    ``lost``; of a write in ``torn`` only the first bytes did."""

    journal_end: int
    lost: frozenset[int] = frozenset()
    torn: tuple[tuple[int, int], ...] = ()


class Policy(Protocol):
    """Decides what a power loss takes."""

    def plan(self, pending: list[Pending], chance: random.Random) -> Effect: ...


def _end(pending: list[Pending]) -> int:
    return pending[-1].number if pending else 0


class KeepAll:
    """Everything had just been written back."""

    def plan(self, pending: list[Pending], chance: random.Random) -> Effect:
        """Nothing is lost."""
        return Effect(_end(pending))


class DropUnsynced:
    """Nothing that was not synced had been written back."""

    def plan(self, pending: list[Pending], chance: random.Random) -> Effect:
        """All that is pending is lost."""
        return Effect(0, frozenset(one.number for one in pending if one.kind == "write"))


class KeepSynced:
    """What was synced stays; of the rest the journal is cut anywhere, and each write is kept, lost or torn."""

    def plan(self, pending: list[Pending], chance: random.Random) -> Effect:
        """Drawn from ``chance``."""
        journal = [0, *(one.number for one in pending if one.kind != "write")]
        end = chance.choice(journal)
        lost, torn = set(), []
        for one in pending:
            if one.kind == "write":
                fate = chance.random()
                if fate < 0.4:
                    lost.add(one.number)
                elif fate < 0.6:
                    torn.append((one.number, chance.randrange(one.size // SECTOR + 1) * SECTOR))
        return Effect(end, frozenset(lost), tuple(torn))


class TornLast:
    """All had been written back but the end of the last write."""

    def plan(self, pending: list[Pending], chance: random.Random) -> Effect:
        """The last write is cut at a sector."""
        writes = [one for one in pending if one.kind == "write"]
        torn = ((writes[-1].number, chance.randrange(writes[-1].size // SECTOR + 1) * SECTOR),) if writes else ()
        return Effect(_end(pending), torn=torn)


POLICIES: dict[str, type[Policy]] = {
    "keep-all": KeepAll,
    "drop-unsynced": DropUnsynced,
    "keep-synced": KeepSynced,
    "torn-last": TornLast,
}


def pending(disk: Disk) -> list[Pending]:
    """What a power loss now could take, in order."""
    oldest = disk.clock.boot - WRITEBACK
    found = [Pending(change.number, "name") for change in disk.name_changes if change.at >= oldest]
    for number in disk.dirty():
        for change in disk.inode(number).changes:
            if change.at >= oldest:
                kind = "write" if change.to is None else "truncate"
                found.append(Pending(change.number, kind, number, len(change.new)))
    return sorted(found, key=lambda one: one.number)


def lose_power(disk: Disk, policy: Policy) -> Effect:
    """The power goes, at a crash point or between operations: plan, lay over, and be ready for the next boot.

    End the process first (``Files.kill``, ``Databases.kill``): its handles mean nothing afterwards.
    """
    effect = policy.plan(pending(disk), disk.random)
    lay_over(disk, effect)
    return effect


def survive_kill(disk: Disk) -> None:
    """The process is gone, the kernel is not: the disk answers again, with nothing lost."""
    disk.dead = None
    disk.opened.clear()


def lay_over(disk: Disk, effect: Effect) -> None:
    """Make the disk what it is after this effect. What is left is durable."""
    oldest = disk.clock.boot - WRITEBACK
    for change in reversed(disk.name_changes):
        if change.at >= oldest and change.number > effect.journal_end:
            for directory, name, before, _ in reversed(change.entries):
                disk.set_entry(directory, name, before)
    torn = dict(effect.torn)
    for number in disk.dirty():
        inode = disk.own(number)
        occupied = inode.occupied
        _replay(inode, [change for change in inode.changes if change.at >= oldest], effect, torn)
        disk.free -= inode.occupied - occupied
    survive_kill(disk)
    disk.forget_changes()


def _replay(inode: Inode, changes: list[Change], effect: Effect, torn: dict[int, int]) -> None:
    for change in reversed(changes):
        if change.old:
            inode.put(change.offset, change.old)
        inode.resize(change.size)
    for change in changes:
        if change.to is not None:
            if change.number > effect.journal_end:
                return
            inode.resize(change.to)
        elif change.number not in effect.lost:
            written = change.new[: torn.get(change.number, len(change.new))]
            if written:
                inode.put(change.offset, written)
