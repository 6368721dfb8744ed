"""Bearer tokens: HS256 JSON web tokens that the store also knows, so that they can be revoked.

A login makes an access token (10 hours) and a refresh token (30 days). Both carry the claims sub, userId,
isDefaultPassword, iat and exp, in whole seconds: two logins of one user in one second make the same pair, and the
second one runs into the uniqueness of refresh tokens, as on a BookLore server (specs/booklore.md §1.6, 6).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from typing import Any

from harness.server.store import Store
from harness.server.users import User

ACCESS_SECONDS = 10 * 3600
REFRESH_SECONDS = 30 * 86_400
_HEADER = base64.urlsafe_b64encode(b'{"alg":"HS256"}').rstrip(b"=").decode()


class TokenCollision(Exception):
    """The refresh token exists already: the user has logged in within this very second."""


@dataclass(frozen=True)
class TokenPair:
    """What a login answers with."""

    access: str
    refresh: str


def encode(claims: dict[str, Any], secret: bytes) -> str:
    """Sign `claims`."""
    body = _encode_part(json.dumps(claims, separators=(",", ":"), ensure_ascii=False).encode("utf-8"))
    signed = f"{_HEADER}.{body}"
    return f"{signed}.{_encode_part(hmac.digest(secret, signed.encode(), 'sha256'))}"


def decode(token: str, secret: bytes, now_seconds: float) -> dict[str, Any] | None:
    """The claims of a token with a good signature that has not expired, else None."""
    signed, _, signature = token.rpartition(".")
    if not token.isascii() or not signed.startswith(_HEADER + "."):
        return None
    try:
        if not hmac.compare_digest(_decode_part(signature), hmac.digest(secret, signed.encode(), "sha256")):
            return None
        claims: dict[str, Any] = json.loads(_decode_part(signed[len(_HEADER) + 1 :]))
    except (binascii.Error, ValueError):
        return None
    return claims if claims["exp"] > now_seconds else None


def issue(store: Store, user: User) -> TokenPair:
    """A new pair for `user`; `TokenCollision` when its refresh token was handed out before."""
    now = store.now_us() // 1_000_000
    access, refresh = (
        encode(_claims(user, now, now + seconds), store.secret) for seconds in (ACCESS_SECONDS, REFRESH_SECONDS)
    )
    with store.transaction():
        store.execute("DELETE FROM tokens WHERE user_id = ? AND expires_at <= ?", (user.id, now))
        if store.one("SELECT 1 FROM tokens WHERE token = ?", (refresh,)):
            raise TokenCollision(user.username)
        store.execute("DELETE FROM tokens WHERE token = ?", (access,))
        for kind, token, seconds in (("access", access, ACCESS_SECONDS), ("refresh", refresh, REFRESH_SECONDS)):
            store.insert("tokens", token=token, user_id=user.id, kind=kind, expires_at=now + seconds, revoked=0)
    return TokenPair(access, refresh)


def user_id_of(store: Store, token: str, kind: str) -> int | None:
    """The owner of a good token of `kind` ("access" or "refresh"), else None."""
    if decode(token, store.secret, store.now_us() / 1_000_000) is None:
        return None
    row = store.one("SELECT user_id FROM tokens WHERE token = ? AND kind = ? AND revoked = 0", (token, kind))
    return None if row is None else int(row["user_id"])


def revoke(store: Store, token: str) -> None:
    """Refuse `token` from now on."""
    with store.transaction():
        store.execute("UPDATE tokens SET revoked = 1 WHERE token = ?", (token,))


def forget_all(store: Store, user_id: int) -> int:
    """Refuse every token handed out to a user so far; how many there were."""
    with store.transaction():
        return store.execute("DELETE FROM tokens WHERE user_id = ?", (user_id,))


def _claims(user: User, issued: int, expires: int) -> dict[str, Any]:
    return {
        "sub": user.username, "userId": user.id, "isDefaultPassword": user.default_password,
        "iat": issued, "exp": expires,
    }


def _encode_part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode_part(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
