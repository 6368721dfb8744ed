"""The health check (specs/booklore.md §1.6, 19)."""

from __future__ import annotations

from flask import Blueprint, Response

from harness.server.context import store
from harness.server.instants import format_local
from harness.server.replies import json_reply

VERSION = "koharness"

blueprint = Blueprint("booklore_health", __name__, url_prefix="/api/v1")


@blueprint.get("/healthcheck")
def healthcheck() -> Response:
    """The server is up."""
    now = format_local(store().now_us())
    return json_reply({
        "status": 200, "message": "Pong",
        "data": {"status": "UP", "message": "Application is running smoothly.", "timestamp": now, "version": VERSION},
        "timestamp": now,
    })
