"""The device that a spec file runs on: busted and the project on its disk, time that passes where KOReader waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fake_koreader.basichosts import InputHost
from fake_koreader.machine import LUA, Machine
from fake_koreader.network import Transport
from fake_koreader.profile import Profile, profile
from harness.spec.choosing import SpecPath
from harness.spec.installation import Busted
from harness.spec.project import KOREADER_SPECS

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
    """A new device with its Wi-Fi on and no server anywhere; nothing has been started on it."""
    machine = SpecMachine(
        device, name="spec", seed=seed, transport=Transport(), environment={"PWD": device.install_dir}
    )
    for name, path in busted.modules:
        machine.disk.mount(f"{LUA_PATH}/{name}", path)
    for place, path in spec.project.mounts(spec.path):
        target = f"{device.install_dir}/{place}"
        if not machine.disk.exists(target):
            machine.disk.mount(target, path)
    helper = f"{device.install_dir}/{KOREADER_SPECS}/commonrequire.lua"
    if not machine.disk.exists(helper):
        machine.disk.mount(helper, LUA / "spec" / "commonrequire.lua")
    machine.network.radio.connect_now()
    return machine
