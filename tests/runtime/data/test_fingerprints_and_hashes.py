"""The partial MD5 that names a book, and the hashes plugins sign with (specs/koreader-core.md §3.1.1, §3.5)."""

from __future__ import annotations

import hashlib
import hmac

import pytest

OFFSETS = [0] + [1024 << (2 * i) for i in range(11)]


def expected_fingerprint(data: bytes) -> str:
    digest = hashlib.md5()
    for offset in OFFSETS:
        sample = data[offset : offset + 1024]
        if not sample:
            break
        digest.update(sample)
    return digest.hexdigest()


@pytest.mark.parametrize(
    ("data", "fingerprint"),
    [
        (b"", "d41d8cd98f00b204e9800998ecf8427e"),
        (b"abc" * 3000, "b8e073750955d1a3061e56ad0f7bf30b"),
        (b"hello", "5d41402abc4b2a76b9719d911017c592"),
    ],
)
def test_vectors(data_world, data, fingerprint):
    data_world.machine.disk.add_file("/tmp/book", data)
    assert data_world.run('print(require("util").partialMD5("/tmp/book"))') == [fingerprint]


@pytest.mark.parametrize("size", [1023, 1024, 1025, 4096, 4097, 65536, 70000, 1_048_577])
def test_the_samples_lie_where_they_should(data_world, size):
    data = bytes((i * 7 + i // 251) % 256 for i in range(size))
    data_world.machine.disk.add_file("/tmp/book", data)
    assert data_world.run('print(require("util").partialMD5("/tmp/book"))') == [expected_fingerprint(data)]


def test_nothing_to_read(data_world):
    shown = data_world.run(
        'local u = require("util") print(u.partialMD5(nil), u.partialMD5("/none"), u.partialMD5("/tmp"))'
    )
    assert shown == ["nil\tnil\td41d8cd98f00b204e9800998ecf8427e"]


def test_hmac(data_world):
    shown = data_world.run(
        'local s = require("ffi/sha2") print(s.hmac(s.sha256, "k", "m")) '
        'local a = s.hmac(s.sha1, "key") print(a("x")("y")())'
    )
    assert shown == [
        "b60090e3052297aeb5a080889ce2fc4bca957e756faeb4df7d31800ca1e771ec",
        hmac.new(b"key", b"xy", "sha1").hexdigest(),
    ]


def test_hmac_takes_only_its_own_hashes(data_world):
    assert data_world.run('print((pcall(require("ffi/sha2").hmac, print, "k", "m")))') == ["false"]


@pytest.mark.parametrize(
    ("text", "base64"), [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("\\0\\255\\16", "AP8Q")]
)
def test_base64(data_world, text, base64):
    shown = data_world.run(
        f'local s = require("ffi/sha2") print(s.bin_to_base64("{text}"), s.base642bin("{base64}") == "{text}")'
    )
    assert shown == [f"{base64}\ttrue"]


def test_base64_drops_an_unpadded_group(data_world):
    assert data_world.run('print(require("ffi/sha2").base642bin("YWJj\\nYW"))') == ["abc"]


def test_a_missing_hash_is_loud(data_world):
    shown = data_world.run('print(select(2, pcall(require("ffi/sha2").blake3, "x")))')
    assert shown[0].startswith("not emulated: ffi/sha2.blake3, called from")


def test_sum_of_a_whole_file(data_world):
    data_world.machine.disk.add_file("/tmp/f", b"x" * 200_000)
    shown = data_world.run('local M = require("ffi/MD5") print(M.sumFile("/tmp/f"), (M.sumFile("/none")))')
    assert shown == [hashlib.md5(b"x" * 200_000).hexdigest() + "\tnil"]


def test_pbkdf2(data_world):
    key = hashlib.pbkdf2_hmac("sha1", b"pw", b"salt", 100, 20).hex()
    shown = data_world.run(
        'local c = require("ffi/crypto") print(require("ffi/sha2").bin2hex(c.pbkdf2_hmac_sha1("pw", "salt", 100, 20)))'
    )
    assert shown == [key]
