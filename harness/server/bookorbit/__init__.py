"""BookOrbit's protocol: what its KOReader plugin asks, and what its web application offers for KOReader."""

from flask import Flask

from harness.server.bookorbit import catalog, dogears, highlights, kosync, reports, settings_pages, updates
from harness.server.bookorbit.asking import device_routes, public, web_routes

GROUPS = (catalog, kosync, reports, highlights, dogears, updates, settings_pages)
"""The modules whose functions answer the endpoints."""


def register(app: Flask) -> None:
    """Add every endpoint of the protocol to `app`."""
    for blueprint in (public, device_routes, web_routes):
        app.register_blueprint(blueprint)
