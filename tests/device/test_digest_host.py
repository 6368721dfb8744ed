"""The hashes of `host.digest` against hashlib."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from fake_koreader.digest import DigestHost


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512", "sha3_384", "blake2b", "blake2s"])
def test_whole_and_running_hashes_agree(name: str) -> None:
    host = DigestHost()
    expected = hashlib.new(name, b"some bytes").hexdigest().encode()
    assert host.hash(name.encode(), b"some bytes") == expected
    number = host.start(name.encode())
    assert isinstance(number, int)
    host.update(number, b"some ")
    host.update(number, b"bytes")
    assert host.finish(number) == expected


@pytest.mark.parametrize(("name", "size"), [("blake2b_160", 20), ("blake2b_384", 48), ("blake2s_128", 16)])
def test_short_blakes(name: str, size: int) -> None:
    maker = hashlib.blake2b if "2b" in name else hashlib.blake2s
    assert DigestHost().hash(name.encode(), b"x") == maker(b"x", digest_size=size).hexdigest().encode()


def test_unknown_names_are_refused() -> None:
    host = DigestHost()
    assert host.hash(b"sha0", b"") == (None, b"unknown hash sha0")
    assert host.start(b"sha0") == (None, b"unknown hash sha0")
    assert host.start_hmac(b"blake2b", b"") == (None, b"no HMAC with blake2b")
    assert host.shake(512, 1, b"") == (None, b"unknown hash shake512")
    assert host.pbkdf2(b"sha1", b"", b"", 0, 20) == (None, b"PBKDF2: unusable parameters")
    assert not host.known(b"sha0")


def test_accumulators_do_not_mix() -> None:
    host = DigestHost()
    first, second = host.start(b"md5"), host.start_hmac(b"sha256", b"key")
    assert isinstance(first, int)
    assert isinstance(second, int)
    host.update(first, b"a")
    host.update(second, b"b")
    assert host.finish(second) == hmac.new(b"key", b"b", "sha256").hexdigest().encode()
    assert host.finish(first) == hashlib.md5(b"a").hexdigest().encode()


def test_shake() -> None:
    assert DigestHost().shake(128, 8, b"x") == hashlib.shake_128(b"x").hexdigest(8).encode()
    assert DigestHost().shake(256, 8, b"x") == hashlib.shake_256(b"x").hexdigest(8).encode()
