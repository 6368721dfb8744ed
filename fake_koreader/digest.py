"""Hashes for the Lua side: whole messages, running accumulators, HMAC and PBKDF2.

Names are those of KOReader's ``ffi/sha2`` (specs/koreader-core.md §3.5); the arithmetic is hashlib's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Protocol

from fake_koreader.later import Later

if TYPE_CHECKING:
    import hashlib
    import hmac
else:
    hashlib, hmac = Later("hashlib"), Later("hmac")

Failure = tuple[None, bytes]


class _Running(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


def _blake2s_of(size: int) -> Callable[[], _Running]:
    return lambda: hashlib.blake2s(digest_size=size // 8)


def _blake2b_of(size: int) -> Callable[[], _Running]:
    return lambda: hashlib.blake2b(digest_size=size // 8)


@cache
def _makers() -> dict[bytes, Callable[[], _Running]]:
    return {
        b"md5": hashlib.md5,
        b"sha1": hashlib.sha1,
        b"sha224": hashlib.sha224,
        b"sha256": hashlib.sha256,
        b"sha384": hashlib.sha384,
        b"sha512": hashlib.sha512,
        b"sha3_224": hashlib.sha3_224,
        b"sha3_256": hashlib.sha3_256,
        b"sha3_384": hashlib.sha3_384,
        b"sha3_512": hashlib.sha3_512,
        b"blake2b": hashlib.blake2b,
        b"blake2s": hashlib.blake2s,
        b"blake2b_160": _blake2b_of(160),
        b"blake2b_256": _blake2b_of(256),
        b"blake2b_384": _blake2b_of(384),
        b"blake2s_128": _blake2s_of(128),
        b"blake2s_160": _blake2s_of(160),
        b"blake2s_224": _blake2s_of(224),
    }


_BLOCK_BYTES = {
    b"md5": 64, b"sha1": 64, b"sha224": 64, b"sha256": 64, b"sha384": 128, b"sha512": 128,
    b"sha3_224": 144, b"sha3_256": 136, b"sha3_384": 104, b"sha3_512": 72,
}  # fmt: skip


class DigestHost:
    """``host.digest``: every public method is callable from the base floor."""

    def __init__(self) -> None:
        self._running: dict[int, _Running] = {}
        self._made = 0

    def known(self, name: bytes) -> bool:
        """Whether a hash of this name can be computed here."""
        return name in _makers()

    def hash(self, name: bytes, message: bytes) -> bytes | Failure:
        """The lower-case hex digest of one whole message."""
        maker = _makers().get(name)
        if maker is None:
            return None, b"unknown hash " + name
        running = maker()
        running.update(message)
        return running.hexdigest().encode()

    def shake(self, bits: int, size: int, message: bytes) -> bytes | Failure:
        """``size`` bytes of SHAKE128 or SHAKE256 output, in hex."""
        if bits not in (128, 256):
            return None, b"unknown hash shake%d" % bits
        shake = hashlib.shake_128 if bits == 128 else hashlib.shake_256
        return shake(message).hexdigest(int(size)).encode()

    def start(self, name: bytes) -> int | Failure:
        """Open an accumulator and return its number."""
        maker = _makers().get(name)
        if maker is None:
            return None, b"unknown hash " + name
        self._made += 1
        self._running[self._made] = maker()
        return self._made

    def start_hmac(self, name: bytes, key: bytes) -> int | Failure:
        """Open an HMAC accumulator and return its number."""
        if name not in _BLOCK_BYTES:
            return None, b"no HMAC with " + name
        self._made += 1
        self._running[self._made] = hmac.new(key, digestmod=name.decode())
        return self._made

    def update(self, number: int, chunk: bytes) -> bool:
        """Feed a chunk to an accumulator."""
        self._running[number].update(chunk)
        return True

    def finish(self, number: int) -> bytes:
        """Close an accumulator and return its hex digest."""
        return self._running.pop(number).hexdigest().encode()

    def pbkdf2(self, name: bytes, password: bytes, salt: bytes, iterations: int, size: int) -> bytes | Failure:
        """``size`` bytes of key derived by PBKDF2-HMAC."""
        if name not in _BLOCK_BYTES or iterations < 1 or size < 1:
            return None, b"PBKDF2: unusable parameters"
        return hashlib.pbkdf2_hmac(name.decode(), password, salt, int(iterations), int(size))
