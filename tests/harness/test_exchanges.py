"""Requests put together from the trace."""

from __future__ import annotations

import pytest

from fake_koreader.trace import Trace
from harness.exchanges import Exchange, exchanges


@pytest.fixture
def trace() -> Trace:
    trace = Trace()
    head = {"id": 1, "method": "POST", "url": "http://books.example/api/v1/reading-sessions?x=1"}
    trace.emit("kobo", 1_000_000, "request.started", {**head, "radio": "on"})
    trace.emit("phone", 1_000_000, "request.started", {**head, "radio": "off"})
    trace.emit("kobo", 1_100_000, "fault.fired", {**head, "fault": "slow"})
    trace.emit("kobo", 2_500_000, "request.finished", {**head, "status": 200})
    trace.emit("phone", 1_000_001, "request.failed", {**head, "error": "Network is unreachable"})
    return trace


def test_two_devices_are_kept_apart(trace: Trace) -> None:
    kobo, phone = exchanges(trace)
    assert (kobo.status, kobo.seconds, kobo.faults, kobo.error) == (200, 1.5, ("slow",), None)
    assert (phone.status, phone.error, phone.radio) == (None, "Network is unreachable", "off")
    assert str(kobo) == "1.000s kobo: POST /api/v1/reading-sessions → 200 [slow]"


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("POST */reading-sessions*", True), ("GET */reading-sessions*", False), ("*/reading-sessions", True),
        ("/api/v1/*", True), ("http://books.example/*", True), ("*/batch", False), ("post /api/*", True),
    ],
)  # fmt: skip
def test_patterns(trace: Trace, pattern: str, fits: bool) -> None:
    found: Exchange = exchanges(trace)[0]
    assert found.matches(pattern) is fits


def test_only_later_ones(trace: Trace) -> None:
    assert exchanges(trace, since=1)[0].device == "phone"
