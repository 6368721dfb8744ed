"""Tome's protocol, as its plugin TomeSync speaks it (specs/tome.md), without the defects of the real server."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every endpoint of the protocol to `app`."""
    from harness.server.tome import (
        account,
        annotations,
        catalogue,
        downloads,
        history,
        inbox,
        opinions,
        packages,
        reading,
        resolving,
        web_reader,
    )

    for group in (account, annotations, catalogue, downloads, history, inbox, opinions, packages, reading, resolving,
                  web_reader):
        app.register_blueprint(group.blueprint)
