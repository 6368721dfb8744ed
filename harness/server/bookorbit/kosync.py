"""The endpoints of KOReader's own progress sync, as BookOrbit speaks them (specs/bookorbit.md §1.3)."""

from __future__ import annotations

import math
from typing import Any

from flask import Response, request

from harness.server.bookorbit import devices, positions
from harness.server.bookorbit.asking import asker, body, device_routes, public
from harness.server.bookorbit.errors import NotFound, SyncOff, reply
from harness.server.bookorbit.matching import resolve
from harness.server.bookorbit.positions import Push
from harness.server.bookorbit.validation import number, text
from harness.server.context import store


@device_routes.get("/users/auth")
def authorize() -> Response:
    """The connection test."""
    name = request.headers["x-auth-user"].encode("latin-1", "replace").decode("utf-8", "replace")
    return reply({"authorized": "OK", "username": name})


@public.post("/users/create")
def create_user() -> Response:
    """Accounts are made on the web, never from a device."""
    raise SyncOff("Registration is disabled; create the account in BookOrbit")


def _place(value: Any, path: str, problems: list[str]) -> Any:
    """A position: a text, or a number that becomes its decimal text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        problems.append(f"{path} must be a string or a number")
        return value
    return str(int(value)) if value == int(value) else repr(value)


def _object(value: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(value, dict):
        problems.append(f"{path} must be an object")
    return value


@device_routes.put("/syncs/progress")
def put_progress() -> Response:
    """A live push: where the device is now."""
    values = body({"document": text(), "percentage": number(0, 1)},
                  {"progress": _place, "device": text(), "device_id": text(), "timestamp": number(-1e15, 1e15),
                   "metadata": _object})
    user = asker()
    match = resolve(store(), user, values["document"])
    if match is None:
        raise NotFound("Document not found")
    name = values["device"] or "KOReader"
    device_id = values["device_id"] or positions.default_device_id(name, user.id)
    timestamp = None if values["timestamp"] is None else int(values["timestamp"])
    with store().transaction():
        devices.seen(store(), user.id, device_id, name, revive=True)
        sent = Push(name, device_id, values["percentage"], values["progress"], timestamp)
        positions.push(store(), user.id, match, sent, bulk=False)
    if timestamp is None:
        timestamp = store().now_us() // 1_000_000
    return reply({"document": values["document"], "timestamp": timestamp})


@device_routes.get("/syncs/progress/<document>")
def get_progress(document: str) -> Response:
    """The newest position; an empty object where there is none, or no such document."""
    user = asker()
    match = resolve(store(), user, document)
    found = None if match is None else positions.newest(store(), user.id, match)
    if found is None:
        return reply({})
    return reply({"document": document, **found})
