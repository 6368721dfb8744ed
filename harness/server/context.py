"""What every request handler may reach: the store, the quirks, and who is asking."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from flask import current_app, g, has_app_context

from harness.server.quirks import KOSYNC, TOME
from harness.server.quirks_bookorbit import BOOKORBIT_QUIRKS
from harness.server.store import Store
from harness.server.users import User

QUIRKS = {
    "booklore.stock": "the stock server: bearer only, no by-hash, batch or search, nothing deduplicated",
    "booklore.no-session-dedup": "every delivery of a session is stored",
    "booklore.public-shelf-admins-only": "only admins create public shelves (also part of booklore.stock)",
    "booklore.duplicate-hash-500": "a fingerprint shared by two books is answered 500 instead of the older book",
    **BOOKORBIT_QUIRKS,
    **TOME,
    **KOSYNC,
}
"""The misbehaviours that can be switched on, by name."""

STORE_EXTENSION = "koharness.store"


def check_quirks(names: Iterable[str]) -> set[str]:
    """The names as a set; ValueError, with the nearest known name, for one that does not exist."""
    chosen = set(names)
    for name in sorted(chosen - set(QUIRKS)):
        near = difflib.get_close_matches(name, QUIRKS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(QUIRKS))}"
        raise ValueError(f"no such quirk: {name!r}; {hint}")
    return chosen


def store() -> Store:
    """The store of the running application."""
    found: Store = current_app.extensions[STORE_EXTENSION]
    return found


def has_quirk(name: str) -> bool:
    """Whether a misbehaviour is on; `booklore.stock` brings its parts along."""
    chosen: set[str] = current_app.config["QUIRKS"] if has_app_context() else set()
    if "booklore.stock" in chosen and name in ("booklore.no-session-dedup", "booklore.public-shelf-admins-only"):
        return True
    return name in chosen


def is_stock() -> bool:
    """Whether the server plays the stock BookLore."""
    return has_quirk("booklore.stock")


def remember_user(user: User) -> User:
    """Note who is asking, for the requests log."""
    g.username = user.username
    return user
