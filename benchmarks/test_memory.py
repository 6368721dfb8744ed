"""What one more device costs, and that a large book is opened without being read whole."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from benchmarks.conftest import ON_DEVICE, Comparison, make_device


def resident_mib() -> float:
    with open("/proc/self/statm", encoding="ascii") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_one_more_device(comparison: Comparison) -> None:
    devices = []
    for number in range(12):
        device = make_device(name=f"kobo{number}")
        device.boot()
        device.open_book(ON_DEVICE)
        device.turn_pages(3, 20)
        devices.append(device)
        if number == 1:
            before = resident_mib()
    each = (resident_mib() - before) / 10
    comparison.say(f"one more device with a book open: {each:.1f} MiB (target under 8 MiB)")
    assert all(device.alive for device in devices)


def test_a_large_book(comparison: Comparison, tmp_path: Path) -> None:
    page = b"\x89PNG\r\n\x1a\n" + os.urandom(2**20)
    large = tmp_path / "large.cbz"
    with zipfile.ZipFile(large, "w", zipfile.ZIP_STORED) as archive:
        for number in range(200):
            archive.writestr(f"{number:03d}.png", page)
    device = make_device()
    device.disk.mount("/mnt/onboard/large.cbz", large)
    device.boot()
    before = resident_mib()
    device.open_book("/mnt/onboard/large.cbz")
    device.turn_pages(5, 20)
    grown = resident_mib() - before
    assert device.pages() == 200
    comparison.say(f"a book of {large.stat().st_size / 2**20:.0f} MiB open: {grown:.1f} MiB more in memory")
    assert grown < 50
