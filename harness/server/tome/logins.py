"""How people log in to Tome: a token for seven days, and codes that let a device in (specs/tome.md §1.1, §1.15)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from harness.server import tokens
from harness.server.api_keys import hash_of
from harness.server.store import Store
from harness.server.tome.asking import LOGIN
from harness.server.tome.errors import TomeError
from harness.server.users import User, user_by_id

LOGIN_SECONDS = 7 * 86_400
CODE_SECONDS = 5 * 60
CODE_CHARS = 6
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Pairing:
    """A code to show, and the secret to ask with whether it was accepted."""

    code: str
    poll_token: str
    expires_at: int


def log_in(store: Store, user: User) -> str:
    """A new token."""
    now = store.now_us() // 1_000_000
    with store.transaction():
        claims = {"sub": user.username, "jti": store.fresh_id("tome logins"), "iat": now, "exp": now + LOGIN_SECONDS}
        token = tokens.encode(claims, store.secret)
        store.insert("tokens", token=token, user_id=user.id, kind=LOGIN, expires_at=now + LOGIN_SECONDS, revoked=0)
    return token


def begin_pairing(store: Store) -> Pairing:
    """A code for a device, good for five minutes."""
    now = store.now_us()
    with store.transaction():
        store.execute("DELETE FROM quick_connects WHERE expires_at <= ?", (now,))
        number = store.fresh_id("quick_connects")
        digest = hmac.digest(store.secret, f"quick connect {number}".encode(), "sha256")
        code = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:CODE_CHARS])
        store.execute("DELETE FROM quick_connects WHERE code = ?", (code,))
        pairing = Pairing(code, digest[8:].hex(), now + CODE_SECONDS * 1_000_000)
        store.insert("quick_connects", id=number, code=code, poll_hash=hash_of(pairing.poll_token),
                     expires_at=pairing.expires_at)
    return pairing


def accept_pairing(store: Store, user: User, code: str) -> None:
    """Let the device that shows `code` in as `user`."""
    row = store.one("SELECT * FROM quick_connects WHERE code = ?", (code.strip().upper(),))
    if row is None:
        raise TomeError(404, "Code not found")
    if row["expires_at"] <= store.now_us():
        raise TomeError(410, "Code has expired")
    if row["user_id"] is not None:
        raise TomeError(409, "Code already authorized")
    with store.transaction():
        store.execute("UPDATE quick_connects SET user_id = ? WHERE id = ?", (user.id, row["id"]))


def poll_pairing(store: Store, code: str, poll_token: str) -> str | None:
    """A login token, once the code was accepted, and once only; None while it was not. 410 for any other code."""
    row = store.one("SELECT * FROM quick_connects WHERE code = ? AND poll_hash = ?",
                    (code.strip().upper(), hash_of(poll_token)))
    if row is None or row["expires_at"] <= store.now_us():
        raise TomeError(410, "Code not found or expired")
    if row["user_id"] is None:
        return None
    with store.transaction():
        store.execute("DELETE FROM quick_connects WHERE id = ?", (row["id"],))
        user = user_by_id(store, row["user_id"])
        if user is None:
            raise TomeError(410, "Code not found or expired")
        return log_in(store, user)
