"""`host.unicode` and `host.archive` from the Python side."""

from __future__ import annotations

import pytest

from fake_koreader.archive import UNREADABLE, ArchiveHost
from fake_koreader.unicode_text import UnicodeHost


@pytest.mark.parametrize(
    ("method", "before", "after"),
    [
        ("lower", "ÄÉ İx", "äé İx"),
        ("upper", "äß", "Äß"),
        ("casefold", "Straße ﬁ Å", "strasse fi å"),
        ("casefold", "soft\u00adhyphen", "softhyphen"),
    ],
)
def test_case(method: str, before: str, after: str) -> None:
    assert getattr(UnicodeHost(), method)(before.encode()) == after.encode()


def test_bytes_that_are_no_text_survive() -> None:
    assert UnicodeHost().lower(b"\xffA") == b"\xffa"
    assert UnicodeHost().normalize(b"NFC", b"e\xcc\x81\xff") == b"\xc3\xa9\xff"


@pytest.mark.parametrize(
    ("form", "result"), [(b"NFC", "é"), (b"NFD", "e\u0301"), (b"NFKC", "é"), (b"NFKD", "e\u0301")]
)
def test_normal_forms(form: bytes, result: str) -> None:
    assert UnicodeHost().normalize(form, "é".encode()) == result.encode()


def test_counting_stops_at_the_first_invalid_byte() -> None:
    assert UnicodeHost().count("aé本".encode()) == (3, True)
    assert UnicodeHost().count(b"ab\xffcd") == (2, False)


@pytest.mark.parametrize("form", [b"zip", b"tar", b"tar.gz", b"tar.bz2", b"tar.xz"])
def test_what_is_written_reads_back(form: bytes) -> None:
    host = ArchiveHost()
    writer = host.open_writer(form)
    assert isinstance(writer, int)
    host.add(writer, b"d/", b"", 0)
    host.add(writer, "d/ż.txt".encode(), b"content", 1_772_352_000)
    reader, count = host.open_reader(host.finish(writer))
    assert isinstance(reader, int)
    assert count == 2
    assert host.entry(reader, 1) == (b"d/", b"directory", 0)
    assert host.entry(reader, 2) == ("d/ż.txt".encode(), b"file", 7)
    assert host.entry(reader, 3) is None
    assert host.extract(reader, 2) == b"content"
    host.close_reader(reader)


@pytest.mark.parametrize("form", [b"zip", b"tar.gz"])
def test_equal_content_makes_equal_bytes_at_any_time(form: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def archive() -> bytes:
        host = ArchiveHost()
        writer = host.open_writer(form)
        assert isinstance(writer, int)
        host.add(writer, b"a", b"content", 1_772_352_000)
        return host.finish(writer)

    first = archive()
    monkeypatch.setattr("time.time", lambda: 1.0)
    assert archive() == first


@pytest.mark.parametrize("data", [b"", b"junk", b"PK\x03\x04broken", b"\x1f\x8b\x08broken"])
def test_what_is_no_archive(data: bytes) -> None:
    assert ArchiveHost().open_reader(data) == (None, UNREADABLE)


def test_a_damaged_entry_is_an_answer() -> None:
    host = ArchiveHost()
    writer = host.open_writer(b"zip")
    assert isinstance(writer, int)
    host.add(writer, b"a", b"content" * 100, 0)
    data = bytearray(host.finish(writer))
    data[35] ^= 0xFF
    reader, _ = host.open_reader(bytes(data))
    assert isinstance(reader, int)
    content = host.extract(reader, 1)
    assert isinstance(content, tuple)
    assert content[0] is None


def test_formats_and_streams_that_are_refused() -> None:
    host = ArchiveHost()
    assert host.open_writer(b"7z") == (None, b"No such format '7z'")
    assert host.inflate(host.deflate(b"x" * 10), 10) == b"x" * 10
    assert host.inflate(host.deflate(b"x" * 10), 9) == (None, b"the data are longer than expected")
    assert host.inflate(b"junk", 9)[0] is None  # type: ignore[index]
