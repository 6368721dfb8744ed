"""What a crash leaves: synced content always, unsynced content as the policy decides."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_koreader.clock import SECOND, Clock
from fake_koreader.storage.crash import POLICIES, Effect, Policy, lay_over, lose_power, pending, survive_kill
from fake_koreader.storage.disk import WRITEBACK, Disk
from fake_koreader.storage.errors import DiskError
from fake_koreader.storage.operations import Crashed, CrashPoint, Moment

DROP, KEEP, MIX, TEAR = (POLICIES[name]() for name in ("drop-unsynced", "keep-all", "keep-synced", "torn-last"))


def new_disk(seed: int = 1) -> Disk:
    disk = Disk(Clock(), seed)
    disk.add_file("/settings.lua", b"old settings")
    return disk


def put(disk: Disk, path: str, data: bytes, sync: bool) -> None:
    number = disk.open_file(path, create=True)
    disk.truncate(number, 0, path)
    disk.write(number, 0, data, path)
    if sync:
        disk.fsync(number, path)


def test_synced_content_survives_every_policy() -> None:
    for name, policy in POLICIES.items():
        disk = new_disk()
        put(disk, "/settings.lua", b"new", sync=True)
        lose_power(disk, policy())
        assert disk.read_file("/settings.lua") == b"new", name


def test_unsynced_content_is_dropped_or_kept() -> None:
    disk = new_disk()
    put(disk, "/settings.lua", b"new", sync=False)
    kept = disk.fork()
    assert lose_power(disk, DROP) == Effect(0, frozenset({2}))
    assert disk.read_file("/settings.lua") == b"old settings"
    lose_power(kept, KEEP)
    assert kept.read_file("/settings.lua") == b"new"


def test_a_truncation_may_survive_without_the_write_that_followed() -> None:
    disk = new_disk()
    put(disk, "/settings.lua", b"new", sync=False)
    lay_over(disk, Effect(journal_end=1, lost=frozenset({2})))
    assert disk.read_file("/settings.lua") == b""


def test_a_write_goes_with_its_lost_truncation() -> None:
    disk = new_disk()
    put(disk, "/settings.lua", b"new", sync=False)
    lay_over(disk, Effect(journal_end=0))
    assert disk.read_file("/settings.lua") == b"old settings"


def test_lost_writes_before_kept_ones_read_as_zeros() -> None:
    disk = new_disk()
    number = disk.open_file("/log", create=True)
    disk.write(number, 0, b"first", "/log")
    disk.write(number, 5, b"second", "/log")
    lay_over(disk, Effect(journal_end=9, lost=frozenset({2})))
    assert disk.read_file("/log") == b"\0\0\0\0\0second"


def test_names_survive_as_a_prefix() -> None:
    disk = new_disk()
    disk.mkdir("/a")
    disk.rename("/settings.lua", "/a/moved")
    disk.mkdir("/b")
    states = []
    for end in range(4):
        twin = disk.fork()
        lay_over(twin, Effect(end))
        states.append((twin.exists("/a"), twin.exists("/a/moved"), twin.exists("/settings.lua"), twin.exists("/b")))
    assert states == [
        (False, False, True, False),
        (True, False, True, False),
        (True, True, False, False),
        (True, True, False, True),
    ]


def test_a_lost_rename_brings_the_replaced_file_back() -> None:
    disk = new_disk()
    put(disk, "/tmp-file", b"new", sync=True)
    disk.rename("/tmp-file", "/settings.lua")
    assert disk.read_file("/settings.lua") == b"new"
    lose_power(disk, DROP)
    assert disk.read_file("/settings.lua") == b"old settings"
    assert disk.read_file("/tmp-file") == b"new"


def test_syncing_a_directory_makes_its_names_durable() -> None:
    disk = new_disk()
    disk.rename("/settings.lua", "/settings.lua.old")
    disk.fsync(disk.find("/").number, "/")
    lose_power(disk, DROP)
    assert disk.list("/") == [b"settings.lua.old"]


def test_removed_files_come_back_with_their_content() -> None:
    disk = new_disk()
    disk.unlink("/settings.lua")
    lose_power(disk, DROP)
    assert disk.read_file("/settings.lua") == b"old settings"


def test_what_is_old_enough_has_been_written_back() -> None:
    disk = new_disk()
    put(disk, "/settings.lua", b"new", sync=False)
    disk.clock.advance(WRITEBACK + SECOND)
    assert pending(disk) == []
    lose_power(disk, DROP)
    assert disk.read_file("/settings.lua") == b"new"


def test_the_last_write_may_tear_at_a_sector() -> None:
    seen = set()
    for seed in range(12):
        disk = new_disk(seed)
        put(disk, "/f", b"x" * 2000, sync=False)
        lose_power(disk, TEAR)
        seen.add(len(disk.read_file("/f")))
    assert seen <= {0, 512, 1024, 1536}
    assert len(seen) > 1


def test_a_kill_keeps_everything_the_kernel_has() -> None:
    disk = new_disk()
    disk.crash_at(CrashPoint(4, "before", "kill"))
    put(disk, "/f", b"data", sync=False)
    with pytest.raises(Crashed):
        disk.mkdir("/never")
    survive_kill(disk)
    assert disk.read_file("/f") == b"data"
    disk.mkdir("/now")
    assert disk.exists("/now")


def test_the_same_seed_gives_the_same_effect() -> None:
    def effect(seed: int) -> Effect:
        disk = new_disk(seed)
        for index in range(6):
            put(disk, f"/f{index}", b"x" * 1000, sync=index == 1)
        return lose_power(disk, MIX)

    assert effect(7) == effect(7)
    assert len({effect(seed) for seed in range(8)}) > 1


def test_room_is_right_after_a_loss() -> None:
    disk = new_disk()
    free = disk.free
    put(disk, "/settings.lua", b"a much longer text than before", sync=False)
    put(disk, "/new", b"x" * 100, sync=False)
    lose_power(disk, DROP)
    assert disk.free == free


NAMES = ["/a", "/b", "/d/a", "/d/b"]
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["write", "append", "truncate", "fsync", "rename", "remove", "mkdir", "wait"]),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.integers(0, 3000),
    ),
    max_size=25,
)


class Model:
    """Performs actions and remembers for each inode the content of its last fsync while nothing has changed since."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.synced: dict[int, bytes] = {}
        self.names: dict[str, int] | None = None

    def perform(self, kind: str, path: str, other: str, amount: int) -> None:
        disk = self.disk
        if kind == "wait":
            disk.clock.advance(amount * SECOND // 100)
        elif kind == "mkdir":
            self.names = None
            disk.mkdir("/d")
        elif kind == "rename":
            self.names = None
            disk.rename(path, other)
        elif kind == "remove":
            self.names = None
            disk.remove(path)
        elif kind == "fsync":
            number = disk.find(path).number
            disk.fsync(number, path)
            self.synced[number] = disk.inode(number).read(0, 1 << 20)
            self.names = {name: disk.find(name).number for name in NAMES if disk.exists(name)}
        else:
            if not disk.exists(path):
                self.names = None
            number = disk.open_file(path, create=True)
            self.synced.pop(number, None)
            if kind == "truncate":
                disk.truncate(number, amount, path)
            else:
                offset = 0 if kind == "write" else disk.inode(number).size
                disk.write(number, offset, bytes([amount % 256]) * amount, path)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    ACTIONS,
    st.sampled_from(sorted(POLICIES)),
    st.integers(0, 99),
    st.integers(1, 30),
    st.sampled_from(["before", "torn"]),
)
def test_synced_data_is_readable_after_any_crash(
    actions: list[tuple[str, str, str, int]], policy: str, seed: int, at: int, moment: Moment
) -> None:
    disk = new_disk(seed)
    disk.crash_at(CrashPoint(at, moment))
    model = Model(disk)
    for action in actions:
        try:
            model.perform(*action)
        except DiskError:
            continue
        except Crashed:
            break
    chosen: Policy = POLICIES[policy]()
    lose_power(disk, chosen)
    reachable = {name: disk.find(name).number for name in NAMES if disk.exists(name)}
    for number in reachable.values():
        if number in model.synced:
            assert disk.inode(number).read(0, 1 << 20) == model.synced[number]
    if model.names is not None:
        assert reachable == model.names
    assert pending(disk) == []
    check_tree(disk)


def check_tree(disk: Disk) -> None:
    """Link counts and room agree with what can be reached."""
    counts: dict[int, int] = {}
    waiting, room = ["/"], 0
    while waiting:
        path = waiting.pop().rstrip("/")
        for name in disk.list(path or "/"):
            inode = disk.find(f"{path}/{name.decode()}", follow=False)
            counts[inode.number] = counts.get(inode.number, 0) + 1
            room += inode.size if inode.kind == "file" else 0
            if inode.kind == "directory":
                waiting.append(f"{path}/{name.decode()}")
    for number, count in counts.items():
        assert disk.inode(number).nlink == count
    assert disk.capacity - disk.free == room


def test_the_policies_draw_only_from_their_own_chance() -> None:
    disk = new_disk()
    put(disk, "/f", b"x" * 5000, sync=False)
    plans = {POLICIES[name]().plan(pending(disk), random.Random(3)) for name in POLICIES for _ in range(2)}
    assert len(plans) == len(POLICIES)


def test_a_handle_let_go_after_the_kill_is_no_trouble() -> None:
    disk = new_disk()
    number = disk.find("/settings.lua").number
    disk.opened[number] = 1
    survive_kill(disk)
    disk.release(number)
    assert disk.opened == {}
