"""``koharness schema``, ``words`` and ``profiles``: what there is to say in a scenario."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fake_koreader.profile import PROFILES
from harness.cli.options import orderly
from harness.invariants import invariants
from harness.scenario.registry import vocabulary
from harness.scenario.schema import scenario_schema


@click.command()
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write it to a file.")
@orderly
def schema(output: Path | None) -> None:
    """Print the JSON Schema of scenario files, for editors.

    \b
    In a scenario, for editors with a YAML language server:
      # yaml-language-server: $schema=scenario.schema.json
    """
    text = json.dumps(scenario_schema(vocabulary(Path.cwd())), ensure_ascii=False, indent=2)
    if output is None:
        click.echo(text)
    else:
        output.write_text(text + "\n", encoding="utf-8")


@click.command()
@orderly
def words() -> None:
    """List the words of scenarios: steps, expectations, invariants."""
    known = vocabulary(Path.cwd())
    for title, entries in (("steps", known.steps), ("expectations", known.expectations)):
        click.secho(title, bold=True)
        for word in sorted(entries):
            entry = entries[word]
            click.echo(f"  {word:<18} {entry.teaching}")
            if entry.model.model_fields:
                click.echo(f"  {'':<18}   {', '.join(entry.model.keys())}")
    click.secho("invariants, checked on every run", bold=True)
    for each in invariants():
        click.echo(f"  {each.name:<26} {each.teaching}")


@click.command()
def profiles() -> None:
    """List the device profiles."""
    for profile in PROFILES.values():
        size = f"{profile.width} × {profile.height}"
        features = [name for name, present in _features(profile.name) if present]
        click.echo(f"{profile.name:<24} {profile.model:<24} {size:<12} {', '.join(features)}")


def _features(name: str) -> list[tuple[str, bool]]:
    profile = PROFILES[name]
    return [
        ("touch", profile.touch),
        ("keys", profile.keys),
        ("Wi-Fi switch", profile.wifi_toggle),
        ("sleeps", profile.can_suspend),
        ("colour", profile.color),
    ]
