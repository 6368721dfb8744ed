"""`host.storage`: answers in bytes and numbers, refusals as triples, nothing ever raised but a crash."""

from __future__ import annotations

from typing import Any

import pytest

from fake_koreader.clock import Clock
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.files import Files
from fake_koreader.storage.host import StorageHost
from fake_koreader.storage.operations import CrashPoint, PowerLost

MISSING = (None, b"No such file or directory", 2)


@pytest.fixture
def disk() -> Disk:
    made = Disk(Clock(), 1)
    made.add_file("/d/f", b"content\nmore")
    return made


@pytest.fixture
def host(disk: Disk) -> StorageHost:
    return StorageHost(disk, Files(disk), tuple)


def opened(host: StorageHost, path: bytes, mode: bytes) -> int:
    number = host.open(path, mode)
    assert isinstance(number, int), number
    return number


def test_a_handle_reads_seeks_and_closes(host: StorageHost) -> None:
    handle = opened(host, b"/d/f", b"r+")
    assert host.read(handle, 3) == b"con"
    assert host.read_line(handle, True) == b"tent\n"
    assert host.read_all(handle) == b"more"
    assert host.read(handle, 1) is None
    assert host.seek(handle, b"set", 0.0) == 0  # type: ignore[arg-type]
    assert host.write(handle, b"CON") is True
    assert host.flush(handle) is True
    assert host.fsync(handle) is True
    assert host.truncate(handle, 4) is True
    assert host.close(handle) is True
    assert host.close(handle) == (None, b"Bad file descriptor", 9)
    assert host.read_file(b"/d/f") == b"CONt"


def test_stat_gives_whole_seconds_and_mode_bits(host: StorageHost, disk: Disk) -> None:
    now = disk.clock.wall // 1_000_000
    kind, size, mtime, atime, ctime, inode, links, bits, blocks = host.stat(b"/d/f", True)  # type: ignore[misc]
    assert (kind, size, mtime, atime, ctime) == (b"file", 12, now, now, now)
    assert (links, bits, blocks) == (1, 0o644, 1)
    assert inode == disk.find("/d/f").number
    assert host.stat(b"/d", True)[6] == 2


def test_fsync_does_not_flush_the_programs_buffer(host: StorageHost, disk: Disk) -> None:
    handle = opened(host, b"/new", b"w")
    host.write(handle, b"abc")
    host.fsync(handle)
    assert disk.read_file("/new") == b""


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("open", (b"/none", b"r")),
        ("read_file", (b"/none",)),
        ("stat", (b"/none", True)),
        ("list", (b"/none",)),
        ("rmdir", (b"/none",)),
        ("mkdir", (b"/none/deeper",)),
        ("rename", (b"/none", b"/other")),
        ("remove", (b"/none",)),
        ("link", (b"/none", b"/other")),
        ("readlink", (b"/none",)),
        ("chmod", (b"/none", 0o600)),
        ("utime", (b"/none", 1, 1)),
        ("realpath", (b"/none",)),
        ("chdir", (b"/none",)),
        ("statvfs", (b"/none",)),
        ("fsync_path", (b"/none",)),
    ],
)
def test_what_is_missing_is_refused_with_words_and_number(
    host: StorageHost, call: str, arguments: tuple[Any, ...]
) -> None:
    assert getattr(host, call)(*arguments) == MISSING


def test_paths_and_directories(host: StorageHost, disk: Disk) -> None:
    assert host.mkdir(b"/d/new") is True
    assert host.list(b"/d") == (b"f", b"new")
    assert host.rename(b"/d/f", b"/d/g") is True
    assert host.symlink(b"d/g", b"/short") is True
    assert host.readlink(b"/short") == b"d/g"
    assert host.realpath(b"/short") == b"/d/g"
    assert host.readlink(b"/d/g") == (None, b"Invalid argument", 22)
    assert host.chdir(b"/d") is True
    assert host.cwd() == b"/d"
    assert host.utime(b"g", 1.9, None) is True
    assert host.stat(b"g", True)[3] == 1
    assert host.chmod(b"g", 0o600) is True
    assert host.stat(b"g", True)[7] == 0o600
    capacity, free = host.statvfs(b"/")  # type: ignore[misc]
    assert capacity - free == 12
    assert host.rmdir(b"new") is True


def test_a_crash_goes_through_every_host_function(host: StorageHost, disk: Disk) -> None:
    handle = opened(host, b"/d/f", b"r")
    disk.crash_at(CrashPoint(1))
    for call in (
        lambda: host.mkdir(b"/x"),
        lambda: host.read(handle, 1),
        lambda: host.stat(b"/d", True),
        lambda: host.open(b"/d/f", b"r"),
        lambda: host.list(b"/d"),
    ):
        with pytest.raises(PowerLost):
            call()
