"""The command line. Exit codes: 0 all passed, 1 some failed, 2 could not run."""

from __future__ import annotations

import click

from harness.cli.check import check
from harness.cli.doctor import doctor
from harness.cli.listing import profiles, schema, words
from harness.cli.lua import lua
from harness.cli.new import new
from harness.cli.run import run
from harness.cli.serve import serve
from harness.cli.shells import completion
from harness.cli.spec import spec
from harness.cli.step import step


class _InOrder(click.Group):
    """Lists the commands in the order in which one meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


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


for command in (run, step, check, spec, new, schema, words, profiles, serve, lua, doctor, completion):
    main.add_command(command)
