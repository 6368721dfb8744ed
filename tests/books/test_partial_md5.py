"""The fingerprint, with vectors taken from KOReader (specs: koreader-core §3.1.1)."""

from __future__ import annotations

import hashlib
import io

import pytest

from fake_koreader.books import partial_md5


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "d41d8cd98f00b204e9800998ecf8427e"),
        (b"hello", "5d41402abc4b2a76b9719d911017c592"),
        ((b"abc" * 3000), "b8e073750955d1a3061e56ad0f7bf30b"),
    ],
)
def test_vectors(data: bytes, digest: str) -> None:
    assert partial_md5(io.BytesIO(data)) == digest


def test_only_samples_count() -> None:
    data = bytearray(b"x" * 300_000)
    before = partial_md5(io.BytesIO(data))
    data[3000] = 0
    assert partial_md5(io.BytesIO(data)) == before
    data[262_144] = 0
    assert partial_md5(io.BytesIO(data)) != before


def test_the_last_sample_lies_at_one_gibibyte() -> None:
    class Endless(io.RawIOBase):
        offsets: list[int] = []

        def seek(self, offset: int, whence: int = 0, /) -> int:
            self.offsets.append(offset)
            return offset

        def read(self, size: int = -1, /) -> bytes:
            return b"y" * size

    stream = Endless()
    assert partial_md5(stream) == hashlib.md5(b"y" * 1024 * 12).hexdigest()  # type: ignore[arg-type]
    assert stream.offsets == [0, *(1024 * 4**step for step in range(11))]
