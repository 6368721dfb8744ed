"""The rest of the machine: battery, charger, lights, screen, and the way to sleep.

`Hardware` is the state that outlives a process; the three hosts are what Lua sees of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fake_koreader.profile import Profile
from fake_koreader.trace import Value

Emit = Callable[[str, dict[str, Value]], None]


@dataclass(slots=True)
class Hardware:
    """Battery (percent), charger, frontlight and the screen's rotation.

    ``power`` is one of ``awake``, ``asleep`` (the kernel sleeps: monotonic time stands still), ``off``.
    """

    battery: int = 100
    charger: bool = False
    light: int = 0
    """Frontlight in the machine's own steps, 0 is off."""
    warmth: int = 0
    rotation: int = 0
    power: str = "awake"
    refreshes: int = 0

    def wake(self) -> None:
        """The power button, the cover or an alarm ends the kernel's sleep."""
        if self.power == "asleep":
            self.power = "awake"


class DeviceHost:
    """`host.device`: the facts of the profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def get(self, name: bytes) -> bool | int | bytes | None:
        """One fact, or nil when the profile does not say."""
        value = self._profile.fact(name.decode("utf-8", "replace"))
        return value.encode() if isinstance(value, str) else value


class PowerHost:
    """`host.power`: battery and lights, sleep and the end of it."""

    def __init__(self, hardware: Hardware, emit: Emit) -> None:
        self._hardware = hardware
        self._emit = emit

    def capacity(self) -> int:
        """Battery charge in percent."""
        return self._hardware.battery

    def charging(self) -> bool:
        """True while the charger is plugged (also when full, as on a Kobo)."""
        return self._hardware.charger

    def charged(self) -> bool:
        """True when plugged and full."""
        return self._hardware.charger and self._hardware.battery >= 100

    def light(self) -> int:
        """The frontlight as the hardware has it, 0 is off."""
        return self._hardware.light

    def set_light(self, level: float) -> None:
        """Set the frontlight."""
        self._hardware.light = int(level)

    def warmth(self) -> int:
        """The light's warmth, 0 to 100."""
        return self._hardware.warmth

    def set_warmth(self, warmth: float) -> None:
        """Set the light's warmth."""
        self._hardware.warmth = int(warmth)

    def suspend(self) -> None:
        """Ask the kernel to sleep; the device stops as soon as the main loop waits."""
        self._hardware.power = "asleep"
        self._emit("power.suspended", {})

    def off(self) -> None:
        """Switch off once the process has ended."""
        self._hardware.power = "off"
        self._emit("power.off", {})

    def reboot(self) -> None:
        """Start the machine anew once the process has ended."""
        self._emit("power.rebooting", {})


class ScreenHost:
    """`host.screen`: rotation, and how often the panel was refreshed."""

    def __init__(self, hardware: Hardware) -> None:
        self._hardware = hardware

    def rotation(self) -> int:
        """0 upright, 1 clockwise, 2 upside down, 3 counter-clockwise."""
        return self._hardware.rotation

    def set_rotation(self, mode: float) -> None:
        """Turn the picture."""
        self._hardware.rotation = int(mode) % 4

    def refresh(self) -> None:
        """The panel shows the frame buffer."""
        self._hardware.refreshes += 1
