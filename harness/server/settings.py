"""Switches of the whole server, kept in the store."""

from __future__ import annotations

from harness.server.store import Store

LOCAL_LOGIN = "local login"
"""Whether users log in with a password; off where single sign-on is forced."""

INBOX = "inbox"
"""Whether books can be sent to a device that runs Tome's plugin."""

REGISTRATION = "kosync registration"
"""Whether a device may make an account for KOReader's own progress sync."""

_DEFAULTS = {LOCAL_LOGIN: True, INBOX: True, REGISTRATION: True}


def is_on(store: Store, switch: str) -> bool:
    """The state of a switch."""
    row = store.one("SELECT value FROM meta WHERE key = ?", (switch,))
    return _DEFAULTS[switch] if row is None else row["value"] == "on"


def turn(store: Store, switch: str, on: bool) -> None:
    """Change a switch."""
    if switch not in _DEFAULTS:
        raise ValueError(f"no such switch: {switch}")
    with store.transaction():
        store.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (switch, "on" if on else "off"))
