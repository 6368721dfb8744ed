"""Hashes of what people type, so that a store that leaks tells no password."""

from __future__ import annotations

import hashlib
import hmac


def hash_password(password: str, salt: bytes, rounds: int) -> str:
    """`pbkdf2$rounds$salt$hash`, in hex."""
    digest = hashlib.pbkdf2_hmac("sha256", password.encode("utf-8"), salt, rounds)
    return f"pbkdf2${rounds}${salt.hex()}${digest.hex()}"


def check_password(password: str, stored: str) -> bool:
    """Whether `password` is the one that `stored` was made from."""
    _, rounds, salt, digest = stored.split("$")
    found = hashlib.pbkdf2_hmac("sha256", password.encode("utf-8"), bytes.fromhex(salt), int(rounds))
    return hmac.compare_digest(found.hex(), digest)


def koreader_key(password: str) -> str:
    """What KOReader sends as `x-auth-key`: the lower-case hex MD5 of the password."""
    return hashlib.md5(password.encode("utf-8"), usedforsecurity=False).hexdigest()


def hash_key(key: str, salt: bytes) -> str:
    """`hmac$salt$hash` of an x-auth key, whose hex digits compare without case.

    One round only: the key travels with every request, and a slow hash would make each of them slow.
    """
    digest = hmac.digest(salt, key.lower().encode("utf-8"), "sha256")
    return f"hmac${salt.hex()}${digest.hex()}"


def check_key(key: str, stored: str) -> bool:
    """Whether `key` is the x-auth key that `stored` was made from."""
    salt = bytes.fromhex(stored.split("$")[1])
    return hmac.compare_digest(hash_key(key, salt), stored)
