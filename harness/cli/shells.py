"""``koharness completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what a shell needs to complete commands, options and scenario names.

    \b
      eval "$(koharness completion bash)"
      eval "$(koharness completion zsh)"
      koharness completion fish | source
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.ClickException(f"no completion for {shell}")
    root = context.find_root().command
    click.echo(found(root, {}, "koharness", "_KOHARNESS_COMPLETE").source())
