"""Keys that devices log in with: shown once, kept as a hash, good until they are taken back."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from harness.server.store import Row, Store
from harness.server.users import User, user_by_id

PREFIX = "tk_"
PREVIEW_CHARS = 11
LABEL = "KOReader Plugin"


@dataclass(frozen=True)
class NewKey:
    """A key at the one moment when it can be read."""

    id: int
    label: str
    key: str
    created_at: int


def create_key(store: Store, user_id: int, label: str = LABEL) -> NewKey:
    """Make a key: `tk_` and 40 lower-case hex digits, from the server's secret and the key's number."""
    with store.transaction():
        number = store.fresh_id("api_keys")
        digits = hmac.digest(store.secret, f"api key {number} of {user_id}".encode(), "sha256").hex()[:40]
        key, now = PREFIX + digits, store.now_us()
        store.insert("api_keys", id=number, user_id=user_id, label=label, hash=hash_of(key),
                     preview=key[:PREVIEW_CHARS], created_at=now)
    return NewKey(number, label, key, now)


def hash_of(key: str) -> str:
    """What is kept of a key. One round of SHA-256: a key is random, so there is nothing to guess."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def keys_of(store: Store, user_id: int) -> list[Row]:
    """A user's keys, oldest first: id, label, preview, created_at, last_used_at."""
    return store.rows("SELECT id, label, preview, created_at, last_used_at FROM api_keys WHERE user_id = ?"
                      " ORDER BY id", (user_id,))


def revoke_key(store: Store, user_id: int, key_id: int) -> bool:
    """Take a key back; False when the user has none of that number."""
    with store.transaction():
        return store.execute("DELETE FROM api_keys WHERE id = ? AND user_id = ?", (key_id, user_id)) > 0


def owner_of(store: Store, key: str) -> User | None:
    """Whose key it is, or None; the use is noted."""
    row = store.one("SELECT id, user_id FROM api_keys WHERE hash = ?", (hash_of(key),))
    if row is None:
        return None
    with store.transaction():
        store.execute("UPDATE api_keys SET last_used_at = ? WHERE id = ?", (store.now_us(), row["id"]))
    return user_by_id(store, row["user_id"])
