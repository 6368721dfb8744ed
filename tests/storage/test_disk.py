"""The disk: names, links, times, mounts, forks, numbered operations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fake_koreader.clock import SECOND, Clock
from fake_koreader.storage import errors
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.errors import DiskError
from fake_koreader.storage.operations import CrashPoint, Operation, PowerLost, ProcessKilled
from fake_koreader.storage.tree import MOUNT_TIME


@pytest.fixture
def disk() -> Disk:
    made = Disk(Clock(), 1)
    made.add_file("/a/b/file", b"content")
    return made


def refused(action: Callable[[], object]) -> int:
    with pytest.raises(DiskError) as caught:
        action()
    return caught.value.number


def test_paths_lead_to_the_same_file_however_they_are_written(disk: Disk) -> None:
    for path in ("/a/b/file", "//a/./b//file", "/a/b/../b/file", b"/a/b/file"):
        assert disk.read_file(path) == b"content"
    disk.chdir("/a")
    assert disk.read_file("b/file") == b"content"
    assert disk.cwd == b"/a"
    assert disk.realpath("./b/../b/file") == b"/a/b/file"
    assert disk.realpath("/..") == b"/"


def test_missing_things_are_refused_with_linux_numbers(disk: Disk) -> None:
    assert refused(lambda: disk.find("/none")) == errors.ENOENT
    assert refused(lambda: disk.find("")) == errors.ENOENT
    assert refused(lambda: disk.find("/a/b/file/x")) == errors.ENOTDIR
    assert refused(lambda: disk.find("/a/b/file/")) == errors.ENOTDIR
    assert refused(lambda: disk.find("/" + "n" * 256)) == errors.ENAMETOOLONG
    assert refused(lambda: disk.chdir("/a/b/file")) == errors.ENOTDIR
    assert refused(lambda: disk.read_file("/a")) == errors.EISDIR


def test_directories_are_made_and_removed_one_at_a_time(disk: Disk) -> None:
    disk.mkdir("/a/new")
    assert refused(lambda: disk.mkdir("/a/new")) == errors.EEXIST
    assert refused(lambda: disk.mkdir("/x/y")) == errors.ENOENT
    assert refused(lambda: disk.rmdir("/a")) == errors.ENOTEMPTY
    assert refused(lambda: disk.rmdir("/a/b/file")) == errors.ENOTDIR
    disk.rmdir("/a/new")
    assert disk.list("/a") == [b"b"]


def test_rename_replaces_files_but_not_full_directories(disk: Disk) -> None:
    disk.add_file("/a/other", b"other")
    number = disk.find("/a/other").number
    disk.rename("/a/other", "/a/b/file")
    assert disk.read_file("/a/b/file") == b"other"
    assert disk.find("/a/b/file").number == number
    assert not disk.exists("/a/other")
    disk.mkdir("/d")
    assert refused(lambda: disk.rename("/d", "/a")) == errors.ENOTEMPTY
    assert refused(lambda: disk.rename("/a", "/a/b/inside")) == errors.EINVAL
    assert refused(lambda: disk.rename("/a/b/file", "/d")) == errors.EISDIR
    disk.rename("/a", "/d")
    assert disk.realpath("/d/b/../b/file") == b"/d/b/file"


def test_remove_takes_files_links_and_empty_directories(disk: Disk) -> None:
    disk.symlink("/a/b/file", "/link")
    disk.remove("/link")
    assert disk.exists("/a/b/file")
    disk.remove("/a/b/file")
    disk.remove("/a/b")
    assert disk.list("/a") == []
    assert refused(lambda: disk.remove("/a/b")) == errors.ENOENT


def test_symbolic_links_are_followed_relative_to_their_directory(disk: Disk) -> None:
    disk.symlink("b/file", "/a/short")
    disk.symlink("/a", "/root-link")
    assert disk.read_file("/root-link/short") == b"content"
    assert disk.realpath("/root-link/short") == b"/a/b/file"
    assert disk.find("/a/short", follow=False).kind == "link"
    disk.symlink("loop", "/loop")
    assert refused(lambda: disk.find("/loop")) == errors.ELOOP
    disk.symlink("/nowhere", "/dangling")
    assert not disk.exists("/dangling")


def test_hard_links_share_content_until_the_last_name_goes(disk: Disk) -> None:
    disk.link("/a/b/file", "/second")
    assert disk.link_count(disk.find("/second")) == 2
    disk.unlink("/a/b/file")
    assert disk.read_file("/second") == b"content"
    assert disk.link_count(disk.find("/second")) == 1
    assert refused(lambda: disk.link("/a", "/dir-link")) == errors.EPERM


def test_writes_grow_files_and_gaps_read_as_zeros(disk: Disk) -> None:
    number = disk.open_file("/new", create=True)
    disk.write(number, 4, b"tail", "/new")
    assert disk.read_file("/new") == b"\0\0\0\0tail"
    disk.truncate(number, 6, "/new")
    assert disk.read_file("/new") == b"\0\0\0\0ta"
    disk.truncate(number, 8, "/new")
    assert disk.read_file("/new") == b"\0\0\0\0ta\0\0"


def test_times_come_from_the_wall_clock(disk: Disk) -> None:
    number = disk.find("/a/b/file").number
    before = disk.find("/a/b/file").mtime
    disk.clock.advance(5 * SECOND)
    disk.write(number, 0, b"X", "/a/b/file")
    assert disk.find("/a/b/file").mtime == before + 5 * SECOND
    disk.utime("/a/b/file", 1 * SECOND, 2 * SECOND)
    assert (disk.find("/a/b/file").atime, disk.find("/a/b/file").mtime) == (SECOND, 2 * SECOND)


def test_a_full_disk_and_a_read_only_one_refuse(disk: Disk) -> None:
    number = disk.find("/a/b/file").number
    disk.free = 3
    assert refused(lambda: disk.write(number, 7, b"four", "/a/b/file")) == errors.ENOSPC
    disk.write(number, 0, b"CONTENT", "/a/b/file")
    disk.read_only = True
    for action in (
        lambda: disk.write(number, 0, b"x", "/a/b/file"),
        lambda: disk.mkdir("/no"),
        lambda: disk.open_file("/no", create=True),
        lambda: disk.unlink("/a/b/file"),
    ):
        assert refused(action) == errors.EROFS
    assert disk.read_file("/a/b/file") == b"CONTENT"


def test_room_comes_back_when_removed_content_is_settled(disk: Disk) -> None:
    free = disk.free
    disk.unlink("/a/b/file")
    disk.sync()
    assert disk.free == free + len(b"content")


def test_operations_are_numbered_and_reported_once_each() -> None:
    heard: list[Operation] = []
    disk = Disk(Clock(), 1, heard.append)
    disk.makedirs("/a")
    number = disk.open_file("/a/f", create=True)
    disk.write(number, 0, b"abc", "/a/f")
    refused(lambda: disk.mkdir("/a"))
    disk.fsync(number, "/a/f")
    disk.rename("/a/f", "/a/g")
    assert [(one.number, one.kind) for one in heard] == [(1, "create"), (2, "write"), (3, "fsync"), (4, "rename")]
    assert str(heard[1]) == "#2 write /a/f 3@0"
    assert str(heard[3]) == "#4 rename /a/f /a/g"


@pytest.mark.parametrize(("moment", "there"), [("before", False), ("after", True), ("torn", False)])
def test_a_crash_point_stops_before_or_after_its_operation(disk: Disk, moment: str, there: bool) -> None:
    disk.crash_at(CrashPoint(2, moment))  # type: ignore[arg-type]
    disk.mkdir("/one")
    with pytest.raises(PowerLost) as caught:
        disk.mkdir("/two")
    assert disk.exists("/two") is there
    assert caught.value.operation.path == b"/two"
    with pytest.raises(PowerLost):
        disk.mkdir("/three")
    assert not disk.exists("/three")


def test_a_torn_write_keeps_a_beginning(disk: Disk) -> None:
    disk.crash_at(CrashPoint(1, "torn", "kill"))
    number = disk.find("/a/b/file").number
    with pytest.raises(ProcessKilled):
        disk.write(number, 0, b"ABCDEFGHIJ", "/a/b/file")
    kept = len([byte for byte in disk.read_file("/a/b/file") if 65 <= byte <= 90])
    assert disk.read_file("/a/b/file")[:kept] == b"ABCDEFGHIJ"[:kept]
    assert kept < 10


def test_a_crash_point_must_lie_ahead(disk: Disk) -> None:
    disk.mkdir("/one")
    with pytest.raises(ValueError, match="operation 1 has already happened"):
        disk.crash_at(CrashPoint(1))


def test_host_files_appear_by_reference_and_are_never_written(disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "book.txt").write_bytes(b"from the host")
    disk.mount("/mnt/books", tmp_path)
    assert disk.list("/mnt/books/sub") == [b"book.txt"]
    inode = disk.find("/mnt/books/sub/book.txt")
    assert (inode.size, inode.mtime) == (13, MOUNT_TIME)
    assert inode.read(5, 3) == b"the"
    disk.write(inode.number, 0, b"FROM", "/mnt/books/sub/book.txt")
    assert disk.read_file("/mnt/books/sub/book.txt") == b"FROM the host"
    assert (tmp_path / "sub" / "book.txt").read_bytes() == b"from the host"
    with pytest.raises(FileNotFoundError, match="cannot mount"):
        disk.mount("/x", tmp_path / "missing")


def test_large_host_files_are_sought_in(disk: Disk, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(2_000_000) + b"end")
    disk.mount("/large", tmp_path / "large")
    assert disk.find("/large").read(2_000_000, 10) == b"end"


def test_a_fork_and_its_origin_do_not_disturb_each_other(disk: Disk) -> None:
    twin = disk.fork()
    number = disk.find("/a/b/file").number
    disk.write(number, 0, b"ORIGIN!", "/a/b/file")
    twin.mkdir("/only-twin")
    twin.write(number, 0, b"twin", "/a/b/file")
    assert disk.read_file("/a/b/file") == b"ORIGIN!"
    assert twin.read_file("/a/b/file") == b"twinent"
    assert not disk.exists("/only-twin")
    assert (disk.operations, twin.operations) == (1, 2)
    again = twin.fork()
    again.unlink("/a/b/file")
    assert twin.exists("/a/b/file")


def test_export_writes_the_tree_out(disk: Disk, tmp_path: Path) -> None:
    disk.symlink("b", "/a/link")
    disk.export(tmp_path / "out")
    assert (tmp_path / "out" / "a" / "b" / "file").read_bytes() == b"content"
    assert (tmp_path / "out" / "a" / "link").read_bytes() == b"link to b"


def test_an_open_file_outlives_its_name(disk: Disk) -> None:
    number = disk.find("/a/b/file").number
    disk.opened[number] = 1
    disk.unlink("/a/b/file")
    disk.sync()
    assert disk.inode(number).read(0, 7) == b"content"
    disk.release(number)
    disk.sync()
    assert number not in disk.inode_numbers()


def test_a_path_that_ends_in_a_dot_does_not_misdirect_later_ones(disk: Disk) -> None:
    disk.chdir("/a/b")
    assert disk.find(".") is disk.find("/a/b")
    assert disk.read_file("/a/b/file") == b"content"
    assert disk.read_file("file") == b"content"
