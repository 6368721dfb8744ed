"""Page turns through the device with the trace on, beside the same handler called in a bare Lua loop.

The loop lets the same time pass between two turns, so that both do what falls due: the plugin writes the
open session down, the statistics plugin its rows.
"""

from __future__ import annotations

from typing import Any

from benchmarks.conftest import ON_DEVICE, Comparison, make_device, median_seconds

TURNS = 400
LOOP = f"""
local direction = 1
for i = 1, {TURNS} do
    if i % 40 == 0 then direction = -direction end
    require("ffi/util").usleep(30000000)
    ui.rolling:onGotoViewRel(direction)
end
"""


def test_page_turns(benchmark: Any, comparison: Comparison) -> None:
    device = make_device()
    device.boot()
    device.open_book(ON_DEVICE)
    device.advance(5)
    assert device.page() == 1

    def turn() -> None:
        direction = 1
        for number in range(1, TURNS + 1):
            if number % 40 == 0:
                direction = -direction
            device.turn_pages(direction, 30)

    floor = median_seconds(lambda: device.evaluate(LOOP), 5) / TURNS
    benchmark.pedantic(turn, rounds=5, warmup_rounds=1)
    ours = benchmark.stats.stats.median / TURNS
    ratio = comparison.add(
        "a page turn with 30 s of reading", ours, floor, "at most 4", "µs", 1e6
    )
    comparison.say(f"page turns per second, with trace: {1 / ours:.0f}")
    benchmark.extra_info["ratio"] = ratio
