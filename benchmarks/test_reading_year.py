"""A year of reading: 1,000 sessions, 30,000 page turns, a sync every day."""

from __future__ import annotations

import resource
import time

import pytest

from benchmarks.conftest import ON_DEVICE, Bench, Comparison

SESSIONS, TURNS = 1000, 30
SESSIONS_A_DAY = 3


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("statistics", [False, True], ids=["shelfsync alone", "with KOReader's statistics"])
def test_reading_year(comparison: Comparison, bench: Bench, statistics: bool) -> None:
    device = bench.device
    if not statistics:
        device.set_setting("plugins_disabled", {"statistics": True})
    device.boot()
    start = time.perf_counter()
    memory: list[float] = []
    for number in range(SESSIONS):
        device.open_book(ON_DEVICE)
        device.go_to_page(1)
        device.turn_pages(TURNS, 40)
        device.close_book()
        if number % SESSIONS_A_DAY == SESSIONS_A_DAY - 1:
            device.wifi_on()
            device.advance(30)
            device.wifi_off()
        device.advance(7 * 3600)
        device.trace.events.clear()
        if number % 250 == 249:
            memory.append(peak_mib())
    device.wifi_on()
    device.advance(60)
    seconds = time.perf_counter() - start
    assert device.crash is None
    stored = len(bench.admin.sessions())
    assert stored == SESSIONS, f"{stored} of {SESSIONS} sessions on the server"
    plugins = "shelfsync and statistics" if statistics else "shelfsync"
    comparison.say(f"a reading year with {plugins}: {seconds:.1f} s (target under 10 s), {stored} sessions stored")
    comparison.say("  peak memory after each quarter: " + ", ".join(f"{value:.0f} MiB" for value in memory))
