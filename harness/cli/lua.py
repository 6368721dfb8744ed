"""``koharness lua``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory

from fake_koreader.conformance import difference, run_script
from fake_koreader.device import Device
from fake_koreader.hostcalls import ProcessEnded
from fake_koreader.process import LuaFailure
from fake_koreader.profile import PROFILES
from harness.cli.options import complete_profiles, stop

_WORLDS = ["data", "core_ui", "widgets", "lifecycle"]


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--profile", default="kobo-clara", show_default=True, type=click.Choice(list(PROFILES)),
              shell_complete=complete_profiles, help="The device to run it on.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--conformance", "world", flag_value="", default=None, is_flag=False, metavar="[WORLD]",
              help="Run FILE as a conformance script, in the world of its folder or of WORLD; "
              "with FILE.expected beside it, show the difference.")  # fmt: skip
def lua(file: Path | None, profile: str, seed: int, world: str | None) -> None:
    """Run a Lua program inside the emulated KOReader, or talk to it line by line.

    \b
      koharness lua                                  a prompt; `ui` is the open file manager
      koharness lua probe.lua                        run a file after KOReader has started
      koharness lua --conformance data script.lua    the world of the conformance scripts
    """
    if world is not None:
        _conformance(file, world)
        return
    device = Device(PROFILES[profile], name="lua", seed=seed)
    device.boot()
    if device.crash is not None:
        stop(f"koharness: KOReader could not start: {device.crash.message}")
    if file is not None:
        sys.exit(_run(device, file.read_bytes(), f"@{file.name}"))
    _prompt(device)


def _conformance(file: Path | None, world: str) -> None:
    if file is None:
        stop("koharness: --conformance needs a FILE")
    folder = world or file.resolve().parent.name
    if folder not in _WORLDS:
        stop(f"koharness: no conformance world '{folder}'; known are: {', '.join(_WORLDS)}")
    outcome = run_script(file, folder)
    if file.with_suffix(".expected").is_file():
        text = difference(file, outcome)
        click.echo(text if text is not None else outcome.output, nl=False)
        sys.exit(1 if text is not None else 0)
    click.echo(outcome.output + (outcome.error or ""), nl=False)
    sys.exit(1 if outcome.error else 0)


def _run(device: Device, source: bytes, name: str) -> int:
    """Run a chunk in the running KOReader and show what it printed; the exit status for it."""
    if device.process is None:
        return 1
    before = len(device.logbook.captured)
    try:
        device.process.run(source, name)
    except LuaFailure as failure:
        click.echo(b"".join(device.logbook.captured[before:]), nl=False)
        click.echo(failure.traceback or failure.message, err=True)
        return 1
    except ProcessEnded as end:
        click.echo(b"".join(device.logbook.captured[before:]), nl=False)
        return end.code
    click.echo(b"".join(device.logbook.captured[before:]), nl=False)
    return 0


def _prompt(device: Device) -> None:
    """Read lines until the end; each is an expression or a statement."""
    session: PromptSession[str] = PromptSession("lua> ", history=InMemoryHistory())
    click.echo("KOReader runs; `ui` is the file manager. End with Ctrl-D.")
    while device.alive:
        try:
            line = session.prompt()
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip():
            before = len(device.logbook.captured)
            try:
                answer = evaluated(device, line)
            except ProcessEnded as end:
                click.echo(f"KOReader ended with code {end.code}.")
                sys.exit(end.code)
            click.echo(b"".join(device.logbook.captured[before:]), nl=False)
            click.echo(answer)


def evaluated(device: Device, line: str) -> str:
    """What a line of Lua gives, as text; its error when it raises."""
    try:
        return str(device.evaluate(line))
    except LuaFailure as failure:
        return failure.message
