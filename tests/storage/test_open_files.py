"""Open files: C's modes, buffering, and what a kill takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fake_koreader.clock import Clock
from fake_koreader.storage import errors
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.errors import DiskError
from fake_koreader.storage.files import Files, Handle
from fake_koreader.storage.operations import Operation


class World:
    """A disk, a process's files, and the operations that reached the kernel."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.disk = Disk(Clock(), 1, self.operations.append)
        self.files = Files(self.disk)

    def open(self, mode: bytes, path: str = "/f") -> Handle:
        return self.files.get(self.files.open(path, mode))

    def sizes(self) -> list[int]:
        return [one.size for one in self.operations if one.kind == "write"]


@pytest.fixture
def world() -> World:
    return World()


def refused(action: Callable[[], object]) -> int:
    with pytest.raises(DiskError) as caught:
        action()
    return caught.value.number


def test_writing_waits_in_the_buffer_until_it_is_flushed(world: World) -> None:
    handle = world.open(b"w")
    handle.write(b"abc")
    assert world.disk.read_file("/f") == b""
    handle.flush()
    assert world.disk.read_file("/f") == b"abc"
    handle.write(b"def")
    world.files.kill()
    assert world.disk.read_file("/f") == b"abc"


def test_large_writes_go_out_in_blocks_and_leave_a_rest(world: World) -> None:
    handle = world.open(b"w")
    handle.write(b"x" * 1000)
    handle.write(b"y" * 10_000)
    assert world.sizes() == [4096, 4096]
    handle.flush()
    assert world.sizes() == [4096, 4096, 11_000 - 8192]
    assert world.disk.read_file("/f") == b"x" * 1000 + b"y" * 10_000


def test_closing_flushes_and_a_closed_handle_is_refused(world: World) -> None:
    number = world.files.open("/f", b"w")
    world.files.get(number).write(b"abc")
    world.files.close(number)
    assert world.disk.read_file("/f") == b"abc"
    assert refused(lambda: world.files.close(number)) == errors.EBADF


def test_an_orderly_exit_writes_everything(world: World) -> None:
    world.open(b"w", "/one").write(b"1")
    world.open(b"w", "/two").write(b"2")
    world.files.close_all()
    assert (world.disk.read_file("/one"), world.disk.read_file("/two")) == (b"1", b"2")
    assert not world.files.handles


def test_seeking_and_reading_hand_over_what_waits(world: World) -> None:
    handle = world.open(b"w+")
    handle.write(b"hello")
    assert handle.seek(b"set", 1) == 1
    assert handle.read(2) == b"el"
    handle.write(b"XY")
    assert handle.seek(b"cur", 0) == 5
    assert world.disk.read_file("/f") == b"helXY"
    assert handle.seek(b"end", -1) == 4
    assert refused(lambda: handle.seek(b"set", -1)) == errors.EINVAL


def test_appending_goes_to_the_end_wherever_the_position_is(world: World) -> None:
    world.disk.add_file("/f", b"head")
    handle = world.open(b"a+")
    handle.seek(b"set", 0)
    handle.write(b"-tail")
    handle.seek(b"set", 0)
    assert handle.read_all() == b"head-tail"


@pytest.mark.parametrize("mode", [b"r", b"rb", b"re", b"r+", b"rb+", b"r+b", b"w", b"wb", b"a", b"a+b", b"wbe"])
def test_modes_that_c_knows_open(world: World, mode: bytes) -> None:
    world.disk.add_file("/f", b"x")
    assert world.open(mode)


@pytest.mark.parametrize("mode", [b"", b"x", b"rw", b"+r", b"r*"])
def test_other_modes_are_refused(world: World, mode: bytes) -> None:
    assert refused(lambda: world.files.open("/f", mode)) == errors.EINVAL


def test_modes_decide_what_may_be_done(world: World) -> None:
    assert refused(lambda: world.open(b"r")) == errors.ENOENT
    world.disk.add_file("/f", b"old")
    assert refused(lambda: world.open(b"r").write(b"x")) == errors.EBADF
    assert refused(lambda: world.open(b"a").read(1)) == errors.EBADF
    assert refused(lambda: world.files.open("/f", b"wx")) == errors.EEXIST
    world.open(b"w")
    assert world.disk.read_file("/f") == b""
    assert [one.kind for one in world.operations] == ["truncate"]


def test_directories_open_for_reading_but_cannot_be_read(world: World) -> None:
    world.disk.makedirs("/d")
    handle = world.open(b"r", "/d")
    assert refused(lambda: handle.read(1)) == errors.EISDIR
    assert refused(lambda: world.open(b"w", "/d")) == errors.EISDIR
    assert refused(lambda: world.open(b"r+", "/d")) == errors.EISDIR


def test_reading_by_lines_bytes_and_numbers(world: World) -> None:
    world.disk.add_file("/f", b"one\n\nthree 12 0x1F -1.5e2 .5 abc\nlast")
    handle = world.open(b"r")
    assert handle.read_line(False) == b"one"
    assert handle.read_line(True) == b"\n"
    assert handle.read(5) == b"three"
    assert [handle.read_number() for _ in range(5)] == [12, 31, -150, 0.5, None]
    assert handle.read_line(False) == b"abc"
    assert handle.read_line(True) == b"last"
    assert handle.read_line(False) is None
    assert handle.read(0) is None
    assert handle.read_all() == b""


def test_a_zero_byte_ends_what_luajit_sees_of_a_line(world: World) -> None:
    world.disk.add_file("/f", b"a\0b\nc\nd")
    handle = world.open(b"r")
    assert handle.read_line(False) == b"ac"
    assert handle.read_line(False) == b"d"


def test_buffering_can_be_switched_off_or_bound_to_lines(world: World) -> None:
    handle = world.open(b"w")
    handle.set_buffer(b"no", 0)
    handle.write(b"a")
    handle.write(b"b")
    handle.set_buffer(b"line", 100)
    handle.write(b"c")
    handle.write(b"d\n")
    assert world.sizes() == [1, 1, 3]


def test_a_full_disk_loses_what_waited(world: World) -> None:
    handle = world.open(b"w")
    handle.write(b"too much")
    world.disk.free = 3
    assert refused(handle.flush) == errors.ENOSPC
    world.files.close_all()
    assert world.disk.read_file("/f") == b""


def test_temporary_names_follow_from_the_seed() -> None:
    names = [[World().files.temporary_name() for _ in range(1)] for _ in range(2)]
    assert names[0] == names[1]
    world = World()
    first, second = world.files.temporary_name(), world.files.temporary_name()
    assert first != second
    assert first.startswith(b"/tmp/lua_")
    assert len(first) == len(b"/tmp/lua_XXXXXX")
    assert world.disk.exists(first)
