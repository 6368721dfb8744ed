"""Telling a scenario with stops: before every step, and at every handler of the plugin that runs.

At a stop one may look around, evaluate Lua, and (between steps) do any step that a scenario could do. Inside a handler
KOReader is in the middle of something, so there one may only look.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fake_koreader.device import ActionRefused
from fake_koreader.process import LuaFailure
from harness.errors import StepFailed
from harness.scenario import BoundStep, Loader, ScenarioMistakes, Story, Surroundings
from harness.scenario.mistakes import unknown_word
from harness.scenario.registry import Vocabulary, vocabulary
from harness.stepper.views import VIEWS
from harness.world import World

Ask = Callable[[str], str]
Say = Callable[[str], None]

COMMANDS = {
    "next": "do this step, and stop before the next one (Enter does the same)",
    "hook": "go on to the next handler of the plugin",
    "continue": "go on to the end",
    "hooks on/off": "stop at handlers too, or not",
    "lua CODE": "evaluate Lua in the plugin's world; `ui` is the open reader or file manager",
    "do STEP": "do any step of a scenario, as in YAML: do read: 3 pages",
    "quit": "leave",
}


class Stopped(Exception):
    """The one who steps has had enough."""


class Stepper:
    """Watches a world and asks at every stop. ``ask`` gives a line for a prompt, ``say`` shows one."""

    def __init__(self, ask: Ask, say: Say, *, hooks: bool = True) -> None:
        self._ask, self._say = ask, say
        self._stops_at_steps, self._stops_at_hooks = True, hooks
        self._free_run = False
        self._busy = False
        self._world: World | None = None
        self._words: Vocabulary | None = None

    def attach(self, world: World) -> None:
        """Begin to watch a world."""
        self._world = world
        self._words = vocabulary(world.story.path.parent)
        world.watchers.append(self)
        for actor in world.actors.values():
            actor.device.on_hook = self._hook

    # -- stops ---------------------------------------------------------------------------------------------------

    def before(self, world: World, step: BoundStep) -> None:
        """A step is about to be done."""
        if self._free_run or self._busy or not self._stops_at_steps:
            return
        self._say("")
        self._say(f"── {step.where.short}  {world.hidden(step.text)}")
        for line in VIEWS["where"](world):
            self._say(f"   {line}")
        self._stop(world, inside=False)

    def after(self, world: World, step: BoundStep) -> None:
        """A step has been done."""
        if not self._free_run and not self._busy:
            self._say(f"   done: {world.hidden(step.text)}")

    def _hook(self, hook: Any) -> None:
        if self._free_run or self._busy or not self._stops_at_hooks or self._world is None:
            return
        self._say(f"   {hook.plugin}: {hook.handler}")
        self._stop(self._world, inside=True)

    def _stop(self, world: World, *, inside: bool) -> None:
        self._busy = True
        try:
            while not self._obey(self._ask("hook> " if inside else "step> ").strip(), world, inside=inside):
                pass
        finally:
            self._busy = False

    # -- commands ------------------------------------------------------------------------------------------------

    def _obey(self, line: str, world: World, *, inside: bool) -> bool:
        """Do one command; True when the story goes on."""
        word, _, rest = line.partition(" ")
        if word in ("", "next", "n"):
            self._stops_at_steps = True
            return True
        if word in ("hook", "h"):
            self._stops_at_hooks = True
            return True
        if word in ("continue", "c"):
            self._free_run = True
            return True
        if word in ("quit", "q", "exit!"):
            raise Stopped
        if word == "hooks" and rest in ("on", "off"):
            self._stops_at_hooks = rest == "on"
        elif word in VIEWS and not rest:
            for shown in VIEWS[word](world):
                self._say(shown)
        elif word == "lua":
            self._say(self._evaluate(world, rest))
        elif word in ("help", "?"):
            self._help(world)
        else:
            self._do(rest if word == "do" else line, world, inside=inside)
        return False

    def _evaluate(self, world: World, code: str) -> str:
        try:
            return world.hidden(str(world.actor.device.evaluate(code)))
        except (LuaFailure, ActionRefused) as error:
            return str(error)

    def _do(self, text: str, world: World, *, inside: bool) -> None:
        if inside:
            known = [*VIEWS, "lua", "next", "hook", "continue", "hooks", "quit"]
            self._say(
                f"inside a handler one may only look: {unknown_word(text.split(':')[0], known, 'a command here')}"
            )
            return
        try:
            for step in self._parsed(text, world):
                world.perform(step)
        except ScenarioMistakes as mistakes:
            for mistake in mistakes.mistakes:
                self._say(mistake.message)
        except StepFailed as failure:
            self._say(failure.message)
        except (ActionRefused, ValueError, KeyError, OSError) as error:
            self._say(str(error))

    def _parsed(self, text: str, world: World) -> list[BoundStep]:
        return parse_steps(text, world.story)

    def _help(self, world: World) -> None:
        for word, meaning in COMMANDS.items():
            self._say(f"  {word:<14} {meaning}")
        for name, view in VIEWS.items():
            self._say(f"  {name:<14} {(view.__doc__ or '').rstrip('.')}")
        if self._words is not None:
            self._say(f"  steps: {', '.join(sorted(self._words.steps))}")


def parse_steps(text: str, story: Story) -> list[BoundStep]:
    """Steps typed at the prompt, in YAML. ScenarioMistakes when they are none."""
    around = Surroundings(
        books=_books(story.path.parent),
        devices=tuple(story.scenario.all_devices()),
        users=tuple(user.name for user in story.scenario.server.users),
    )
    return Loader.typed(text, directory=story.path.parent, around=around)


def _books(directory: Path) -> tuple[str, ...]:
    from harness import bundled

    return bundled.books(directory)
