"""``koharness serve``."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import click

from harness.cli.options import stop
from harness.server.serve import serve as serve_forever


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Use 0.0.0.0 to let devices in your network reach it."
)
@click.option("--port", type=click.IntRange(1, 65535), default=6060, show_default=True)
@click.option("--database", type=click.Path(path_type=Path, dir_okay=False), default=Path("koharness.sqlite3"),
              show_default=True, help="Where everything is kept.")  # fmt: skip
@click.option(
    "--books", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A directory of books to offer."
)
@click.option("--quirk", "quirks", multiple=True, help="A misbehaviour to switch on; may be given several times.")
@click.option("--admin-token", metavar="TOKEN", help="Offer the admin API under /admin to whoever has this token.")
@click.option("--no-demo", is_flag=True, help="Do not make the account mira / tide-pool.")
def serve(
    host: str,
    port: int,
    database: Path,
    books: Path | None,
    quirks: tuple[str, ...],
    admin_token: str | None,
    no_demo: bool,
) -> None:
    """Run the reference server for a real device, with web pages to look at what arrives.

    \b
      koharness serve --books ~/Books --host 0.0.0.0
      koharness serve --admin-token secret       and: koharness run --server http://127.0.0.1:6060 --admin-token secret
    """
    try:
        serve_forever(
            host, port, database, not no_demo, books=books, quirks=quirks, admin_token=admin_token, say=click.echo
        )
    except KeyboardInterrupt:
        click.echo("Stopped.")
    except sqlite3.Error as error:
        stop(f"koharness: the database {database} cannot be used: {error}; --database FILE names another")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            stop(f"koharness: {host}:{port} is in use by another program; --port NUMBER chooses another")
        stop(f"koharness: {host}:{port}: {error.strerror or error}")
    except ValueError as error:
        stop(f"koharness: {error}")
