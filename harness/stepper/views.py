"""What the stepper shows of a world: screen, queue, requests, timers, server, trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timezone

from harness.exchanges import exchanges
from harness.expectations.queue import queue_count, queue_tables
from harness.records import session_records
from harness.scenario.words import duration_text
from harness.world import World

LINES_MAX = 12


def where(world: World) -> Iterator[str]:
    """One line: device, time, book, radio."""
    actor = world.actor
    clock = actor.device.clock
    local = clock.zone.text(clock.wall // 1_000_000)
    off = "ended" if actor.started else "not started yet"
    state = off if not actor.device.alive else "asleep" if actor.asleep else "running"
    page = actor.device.page() if state == "running" else None
    book = f"{actor.book} page {page} of {actor.device.pages()}" if page is not None else "no book"
    radio = actor.device.radio
    link = "on" if radio.connected else "associating" if radio.is_on else "off"
    passed = duration_text(round(world.elapsed, 3))
    yield f"{actor.name}: {state}, {local}, {passed} into the story, {book}, Wi-Fi {link}"


def screen(world: World) -> Iterator[str]:
    """The windows from the top to the bottom, with their texts."""
    windows = world.actor.device.screen() if world.actor.device.alive else []
    if not windows:
        yield "the screen is empty"
    for window in reversed(windows):
        yield f"[{window.kind}]"
        yield from (f"    {text}" for text in window.texts[:LINES_MAX])


def queue(world: World) -> Iterator[str]:
    """What waits in the plugin's queue."""
    actor = world.actor
    tables = queue_tables(actor)
    if not tables:
        yield "nobody has said where this plugin keeps its queue"
    for name, table in tables.items():
        yield f"{name}: {queue_count(actor, table)} in {table.database}"
        condition = f" WHERE {table.where}" if table.where else ""
        for row in actor.rows(table.database, f"SELECT * FROM {table.table}{condition} LIMIT {LINES_MAX}"):
            yield "    " + ", ".join(f"{key}={value}" for key, value in row.items() if value is not None)


def requests(world: World) -> Iterator[str]:
    """The last requests."""
    made = exchanges(world.trace)
    yield f"{len(made)} requests"
    yield from (f"    {one}" for one in made[-LINES_MAX:])


def timers(world: World) -> Iterator[str]:
    """What is scheduled, soonest first."""
    look: Callable[[], list[tuple[float, str]]] = getattr(world.actor.device, "pending_tasks", list)
    pending = look()
    if not pending:
        yield "nothing is scheduled"
    yield from (f"    in {seconds:.3f} s: {place}" for seconds, place in pending[:LINES_MAX])


def server(world: World) -> Iterator[str]:
    """The sessions on the server."""
    records = session_records(world)
    true_time = datetime.fromtimestamp(world.now(), timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
    yield f"{len(records)} sessions on the server; true time {true_time}"
    yield from (f"    {record}" for record in records[-LINES_MAX:])


def events(world: World, count: int = 2 * LINES_MAX) -> Iterator[str]:
    """The end of the trace."""
    yield from (world.hidden(str(event)) for event in world.trace.events[-count:])


VIEWS = {
    "where": where,
    "screen": screen,
    "queue": queue,
    "requests": requests,
    "timers": timers,
    "server": server,
    "trace": events,
}
