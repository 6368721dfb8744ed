"""``koharness step``."""

from __future__ import annotations

import dataclasses
import signal
import sys
from pathlib import Path

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import InMemoryHistory
from rich.console import Console as Terminal

from harness.cli.options import complete_scenarios, orderly, shared, stop
from harness.errors import CannotRun
from harness.finding import find_targets
from harness.options import RunOptions
from harness.pool import Job
from harness.report import Console
from harness.runner import Run, load
from harness.scenario import Story
from harness.scenario.mistakes import unknown_word
from harness.scenario.registry import vocabulary
from harness.stepper import Ask, Stepper, Stopped
from harness.stepper.views import VIEWS

FIRST_STORY = "quick-start/five-steps"


@click.command()
@click.argument("scenario", metavar="SCENARIO|PLUGIN", shell_complete=complete_scenarios)
@shared
@click.option("--variant", metavar="NAME", help="Which variant of its matrix; the first one by default.")
@click.option("--no-hooks", is_flag=True, help="Stop before steps only, not at the plugin's handlers.")
@orderly
def step(scenario: str, options: RunOptions, variant: str | None, no_hooks: bool) -> None:
    """Tell a scenario step by step, with a look around at every stop.

    A plugin's directory in the place of a scenario puts that plugin through the first of the quick start.

    \b
    At the prompt:
      next (Enter), hook, continue, quit
      where, screen, queue, requests, timers, server, trace
      lua ui.document.file          evaluate Lua in the plugin's world
      read: 3 pages                 any step of a scenario
      help
    """
    if sys.stdin.isatty():
        # While Lua runs, Python hears no signal: only the system itself can end a plugin that goes round.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if (Path(scenario) / "main.lua").is_file():
        options = dataclasses.replace(options, plugin=Path(scenario).resolve())
        scenario = FIRST_STORY
    story = _story(scenario, variant, plugins=options.plugin is None)
    ask = _prompt(story)
    stepper = Stepper(ask, lambda text: click.echo(text), hooks=not no_hooks)
    try:
        run = Run(story, options)
        stepper.attach(run.world)
        result = run.execute()
        run.close()
    except Stopped:
        click.echo("Left.")
        return
    except CannotRun as error:
        stop(f"koharness: {error}")
    console = Console(Terminal(highlight=False), total=1)
    console.line(result)
    console.failures([result])
    sys.exit(0 if result.outcome == "passed" else 1)


def _story(scenario: str, variant: str | None, *, plugins: bool) -> Story:
    targets = find_targets((scenario,), here=Path.cwd())
    if len(targets) > 1:
        stop(f"koharness: '{scenario}' is {len(targets)} scenarios; name one: {', '.join(one.name for one in targets)}")
    stories = load(targets[0], plugins=plugins)
    if variant is None:
        return stories[0]
    names = {Job(targets[0], number, story.name).name: story for number, story in enumerate(stories)}
    for name, story in names.items():
        if name.endswith(f"({variant})"):
            return story
    known = [name[name.index("(") + 1 : -1] for name in names if name.endswith(")")]
    raise CannotRun(unknown_word(variant, known, "a variant"))


def _prompt(story: Story) -> Ask:
    if not sys.stdin.isatty():
        return _piped
    words = [*VIEWS, "next", "hook", "continue", "hooks on", "hooks off", "lua", "do", "help", "quit"]
    words += sorted(vocabulary(story.path.parent).steps)
    session: PromptSession[str] = PromptSession(
        history=InMemoryHistory(), completer=WordCompleter(words, sentence=True)
    )

    def ask(prompt: str) -> str:
        try:
            return session.prompt(prompt)
        except EOFError:
            return "quit"
        except KeyboardInterrupt:
            return "quit"

    return ask


def _piped(prompt: str) -> str:
    line = sys.stdin.readline()
    click.echo(f"{prompt}{line.rstrip()}")
    return line if line else "quit"
