"""Page events become reading sessions (specs/bookorbit.md §2.6).

Events of one user, file and device that lie at most 30 minutes apart are one session. Whatever comes late is put
in its place: the sessions around it are made again, so that the same events make the same sessions in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.server.bookorbit.matching import Match
from harness.server.context import has_quirk
from harness.server.store import Row, Store

GAP_SECONDS = 1800
DURATION_SECONDS_MIN = 10
PROTOCOL = "bookorbit"
_SECOND_US = 1_000_000


@dataclass(frozen=True)
class Event:
    """A page that was looked at: `start` in seconds since 1970, `duration` in seconds."""

    page: int
    start: int
    duration: int
    total_pages: int


def ingest(store: Store, user_id: int, match: Match, device_id: str, events: Iterable[Event]) -> tuple[int, int]:
    """Store the events that are new and make their sessions again; how many were new, and how many were known."""
    accepted: list[Event] = []
    known = 0
    scope = (user_id, match.file_id, device_id)
    with store.transaction():
        for event in events:
            if store.execute("INSERT OR IGNORE INTO orbit_page_events (user_id, file_id, device_id, page, start,"
                             " duration, total_pages) VALUES (?, ?, ?, ?, ?, ?, ?)",
                             (*scope, event.page, event.start, event.duration, event.total_pages)):
                accepted.append(event)
            else:
                known += 1
        for first, last in _windows(accepted):
            _recompute(store, user_id, match, device_id, first, last)
    return len(accepted), known


def _windows(events: list[Event]) -> list[tuple[int, int]]:
    """The stretches of time that new events touch, in seconds; near ones are joined."""
    windows: list[tuple[int, int]] = []
    for event in sorted(events, key=lambda item: item.start):
        end = event.start + event.duration
        if windows and event.start - windows[-1][1] <= GAP_SECONDS:
            windows[-1] = (windows[-1][0], max(windows[-1][1], end))
        else:
            windows.append((event.start, end))
    return windows


def _recompute(store: Store, user_id: int, match: Match, device_id: str, first: int, last: int) -> None:
    scope = (user_id, match.file_id, device_id)
    first, last = _grown(store, scope, first, last)
    events = [Event(row["page"], row["start"], row["duration"], row["total_pages"]) for row in store.rows(
        "SELECT page, start, duration, total_pages FROM orbit_page_events WHERE user_id = ? AND file_id = ?"
        " AND device_id = ? AND start BETWEEN ? AND ? ORDER BY start, page", (*scope, first, last))]
    prefix = _prefix(device_id, match.file_id)
    old = {row["client_session_id"]: row for row in store.rows(
        "SELECT * FROM sessions WHERE user_id = ? AND client_session_id >= ? AND client_session_id < ?"
        " AND start_at BETWEEN ? AND ?", (user_id, prefix, prefix[:-1] + ";", first * _SECOND_US, last * _SECOND_US))}
    for cluster in clusters(events):
        values = session_of(cluster)
        if values is None:
            continue
        name = f"{prefix}{cluster[0].start}"
        present = old.pop(name, None)
        if present is None:
            store.insert("sessions", user_id=user_id, book_id=match.book_id, protocol=PROTOCOL,
                         book_type=match.book_type, client_session_id=name, created_at=store.now_us(), **values)
        elif any(present[key] != value for key, value in values.items()):
            columns = ", ".join(f"{key} = ?" for key in values)
            store.execute(f"UPDATE sessions SET {columns} WHERE id = ?", (*values.values(), present["id"]))
    for row in old.values():
        store.execute("DELETE FROM sessions WHERE id = ?", (row["id"],))


def _grown(store: Store, scope: tuple[int, int, str], first: int, last: int) -> tuple[int, int]:
    """The window with every event that hangs together with it."""
    where = "FROM orbit_page_events WHERE user_id = ? AND file_id = ? AND device_id = ?"
    while True:
        left = store.one(f"SELECT min(start) AS at {where} AND start < ? AND start + duration >= ?",
                         (*scope, first, first - GAP_SECONDS))
        right = store.one(f"SELECT max(start + duration) AS at {where} AND start BETWEEN ? AND ?",
                          (*scope, first, last + GAP_SECONDS))
        lower = min(first, first if left is None or left["at"] is None else left["at"])
        upper = max(last, last if right is None or right["at"] is None else right["at"])
        if (lower, upper) == (first, last):
            return first, last
        first, last = lower, upper


def _prefix(device_id: str, file_id: int) -> str:
    """The head of the ids of a device's sessions of a file; the real server keeps eight characters of the device's id,
    so that two devices may share one (its defect 46)."""
    return f"kor:{device_id[:8] if has_quirk('bookorbit.short-device-ids') else device_id}:{file_id}:"


def clusters(events: Iterable[Event]) -> list[list[Event]]:
    """Events in the order of their start, cut where more than 30 minutes lie between."""
    found: list[list[Event]] = []
    end = 0
    for event in events:
        if found and event.start - end <= GAP_SECONDS:
            found[-1].append(event)
            end = max(end, event.start + event.duration)
        else:
            found.append([event])
            end = event.start + event.duration
    return found


def session_of(cluster: list[Event]) -> Row | None:
    """The columns of the session that a cluster makes; None where it is under 10 seconds."""
    first, last = cluster[0], cluster[-1]
    end = max(event.start + event.duration for event in cluster)
    duration = min(sum(event.duration for event in cluster), end - first.start)
    if duration < DURATION_SECONDS_MIN:
        return None
    end_progress = _clamp(last.page / last.total_pages * 100, 0)
    delta = _clamp((last.page - first.page) / last.total_pages * 100, -100)
    return {
        "start_at": first.start * _SECOND_US, "end_at": end * _SECOND_US, "duration_seconds": duration,
        "start_progress": _clamp(first.page / first.total_pages * 100, 0), "end_progress": end_progress,
        "progress_delta": delta, "start_location": str(first.page), "end_location": str(last.page)}


def _clamp(percent: float, lowest: float) -> float:
    return round(min(max(percent, lowest), 100), 2)
