"""The invariant that what is on the disk can be read, after every crash and at the end."""

from __future__ import annotations

from collections.abc import Iterator

from harness.actor import Actor
from harness.errors import StepFailed
from harness.invariants.registry import Broken, invariant
from harness.settings_file import read_settings
from harness.world import World


@invariant("disk readable", safety=True)
def disk_readable(world: World) -> Iterator[Broken]:
    """Settings and databases are readable at the end and after every crash."""
    for line in world.damage:
        yield Broken(line)
    for actor in world.actors.values():
        for line in damage(actor):
            if line not in world.damage:
                yield Broken(line)


def damage(actor: Actor) -> list[str]:
    """What cannot be read on a device's disk: one line for each file."""
    return [*_settings(actor), *_databases(actor)]


def _settings(actor: Actor) -> Iterator[str]:
    files = ["settings.reader.lua"]
    files += [plugin.contract.settings.file for plugin in actor.plugins if plugin.contract.settings.file]
    for path in files:
        reasons = [reason for reason in (_unreadable(actor, path), _unreadable(actor, f"{path}.old")) if reason]
        if len(reasons) == 2 and any(reason != "missing" for reason in reasons):
            yield f"{path} on {actor.name} is unreadable ({reasons[0]}), and so is its backup ({reasons[1]})"


def _unreadable(actor: Actor, path: str) -> str | None:
    data = actor.read(path)
    if data is None:
        return "missing"
    try:
        read_settings(data)
    except StepFailed as error:
        return error.message
    return None


def _databases(actor: Actor) -> Iterator[str]:
    named = {path for plugin in actor.plugins for path in plugin.contract.databases}
    named |= {table.database for plugin in actor.plugins for table in plugin.contract.queues.values()}
    for path in sorted(named):
        try:
            rows = actor.rows(path, "PRAGMA integrity_check")
        except Exception as error:
            yield f"{path} on {actor.name} cannot be read: {error}"
            continue
        problems = [str(value) for row in rows for value in row.values() if value != "ok"]
        if problems:
            yield f"{path} on {actor.name} is damaged: {problems[0]}"
