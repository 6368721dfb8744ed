"""``koharness new``."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.options import orderly, stop

TEMPLATE = """\
# A koharness scenario. Run it:             koharness run {name}
# Step through it:                          koharness step {name}
# All the words there are:                  koharness words
# yaml-language-server: $schema=scenario.schema.json      (koharness schema -o scenario.schema.json)

# What happens, for whoever reads this when it fails.
story: >
  Mira reads on the train, where there is no network. The session waits on the device;
  at home it reaches her library by itself.

# The e-reader and how its owner left it. `koharness profiles` lists the profiles.
# plugin: the name of a bundled plugin, or a directory such as ../my.koplugin
device:
  profile: kobo-clara
  plugin: shelfsync
  wifi: off
  clock: 2026-03-01 18:00

# Who has an account on the server, and which books it knows.
# Books are found beside this file, in a folder `books` here or above, and in koharness itself.
server:
  users: [{{name: mira, password: tide-pool}}]
  books: [moby-dick.epub]

steps:
  - open: moby-dick.epub
  - read: {{pages: 12, every: 25 s}}
  - close book
  # What must be true now. `queue` is the plugin's own table, read from the device's disk.
  - expect:
      queue: {{sessions: 1}}
      requests: none
  - wifi: on
  # `within` lets time pass until it is true, and fails when it is not by then.
  - expect:
      within: 2 min
      queue: empty
      server:
        sessions:
          - {{book: moby-dick.epub, duration: about 5 min}}

# Checked at the end. Beside this, every run checks the invariants that `koharness words` lists:
# no Lua error, nothing lost, nothing twice, no freeze over 5 s, no request without radio …
expect:
  freezes: none over 2 s
"""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@orderly
def new(file: Path, force: bool) -> None:
    """Write a scenario with remarks, which passes, to begin your own with."""
    if file.suffix not in (".yaml", ".yml"):
        file = file.with_name(file.name + ".yaml")
    if file.exists() and not force:
        stop(f"koharness: {file} is there already; --force replaces it")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEMPLATE.format(name=file), encoding="utf-8")
    except OSError as error:
        stop(f"koharness: {file} cannot be written: {error.strerror}")
    click.echo(f"Wrote {file}. Run it with: koharness run {file}")
