"""Steps that start, end, suspend and cut off a device."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from fake_koreader.storage.operations import CrashPoint, Operation
from harness.scenario import Doubt, Surroundings, Words, step
from harness.scenario.words import Duration
from harness.steps.reading import Nothing
from harness.world import World


class Boot(Words):
    """What to start KOReader with."""

    shorthand = "book"
    book: str | None = Field(default=None, description="a book to start in; the file manager by default")

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        if self.book is not None and not self.book.startswith("/"):
            yield Doubt(("book",), self.book, around.books, "a book that can be found")


class SleepFor(Words):
    """How long to sleep."""

    shorthand = "duration"
    duration: Duration


class PowerLoss(Words):
    """When the power goes: now, or in the middle of something that the disk is about to do."""

    shorthand = "when"
    when: Literal["now"] | None = None
    at_operation: int | None = Field(
        default=None, ge=1, description="the disk operation it breaks off, counted from now"
    )
    during_write_to: str | None = Field(
        default=None, description="a file name or glob: breaks off after its next write"
    )
    then: int = Field(default=0, ge=0, description="with 'during write to': so many operations later")
    moment: Literal["before", "after", "torn"] = "torn"
    only_the_process: bool = Field(
        default=False, description="true: the process is killed and the disk keeps what it was told"
    )

    @model_validator(mode="after")
    def _one_time(self) -> PowerLoss:
        if sum(value is not None for value in (self.when, self.at_operation, self.during_write_to)) > 1:
            raise PydanticCustomError("two_kinds", "say one of: now, 'at operation', 'during write to'")
        return self

    @field_validator("when", mode="before")
    @classmethod
    def _lower(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value


@step("boot")
def boot(words: Boot, world: World) -> None:
    """Start KOReader, after it ended or as the first thing."""
    world.actor.boot(words.book)


@step("exit")
def exit_koreader(words: Nothing, world: World) -> None:
    """Leave KOReader through its menu; an open book is closed on the way."""
    world.actor.need_running()
    world.actor.leave()


@step("restart")
def restart(words: Nothing, world: World) -> None:
    """Restart KOReader through its menu."""
    world.actor.need_running()
    world.actor.end_reading("restarted")
    world.actor.device.restart()
    world.actor.observe("restarted")


@step("kill")
def kill(words: Nothing, world: World) -> None:
    """The process is killed in whatever it does; the disk keeps what it was told."""
    if not world.actor.device.alive:
        world.fail("KOReader is not running", expected="`boot` first")
    world.actor.end_reading("killed")
    world.actor.asleep = False
    world.actor.device.kill()


@step("power loss")
def power_loss(words: PowerLoss, world: World) -> None:
    """The power goes: what was not synced may be lost. Later steps need a `boot`."""
    actor = world.actor
    if words.at_operation is None and words.during_write_to is None:
        actor.end_reading("power lost")
        actor.asleep = False
        actor.device.power_loss()
        return
    kind: Literal["kill", "power"] = "kill" if words.only_the_process else "power"
    disk = actor.device.disk
    if words.at_operation is not None:
        number = disk.operations + words.at_operation
        disk.crash_at(CrashPoint(number, words.moment, kind))
        world.plan_crash(actor, f"operation {number}")
        return
    _crash_after_write(disk, words, kind)
    world.plan_crash(actor, f"a write to {words.during_write_to}")


def _crash_after_write(disk: Any, words: PowerLoss, kind: Literal["kill", "power"]) -> None:
    pattern, before = words.during_write_to or "*", disk.on_operation

    def watch(operation: Operation) -> None:
        if before is not None:
            before(operation)
        path = operation.path.decode("utf-8", "replace")
        names = (path, path.rpartition("/")[2])
        if operation.kind == "write" and any(fnmatch.fnmatchcase(name, pattern) for name in names):
            disk.on_operation = before
            disk.crash_at(CrashPoint(operation.number + 1 + words.then, words.moment, kind))

    disk.on_operation = watch


@step("suspend")
def suspend(words: Nothing, world: World) -> None:
    """Close the lid; the device stays asleep until `resume`."""
    world.actor.need_running()
    world.actor.suspend()


@step("resume")
def resume(words: Nothing, world: World) -> None:
    """Open the lid again."""
    if not world.actor.asleep:
        world.fail(f"{world.actor.name} is not asleep", expected="`suspend` first")
    world.actor.resume()


@step("sleep for")
def sleep_for(words: SleepFor, world: World) -> None:
    """Sleep for so long. Awake, the device is suspended before and resumed after it."""
    actor = world.actor
    if actor.asleep:
        actor.pass_time(words.duration)
        return
    actor.need_running()
    actor.suspend()
    actor.pass_time(words.duration)
    actor.resume()
