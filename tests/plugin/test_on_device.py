"""The plugin on a whole device: KOReader's own file manager and reader drive it, and its power goes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from plugin_world import HOST, PASSWORD, PLUGIN, USER

from fake_koreader.clock import SECOND
from fake_koreader.device import ActionRefused, Device
from fake_koreader.luatable import lua_literal
from fake_koreader.network import Transport
from fake_koreader.network.fault_kinds import BlackHole, LostReply
from fake_koreader.profile import profile
from fake_koreader.storage.crash import DropUnsynced, KeepAll, KeepSynced, Policy, TornLast
from fake_koreader.storage.operations import CrashPoint
from harness.server.admin import Admin
from harness.server.app import create_app
from harness.server.store import Store

BOOK = Path(__file__).parents[2] / "scenarios" / "books" / "alice.epub"
ON_DEVICE = "/mnt/onboard/alice.epub"
DATABASE = "settings/shelfsync.sqlite3"


class Reader:
    """A device with the plugin, a book, an account, and the server that has the book."""

    def __init__(self, **settings: object) -> None:
        transport = Transport()
        self.device = Device(profile("kobo-clara"), transport=transport)
        store = Store(":memory:")
        clock = self.device.clock
        transport.mount(HOST, create_app(store, now=lambda: clock.wall / SECOND, seed=0))
        self.admin = Admin(store)
        self.admin.add_user(USER, PASSWORD)
        self.admin.add_book("Alice", BOOK.name, path=BOOK)
        self.device.install_plugin(PLUGIN)
        chosen = {"server_url": f"http://{HOST}", "username": USER, "password": PASSWORD} | settings
        self.device.write_file("settings/shelfsync.lua", f"return {lua_literal(chosen)}\n".encode())
        self.device.disk.add_file(ON_DEVICE, BOOK.read_bytes())
        self.device.radio.connect_now()
        self.device.boot()

    def read(self, pages: int = 4, seconds: float = 20) -> None:
        """Open the book and turn pages."""
        self.device.open_book(ON_DEVICE)
        self.device.advance(3)
        self.device.turn_pages(pages, seconds)

    def waiting(self) -> int:
        """How many sessions are in the queue."""
        return len(self.device.sql(DATABASE, "SELECT * FROM outbox WHERE kind = 'session'"))

    def stored(self) -> int:
        """How many sessions the server has."""
        return len(self.admin.sessions())

    def freezes(self) -> list[float]:
        """How long KOReader did not answer, each time, in seconds."""
        return [float(str(event.fields["seconds"])) for event in self.device.trace.events if event.kind == "freeze"]

    def wake_up_connected(self) -> None:
        """Start KOReader again, with the network up, and give it a minute."""
        self.device.radio.connect_now()
        self.device.boot()
        self.device.advance(60)


def test_a_session_reaches_the_server() -> None:
    reader = Reader()
    reader.read()
    reader.device.close_book()
    reader.device.advance(2)
    assert reader.device.crash is None
    assert reader.waiting() == 0
    (session,) = reader.admin.sessions()
    assert session["duration_seconds"] == 83
    assert ["Session synced"] in [window.texts for window in reader.device.screen()]


def test_an_exit_with_the_book_open_keeps_the_session_and_ends() -> None:
    reader = Reader()
    reader.read()
    reader.device.exit()
    assert not reader.device.alive
    assert reader.device.exit_code == 0
    assert reader.waiting() == 1
    reader.wake_up_connected()
    assert (reader.waiting(), reader.stored()) == (0, 1)


def test_a_battery_pulled_while_reading_costs_a_minute() -> None:
    reader = Reader()
    reader.read(pages=10)
    reader.device.power_loss()
    reader.wake_up_connected()
    (session,) = reader.admin.sessions()
    assert 120 <= session["duration_seconds"] <= 203


def test_a_process_killed_right_after_the_server_said_yes_sends_the_same_session_again() -> None:
    reader = Reader()
    reader.read()
    reader.device.faults.add(LostReply(url="*/reading-sessions*", count=1))
    reader.device.close_book()
    reader.device.advance(2)
    assert (reader.waiting(), reader.stored()) == (1, 1)
    reader.device.kill()
    reader.wake_up_connected()
    assert (reader.waiting(), reader.stored()) == (0, 1)


def test_no_server_answers_and_the_reader_waits_no_longer_than_three_seconds() -> None:
    reader = Reader()
    reader.device.faults.add(BlackHole())
    for _ in range(3):
        reader.read()
        reader.device.close_book()
        reader.device.advance(600)
    assert reader.freezes()
    assert max(reader.freezes()) < 3.5
    assert reader.waiting() == 3


def test_sleep_ends_the_session_and_nothing_is_sent_before_the_radio_is_back() -> None:
    reader = Reader()
    reader.read()
    reader.device.suspend()
    reader.device.sleep(3600)
    assert (reader.waiting(), reader.stored()) == (1, 0)
    reader.device.resume()
    reader.device.wifi_on()
    reader.device.advance(30)
    assert (reader.waiting(), reader.stored()) == (0, 1)


def test_two_plain_runs_leave_the_same_trace() -> None:
    def lines() -> list[str]:
        reader = Reader()
        reader.read()
        reader.device.close_book()
        reader.device.advance(60)
        return [repr(event) for event in reader.device.trace.events]

    assert lines() == lines()


POLICIES: list[Policy] = [KeepSynced(), DropUnsynced(), TornLast(), KeepAll()]


def operations_of(act: Callable[[Reader], None], *, after: Callable[[Reader], None]) -> list[int]:
    """The numbers of the disk operations that ``act`` makes once ``after`` is done."""
    reader = Reader()
    after(reader)
    before = reader.device.disk.operations
    act(reader)
    return list(range(before + 1, reader.device.disk.operations + 1))


def read_five(reader: Reader) -> None:
    """Read, long enough for the session to be written down once."""
    reader.read(pages=5)


def close_and_sync(reader: Reader) -> None:
    """Close the book and let the session reach the server."""
    reader.device.close_book()
    reader.device.advance(3)


def nothing(_reader: Reader) -> None:
    """Do nothing."""


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: type(policy).__name__)
def test_power_lost_at_any_moment_of_closing_loses_no_session_and_doubles_none(policy: Policy) -> None:
    numbers = operations_of(close_and_sync, after=read_five)
    assert len(numbers) > 20
    for number in numbers[POLICIES.index(policy) :: 12]:
        reader = Reader()
        reader.device.power_policy = policy
        read_five(reader)
        reader.device.crash_at(CrashPoint(number, "torn"))
        close_and_sync(reader)
        assert not reader.device.alive, number
        reader.wake_up_connected()
        assert (reader.waiting(), reader.stored()) == (0, 1), number


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: type(policy).__name__)
def test_power_lost_at_any_moment_of_the_first_opening_leaves_a_plugin_that_works(policy: Policy) -> None:
    numbers = operations_of(read_five, after=nothing)
    for number in numbers[POLICIES.index(policy) :: 16]:
        reader = Reader()
        reader.device.power_policy = policy
        reader.device.crash_at(CrashPoint(number, "torn"))
        with suppress(ActionRefused):
            read_five(reader)
        assert not reader.device.alive, number
        reader.wake_up_connected()
        stored = reader.stored()
        read_five(reader)
        close_and_sync(reader)
        assert (reader.waiting(), reader.stored()) == (0, stored + 1), number


def test_a_process_killed_at_any_moment_of_closing_loses_no_session_and_doubles_none() -> None:
    for number in operations_of(close_and_sync, after=read_five)[::8]:
        reader = Reader()
        read_five(reader)
        reader.device.crash_at(CrashPoint(number, "after", "kill"))
        close_and_sync(reader)
        assert not reader.device.alive, number
        reader.wake_up_connected()
        assert (reader.waiting(), reader.stored()) == (0, 1), number
