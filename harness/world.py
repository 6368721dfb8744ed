"""One run's world: its devices, its server, its one true time, and the doing of steps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from fake_koreader.clock import SECOND
from fake_koreader.trace import Event, Trace, Value
from fake_koreader.zone import Zone
from harness.actor import Actor
from harness.backend import Backend
from harness.errors import StepFailed
from harness.fault_building import build_fault
from harness.history import History
from harness.scenario import BoundStep, Story
from harness.scenario.faults import Fault
from harness.scenario.models import Device as DeviceWords
from harness.scenario.position import Position
from harness.scenario.words import Moment
from harness.tracetext import TraceText

SHORTEST_SECRET = 4
"""Shorter ones turn up by chance."""


@dataclass
class ScheduledFault:
    """A fault that the story asked for, and its instances on the devices."""

    words: Fault
    where: Position | None
    instances: list[tuple[Actor, Any]]
    cleared: bool = False

    @property
    def fired(self) -> int:
        """How often it came to bear, on all devices."""
        return sum(instance.fired for _, instance in self.instances)


@dataclass
class PlannedCrash:
    """A crash that the story asked for: it must come. ``since`` is the number of trace events before the plan."""

    text: str
    where: Position | None
    actor: Actor
    since: int


class StepWatcher(Protocol):
    """Somebody who wants to know of each step before and after it: the stepper, the live progress."""

    def before(self, world: World, step: BoundStep) -> None: ...
    def after(self, world: World, step: BoundStep) -> None: ...


class World:
    """Everything that a step or an expectation can reach."""

    def __init__(self, story: Story, backend: Backend, trace: Trace, seed: int) -> None:
        self.story, self.backend, self.trace, self.seed = story, backend, trace, seed
        self.history = History()
        self.actors: dict[str, Actor] = {}
        self.faults: list[ScheduledFault] = []
        self.crashes: list[PlannedCrash] = []
        self.step: BoundStep | None = None
        self.watchers: list[StepWatcher] = []
        self.secrets: list[str] = []
        self.damage: list[str] = []
        self.text = TraceText(trace, self.secrets)
        self.steps_done = 0
        self._chosen: list[Actor] = []
        self._now = start_epoch(next(iter(story.scenario.all_devices().values())))
        self._start = self._now

    # -- who and when --------------------------------------------------------------------------------------------

    @property
    def actor(self) -> Actor:
        """The device that the present step is done on: the story's first one unless the step says ``on``."""
        return self._chosen[-1] if self._chosen else next(iter(self.actors.values()))

    @contextmanager
    def on(self, name: str | None) -> Iterator[Actor]:
        """Do what follows on a device by name (None: on the present one)."""
        if name is None:
            yield self.actor
            return
        self._chosen.append(self.actors[name])
        try:
            yield self.actor
        finally:
            self._chosen.pop()

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the story began."""
        return max((actor.elapsed for actor in self.actors.values()), default=0.0)

    def present(self) -> float:
        """The true time of the present device in epoch seconds: behind `now` where other devices are ahead of it."""
        return self._start + self.actor.elapsed

    def now(self) -> float:
        """The true time in epoch seconds, as the server knows it. It never goes back."""
        if self.actors:
            self._now = max(self._now, self._start + self.actor.elapsed)
        return self._now

    def catch_up(self) -> None:
        """Let time pass on the devices that were left behind."""
        latest = self.elapsed
        for actor in self.actors.values():
            if actor.elapsed < latest - 1e-9:
                with self.on(actor.name):
                    actor.pass_time(latest - actor.elapsed)
                    actor.observe("closed")

    def epoch_of(self, moment: Moment) -> float:
        """Epoch seconds of a moment on the present device: in its zone, and of its present day unless it names one."""
        clock = self.actor.device.clock
        local = clock.zone.local(clock.wall // SECOND)
        year, month, day = moment.day or (local.year, local.month, local.day)
        return float(clock.zone.epoch(year, month, day, moment.hour, moment.minute, moment.second))

    # -- trouble -------------------------------------------------------------------------------------------------

    def add_fault(self, words: Fault, where: Position | None, actors: Iterable[Actor]) -> None:
        """Put a fault in force on some devices."""
        instances = []
        for actor in actors:
            instance = build_fault(words, actor.device.clock.monotonic)
            actor.device.faults.add(instance)
            instances.append((actor, instance))
        self.faults.append(ScheduledFault(words, where, instances))
        self.emit("fault.scheduled", {"fault": words.describe()})

    def clear_faults(self) -> None:
        """Take all faults out of force, on all devices."""
        for actor in self.actors.values():
            actor.device.faults.reset()
        for scheduled in self.faults:
            scheduled.cleared = True
        self.emit("fault.cleared", {})

    def plan_crash(self, actor: Actor, text: str) -> None:
        """Remember that a crash was asked for."""
        self.crashes.append(PlannedCrash(text, self.step.where if self.step else None, actor, len(self.trace.events)))
        self.emit("crash.planned", {"at": text})

    def keep_secret(self, secret: str) -> None:
        """Remember a secret: neither it nor its digest may turn up in a log, a trace or a report."""
        if len(secret) >= SHORTEST_SECRET and secret not in self.secrets:
            self.secrets += [secret, hashlib.md5(secret.encode("utf-8"), usedforsecurity=False).hexdigest()]

    def hidden(self, text: str) -> str:
        """``text`` without secrets."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text

    # -- telling -------------------------------------------------------------------------------------------------

    def emit(self, kind: str, fields: Mapping[str, Value]) -> Event:
        """Write an event of ours into the trace."""
        actor = self.actor
        return self.trace.emit(actor.name, actor.device.clock.monotonic, kind, fields)

    def fail(self, message: str, *, expected: str = "", seen: str = "") -> None:
        """Give the step up."""
        raise StepFailed(message, expected=expected, seen=seen)

    # -- doing ---------------------------------------------------------------------------------------------------

    def perform(self, step: BoundStep) -> None:
        """Do one step, with its events before and after it. StepFailed when it cannot be done."""
        outer, self.step = self.step, step
        for secret in step.words.secrets():
            self.keep_secret(secret)
        text = self.hidden(step.text)
        for watcher in self.watchers:
            watcher.before(self, step)
        with self.on(step.actor) as actor:
            self.emit("step.started", {"step": text, "where": step.where.short})
            step.entry.function(step.words, self)
            actor.observe("closed" if actor.device.alive else "exited")
            self.catch_up()
            self.emit("step.finished", {"step": text, "where": step.where.short})
        self.steps_done += 1
        for watcher in self.watchers:
            watcher.after(self, step)
        self.step = outer

    def perform_all(self, steps: Sequence[BoundStep]) -> None:
        """Do steps one after another."""
        for step in steps:
            self.perform(step)


def start_epoch(words: DeviceWords) -> float:
    """The true time at which a story begins: what its first device's clock says, taken as right."""
    year, month, day = words.clock.day or (2026, 3, 1)
    return float(Zone(words.zone).epoch(year, month, day, words.clock.hour, words.clock.minute, words.clock.second))


def wall_of(words: DeviceWords) -> int:
    """Epoch microseconds of a device's clock at the start."""
    return round(start_epoch(words) * SECOND)
