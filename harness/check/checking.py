"""One plugin on one device: the day online, the day offline, and what came of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fake_koreader.clock import SECOND
from harness.check.day import Day
from harness.check.findings import Finding, Findings
from harness.check.leftovers import look_for_secrets, secrets_of
from harness.check.noticing import FREEZE_BUDGET, Noticing
from harness.check.surroundings import PASSWORD, build_device, folder_of
from harness.check.watched import WatchedDevice

DEFAULT_PROFILES = ("kobo-clara", "android", "emulator")


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How plugins are checked. ``freeze_budget`` and ``patience`` are seconds, the latter of the host's time."""

    seed: int = 0
    tap: bool = False
    freeze_budget: float = FREEZE_BUDGET
    patience: float = 300.0
    trace: Path | None = None
    keep: Path | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What came of a plugin on a profile. ``seconds`` are the host's, ``virtual_seconds`` the days'."""

    plugin: str
    profile: str
    outcome: Literal["passed", "failed", "error"]
    seconds: float
    virtual_seconds: float
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    seed: int = 0

    @property
    def name(self) -> str:
        """``x.koplugin on kobo-clara``."""
        return f"{self.plugin} on {self.profile}"


def check_plugin(plugin: Path, profile: str, options: CheckOptions) -> CheckResult:
    """Live both days with a plugin."""
    began = time.perf_counter()
    folder = folder_of(plugin)
    findings = Findings(folder)
    notes: list[str] = []
    virtual = 0.0
    for online in (True, False):
        virtual += _live(plugin, profile, options, findings, notes, online=online)
    errors, warnings = tuple(findings.errors()), tuple(findings.warnings())
    return CheckResult(
        folder, profile, "failed" if errors else "passed", time.perf_counter() - began, round(virtual, 3),
        errors, warnings, tuple(notes), options.seed,
    )  # fmt: skip


def _live(
    plugin: Path, profile: str, options: CheckOptions, findings: Findings, notes: list[str], *, online: bool
) -> float:
    device = build_device(plugin, profile, online=online, seed=options.seed)
    day = Day(device, findings, online=online, tap=options.tap)
    device.trace.listen(Noticing(findings, day.reader.during, options.freeze_budget).hear)
    start = device.clock.boot
    day.live(folder_of(plugin))
    secrets = secrets_of(device) | {PASSWORD}
    look_for_secrets(device.trace.events, secrets, findings, f"{day.reader.world}: the whole day")
    notes += [note for note in day.reader.notes if note not in notes]
    _leave_behind(plugin, profile, options, device, day.reader.world)
    device.close()
    return (device.clock.boot - start) / SECOND


def _leave_behind(plugin: Path, profile: str, options: CheckOptions, device: WatchedDevice, world: str) -> None:
    name = f"{folder_of(plugin)}.{profile}.{world}"
    if options.trace is not None:
        options.trace.mkdir(parents=True, exist_ok=True)
        with (options.trace / f"{name}.jsonl").open("w", encoding="utf-8") as stream:
            device.trace.write(stream)
    if options.keep is not None:
        device.disk.export(options.keep / name)
