"""Answers kept by the key of the request, for requests that carry an `Idempotency-Key`.

Our own addition to the protocol (docs/protocol-booklore.md). The first good answer is kept; the same
key with the same request gets it again, and with another request it is refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from harness.server.store import Store

KEY_CHARS_MAX = 255


class KeyReused(ValueError):
    """The key belongs to another request."""


@dataclass(frozen=True)
class Answer:
    """A reply as it was given: status and body text (empty for none)."""

    status: int
    body: str


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What makes two requests the same one."""
    return hashlib.sha256(f"{method} {path}\n".encode() + body).hexdigest()


def kept_answer(store: Store, user_id: int, key: str, request_fingerprint: str) -> Answer | None:
    """The answer given under `key`, None when it is new, `KeyReused` when the request differs."""
    row = store.one("SELECT * FROM idempotency WHERE user_id = ? AND key = ?", (user_id, key))
    if row is None:
        return None
    if row["fingerprint"] != request_fingerprint:
        raise KeyReused(key)
    return Answer(row["status"], row["body"])


def keep_answer(store: Store, user_id: int, key: str, request_fingerprint: str, answer: Answer) -> None:
    """Keep the answer of a new key."""
    with store.transaction():
        store.insert("idempotency", user_id=user_id, key=key, fingerprint=request_fingerprint, status=answer.status,
                     body=answer.body, at=store.now_us())
