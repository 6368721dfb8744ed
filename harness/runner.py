"""Running one story from its beginning to its judgement, the same way every time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from fake_koreader.device import ActionRefused
from fake_koreader.storage.errors import DiskError
from fake_koreader.trace import Event, Trace
from harness import bundled
from harness.actor import Actor
from harness.errors import CannotRun, StepFailed
from harness.expectations import ExpectationFailed, judge
from harness.invariants import Broken, Invariant, invariants
from harness.invariants.disk import damage
from harness.options import Failure, Outcome, Result, RunOptions, Target
from harness.scenario import BoundStep, Loader, Story, Surroundings
from harness.stage import DeviceFactory, build_world, real_device
from harness.world import StepWatcher, World

LAST_EVENTS = 12
_DULL = ("disk.", "task.run", "hook.called", "expectation.")


def load(target: Target, *, plugins: bool = False) -> list[Story]:
    """The stories of a scenario file. ScenarioMistakes when it is wrong; with ``plugins``, about those as well."""
    from fake_koreader.profile import PROFILES

    def trouble(plugin: str) -> str | None:
        try:
            bundled.find_plugin(plugin, target.path.parent)
        except FileNotFoundError as error:
            return str(error)
        return None

    around = Surroundings(
        books=bundled.books(target.path.parent),
        profiles=tuple(PROFILES),
        plugin_trouble=trouble if plugins else None,
    )
    return Loader(target.path, name=target.name, shown=target.shown, around=around).stories()


class Run:
    """One run of one story. `execute` does it all; `world` and `trace` stay for whoever wants to look."""

    def __init__(
        self,
        story: Story,
        options: RunOptions,
        *,
        make: DeviceFactory = real_device,
        watchers: Sequence[StepWatcher] = (),
    ) -> None:
        self.story, self.options = story, options
        self.trace = Trace()
        self.failures: list[Failure] = []
        self.world = build_world(story, options, self.trace, make)
        self.world.watchers += [_CrashWatch(self), *watchers]

    def execute(self) -> Result:
        """Tell the story and judge it. CannotRun when it could not be told at all."""
        began = time.perf_counter()
        told = False
        try:
            told = self._tell()
            self.judge(told)
        finally:
            self._leave_behind()
        outcome: Outcome = "failed" if self.failures else "passed"
        return self._result(outcome, time.perf_counter() - began)

    def close(self) -> None:
        """Let go of the server's state, and of what the devices hold of the host."""
        self.world.backend.close()
        for actor in self.world.actors.values():
            actor.device.close()

    def _tell(self) -> bool:
        world = self.world
        try:
            world.perform_all(self.story.steps)
            world.catch_up()
            judge(list(self.story.expect), world)
        except ExpectationFailed as failure:
            for bound, verdict in failure.failed:
                self._fail("expectation", str(verdict), bound.where.short, verdict.expected, verdict.seen)
            return False
        except _Crashed as crash:
            self._crashed(crash.actor)
            return False
        except (StepFailed, ActionRefused, DiskError, ValueError, KeyError, OSError) as error:
            crashed = next((actor for actor in world.actors.values() if actor.device.crash is not None), None)
            if crashed is not None:
                self._crashed(crashed)
            else:
                self._step_failed(error)
            return False
        return True

    def _step_failed(self, error: Exception) -> None:
        step = self.world.step
        where = step.where.short if step else self.story.shown
        expected, seen = (error.expected, error.seen) if isinstance(error, StepFailed) else ("", "")
        text = error.message if isinstance(error, StepFailed) else str(error)
        name = self.world.hidden(step.text) if step else "the end"
        self._fail("step", f"`{name}` could not be done: {text}", where, expected, seen)

    def _crashed(self, actor: Actor) -> None:
        crash = actor.device.crash
        step = self.world.step
        where = step.where.short if step else self.story.shown
        message = str(getattr(crash, "message", crash)).split("\n")[0]
        place = str(getattr(crash, "where", "?"))
        shown = message.removeprefix(f"{place}: ")
        self._fail("lua error", f"Lua error at {place}: {shown}; KOReader ended on {actor.name}", where, seen=place)

    def judge(self, told: bool) -> None:
        """Check the invariants: all of them when the story was ``told`` to its end, else those of every moment."""
        off = self.story.scenario.invariants.off
        for each in invariants():
            if each.name in off or not (each.safety or told):
                continue
            for broken in each.check(self.world):
                if not self._is_known(each, broken):
                    self._broken(each, broken)

    def _is_known(self, each: Invariant, broken: Broken) -> bool:
        fatal = broken.event is not None and bool(broken.event.fields.get("fatal"))
        return fatal and each.name == "no Lua error" and any(failure.kind == "lua error" for failure in self.failures)

    def _broken(self, each: Invariant, broken: Broken) -> None:
        step_text, step_where = _step_at(self.trace.events, broken.event)
        where = step_where or self.story.shown
        if broken.where and ":" in broken.where and broken.event is None:
            where = broken.where
        events = self._last_events(broken.event)
        message = self.world.hidden(f"{each.name}: {broken.message}")
        self.world.emit("invariant.broken", {"invariant": each.name, "message": message})
        self.failures.append(Failure("invariant", message, where, each.teaching, broken.message, step_text, events))

    def _fail(self, kind: str, message: str, where: str, expected: str = "", seen: str = "") -> None:
        step = self.world.step
        text = self.world.hidden(step.text) if step else ""
        hidden = [self.world.hidden(part) for part in (message, expected, seen)]
        self.failures.append(Failure(kind, hidden[0], where, hidden[1], hidden[2], text, self._last_events(None)))

    def _last_events(self, until: Event | None) -> tuple[str, ...]:
        last = until.sequence if until is not None else len(self.trace.events) - 1
        chosen: list[str] = []
        for event in reversed(self.trace.events[: last + 1]):
            if not event.kind.startswith(_DULL):
                chosen.append(self.world.hidden(str(event)))
            if len(chosen) == LAST_EVENTS:
                break
        return tuple(reversed(chosen))

    def _leave_behind(self) -> None:
        if self.options.trace is not None:
            path = self.options.trace / f"{_file_name(self.story.name)}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                self.trace.write(stream)
        if self.options.keep is not None:
            for actor in self.world.actors.values():
                actor.device.disk.export(self.options.keep / _file_name(self.story.name) / actor.name)

    def _result(self, outcome: Outcome, seconds: float) -> Result:
        requests = sum(event.kind == "request.started" for event in self.trace.events)
        words = self.story.scenario.all_devices()
        first = next(iter(self.world.actors.values()))
        notes = tuple(f"the server does not know {endpoint}" for endpoint in self.world.backend.unknown_endpoints())
        return Result(
            name=self.story.name,
            where=self.story.shown,
            outcome=outcome,
            seconds=seconds,
            virtual_seconds=round(self.world.elapsed, 6),
            failures=tuple(self.failures),
            seed=self.options.seed,
            profile=self.options.profile or next(iter(words.values())).profile,
            plugins=tuple(plugin.name for plugin in first.plugins),
            events=len(self.trace.events),
            requests=requests,
            trace_digest=self.world.text.digest,
            notes=notes,
        )


class _Crashed(Exception):
    def __init__(self, actor: Actor) -> None:
        super().__init__(f"KOReader crashed on {actor.name}")
        self.actor = actor


class _CrashWatch:
    """Ends the story when KOReader dies of a Lua error, and looks at the disk after each restart from a crash."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._died: set[str] = set()
        self._seen = 0

    def before(self, world: World, step: BoundStep) -> None:
        """Nothing to do before a step."""

    def after(self, world: World, step: BoundStep) -> None:
        """Look for the dead and the risen."""
        for actor in world.actors.values():
            if actor.device.crash is not None:
                raise _Crashed(actor)
        for event in world.trace.events[self._seen :]:
            if event.kind in ("power.lost", "process.killed"):
                self._died.add(event.device)
        self._seen = len(world.trace.events)
        for name in sorted(self._died):
            if world.actors[name].device.alive:
                self._died.discard(name)
                world.damage += [line for line in damage(world.actors[name]) if line not in world.damage]


def _step_at(events: Sequence[Event], event: Event | None) -> tuple[str, str]:
    """The step that was being done when ``event`` happened: its text and place."""
    last = event.sequence if event is not None else len(events) - 1
    open_steps: list[tuple[str, str]] = []
    best = ("", "")
    for earlier in _steps(events[: last + 1]):
        if earlier.kind == "step.started":
            open_steps.append((str(earlier.fields["step"]), str(earlier.fields["where"])))
            best = open_steps[-1]
        elif open_steps:
            open_steps.pop()
    return open_steps[-1] if open_steps else best


def _steps(events: Sequence[Event]) -> Iterator[Event]:
    return (event for event in events if event.kind.startswith("step."))


def _file_name(name: str) -> Path:
    return Path(
        *(
            ("".join(c if c.isalnum() or c in "-_." else "-" for c in part).strip("-.") or "run")
            for part in name.split("/")
        )
    )


def run_target(target: Target, variant: int, options: RunOptions, watchers: Sequence[StepWatcher] = ()) -> Result:
    """Load and run one variant of a scenario file; what could not be run comes out as a result of kind error."""
    began = time.perf_counter()
    story = load(target)[variant]
    try:
        run = Run(story, options, watchers=watchers)
        try:
            return run.execute()
        finally:
            run.close()
    except CannotRun as error:
        failure = Failure("cannot run", str(error), target.shown)
        return Result(story.name, story.shown, "error", time.perf_counter() - began, 0.0, (failure,), options.seed)
