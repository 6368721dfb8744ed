"""What the benchmarks share: a device with shelfsync, the reference server in process, and ratios to floors.

Every figure is printed beside its floor, measured in the same run on the same machine: a ratio says
something that a number of milliseconds does not.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from fake_koreader.clock import Clock
from fake_koreader.device import Device
from fake_koreader.network import Transport
from fake_koreader.profile import profile
from harness.server.admin import Admin
from harness.server.app import create_app
from harness.server.store import Store

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "scenarios" / "books" / "moby-dick.epub"
PLUGIN = ROOT / "plugin_lua" / "shelfsync.koplugin"
ON_DEVICE = "/mnt/onboard/moby-dick.epub"


@dataclass
class Comparison:
    """Figures and their floors, printed at the end of the run."""

    lines: list[str] = field(default_factory=list)

    def add(self, what: str, ours: float, floor: float, target: str, unit: str = "ms", scale: float = 1e3) -> float:
        ratio = ours / floor if floor else float("inf")
        self.lines.append(
            f"{what:<40} {ours * scale:10.2f} {unit}, floor {floor * scale:10.2f} {unit}, "
            f"ratio {ratio:6.2f}; target {target}"
        )
        return ratio

    def say(self, text: str) -> None:
        self.lines.append(text)


_comparison = Comparison()


@pytest.fixture
def comparison() -> Comparison:
    return _comparison


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _comparison.lines:
        terminalreporter.section("each figure beside its floor, measured in this run")
        for line in _comparison.lines:
            terminalreporter.write_line(line)


def median_seconds(action: Callable[[], object], rounds: int = 9) -> float:
    """The median of several timings of an action, after one that does not count."""
    action()
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@dataclass
class Bench:
    """A device at home: Wi-Fi on, server reachable, one user, one book."""

    device: Device
    app: Any
    admin: Admin


def make_device(transport: Transport | None = None, name: str = "kobo") -> Device:
    device = Device(profile("kobo-clara"), name=name, clock=Clock(), transport=transport)
    device.install_plugin(PLUGIN)
    device.disk.mount(ON_DEVICE, BOOK)
    return device


@pytest.fixture
def bench() -> Bench:
    clock = Clock()
    store = Store(":memory:")
    app = create_app(store, now=lambda: clock.wall / 1e6, seed=1)
    admin = Admin(store)
    admin.add_user("mira", "tide-pool")
    admin.add_book("Moby-Dick", BOOK.name, path=BOOK)
    transport = Transport()
    transport.mount("http://library.test", app)
    device = Device(profile("kobo-clara"), name="kobo", clock=clock, transport=transport)
    device.install_plugin(PLUGIN)
    device.disk.mount(ON_DEVICE, BOOK)
    device.write_file(
        "settings/shelfsync.lua",
        b'return { server_url = "http://library.test", username = "mira", password = "tide-pool" }',
    )
    return Bench(device, app, admin)
