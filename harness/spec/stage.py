"""The device that a spec file runs on: busted and the project on its disk, time that passes where KOReader waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from fake_koreader.basichosts import InputHost
from fake_koreader.clock import Clock
from fake_koreader.machine import LUA, Machine
from fake_koreader.network import Transport
from fake_koreader.profile import Profile, profile
from fake_koreader.storage.disk import Disk
from fake_koreader.storage.inode import DIRECTORY
from harness.spec.choosing import SpecPath
from harness.spec.installation import Busted
from harness.spec.project import KOREADER_SPECS, Project

LUA_PATH = "/usr/local/share/lua/5.1"
DEFAULT_PROFILE = "kobo-clara"
KOREADER_PROFILE = "emulator"


class SpecInput(InputHost):
    """`host.input` of a spec: nobody touches the screen, so a wait ends when the next task or timer is due."""

    def _wait(self, deadline: float | None) -> Any:
        self.waits += 1
        if self.queue:
            return self.queue.pop(0)
        timer = self._clock.next_timer()
        due = [at for at in (timer, deadline) if at is not None and at == at and at != float("inf")]
        self._idle = 0 if due else self._idle + 1
        if due:
            self._clock.advance_to(max(int(min(due)), self._clock.monotonic + self.PASS_COST))
        return self.queue.pop(0) if self.queue else None

    _idle = 0

    def idle(self) -> int:
        """How many waits in a row there was nothing to wait for."""
        return self._idle


class SpecMachine(Machine):
    """A machine whose main loop is run by specs, if at all."""

    def _hosts(self, table_from: Callable[[Any], Any]) -> dict[str, object]:
        hosts = super()._hosts(table_from)
        self.input = SpecInput(self.clock, self.note_freeze, self.loop_resumes)
        return hosts | {"input": self.input}


def profile_for(spec: SpecPath, chosen: str | None) -> Profile:
    """The device of a spec: the chosen one; else KOReader's own specs get the emulator, others an e-reader."""
    if chosen is not None:
        return profile(chosen)
    return profile(KOREADER_PROFILE if spec.project.common_require(spec.path) else DEFAULT_PROFILE)


def machine_for(spec: SpecPath, busted: Busted, device: Profile, seed: int) -> SpecMachine:
    """A new device with its Wi-Fi on and no server anywhere; nothing has been started on it.

    Its disk is a copy of one that was filled once for all specs of the project.
    """
    clock = Clock()
    machine = SpecMachine(
        device, name="spec", seed=seed, clock=clock, transport=Transport(), environment={"PWD": device.install_dir},
        disk=_filled_disk(spec.project, spec.project.common_require(spec.path), busted, device, seed).fork(clock),
    )  # fmt: skip
    machine.network.radio.connect_now()
    return machine


@lru_cache(maxsize=8)
def _filled_disk(project: Project, common: Path | None, busted: Busted, device: Profile, seed: int) -> Disk:
    disk = Machine(device, name="spec", seed=seed).disk
    for name, path in busted.modules:
        disk.mount(f"{LUA_PATH}/{name}", path)
    for place, path in project.mounts(common):
        target = f"{device.install_dir}/{place}"
        if not disk.exists(target):
            disk.mount(target, path)
    for plugin in sorted((LUA / "plugins").glob("*.koplugin")):
        target = f"{device.install_dir}/plugins/{plugin.name}"
        if not disk.exists(target):
            disk.mount(target, plugin)
    helper = f"{device.install_dir}/{KOREADER_SPECS}/commonrequire.lua"
    if not disk.exists(helper):
        disk.mount(helper, LUA / "spec" / "commonrequire.lua")
    # Looked into here, a folder of the host is looked into once for all copies.
    for folder in (f"{device.install_dir}/common", f"{device.install_dir}/frontend", LUA_PATH):
        _look_into(disk, folder)
    return disk


def _look_into(disk: Disk, folder: str) -> None:
    for name in disk.list(folder):
        path = f"{folder}/{name.decode()}"
        if disk.find(path).kind == DIRECTORY:
            _look_into(disk, path)
