"""The command line. Exit codes: 0 all passed, 1 some failed, 2 could not run."""

from __future__ import annotations

import gc
from importlib import import_module
from types import ModuleType

import click

# Where each command is, in the order in which one meets them. They are loaded when they are used.
_COMMANDS = {
    "run": "run",
    "step": "step",
    "check": "check",
    "spec": "spec",
    "new": "new",
    "schema": "listing",
    "words": "listing",
    "profiles": "listing",
    "serve": "serve",
    "lua": "lua",
    "doctor": "doctor",
    "completion": "shells",
}


class _InOrder(click.Group):
    """Lists the commands in their order, and loads one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(_load(f"harness.cli.{_COMMANDS[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None


def _load(name: str) -> ModuleType:
    """What a command loads stays until it ends: nothing is looked through for garbage, now or at the end."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="koharness", prog_name="koharness")
def main() -> None:
    """Run unmodified KOReader plugins on an emulated e-reader, through reading stories, in virtual time.

    \b
    Begin here:
      koharness run                      every bundled scenario
      koharness run quick-start          one folder of them
      koharness new evening.yaml         a scenario of your own, with remarks
      koharness run evening.yaml --plugin ../my.koplugin
      koharness step evening.yaml        the same, step by step, with a look around
      koharness check ../my.koplugin     any plugin: a standard day with it on three devices
      koharness spec spec/               busted's specs, inside the emulated KOReader

    Exit codes: 0 all passed, 1 some failed, 2 could not run.
    """
