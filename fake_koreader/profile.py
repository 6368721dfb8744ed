"""Profiles: what kind of e-reader is being emulated.

A profile is a table of facts; the Lua side reads them through `ffi/hardware` and its `device` module turns
them into KOReader's capability methods. Facts of models from koreader-core.md §6.1.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

Platform = Literal["generic", "kobo", "kindle", "android", "pocketbook", "emulator"]


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts of one model. Sizes in pixels of the upright screen; paths are device paths."""

    name: str
    model: str
    platform: Platform
    width: int
    height: int
    dpi: int | None = None
    touch: bool = True
    keys: bool = False
    """Page-turn keys."""
    keyboard: bool = False
    dpad: bool = False
    eink: bool = True
    color: bool = False
    frontlight: bool = True
    natural_light: bool = False
    wifi_toggle: bool = True
    wifi_seamless_toggle: bool = True
    """Wi-Fi goes on and off without a dialog of the system."""
    wifi_manager: bool = False
    wifi_restore: bool = False
    """KOReader itself reconnects after sleep."""
    fast_wifi_status: bool = False
    wifi_interface: str | None = None
    can_restart: bool = True
    can_suspend: bool = False
    can_standby: bool = False
    can_reboot: bool = False
    can_power_off: bool = False
    usb_storage: bool = False
    ota_updates: bool = False
    external_sd: bool = False
    open_link: bool = False
    share_text: bool = False
    suspend_wait_s: int = 15
    """Seconds between the event Suspend and the kernel's sleep."""
    install_dir: str = "/mnt/onboard/.adds/koreader"
    data_dir: str = "."
    """Where settings live: "." is the install directory, as on Kobo and Kindle."""
    home_dir: str | None = "/mnt/onboard"
    firmware: str | None = None
    git_rev: str = "v2026.07.2-15-gabcdef1_2026-08-22_kobo"

    def fact(self, name: str) -> bool | int | str | None:
        """One field by its name; None for a field that there is not."""
        value = getattr(self, name, None) if name in _FIELDS else None
        return value if isinstance(value, (bool, int, str)) else None


_FIELDS = {field.name for field in fields(Profile)}

KOBO = Profile(
    name="kobo-clara",
    model="Kobo_nova",
    platform="kobo",
    width=1072,
    height=1448,
    dpi=300,
    natural_light=True,
    wifi_manager=True,
    wifi_restore=True,
    fast_wifi_status=True,
    wifi_interface="eth0",
    can_suspend=True,
    can_reboot=True,
    can_power_off=True,
    usb_storage=True,
    ota_updates=True,
    firmware="4.38.23171",
)

GENERIC = Profile(
    name="generic",
    model="Generic",
    platform="generic",
    width=600,
    height=800,
    color=True,
    frontlight=False,
    data_dir="/mnt/onboard/data",
    git_rev="v2026.07.2-15-gabcdef1_2026-08-22",
)

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        KOBO,
        replace(KOBO, name="kobo-libra", model="Kobo_io", width=1264, height=1680, keys=True),
        Profile(
            name="kindle-pw5",
            model="KindlePaperWhite5",
            platform="kindle",
            width=1236,
            height=1648,
            dpi=300,
            natural_light=True,
            wifi_manager=False,
            wifi_interface="wlan0",
            can_suspend=True,
            can_reboot=True,
            can_power_off=True,
            ota_updates=True,
            install_dir="/mnt/us/koreader",
            home_dir="/mnt/us",
            firmware="5.16.2",
            git_rev="v2026.07.2-15-gabcdef1_2026-08-22_kindle",
        ),
        Profile(
            name="android",
            model="Android",
            platform="android",
            width=1080,
            height=1920,
            dpi=420,
            eink=False,
            color=True,
            wifi_seamless_toggle=False,
            ota_updates=True,
            open_link=True,
            share_text=True,
            install_dir="/data/data/org.koreader.launcher/files",
            data_dir="/sdcard/koreader",
            home_dir="/sdcard",
            firmware="34",
            git_rev="v2026.07.2-15-gabcdef1_2026-08-22_android",
        ),
        Profile(
            name="pocketbook",
            model="PB700",
            platform="pocketbook",
            width=1264,
            height=1680,
            dpi=300,
            keys=True,
            wifi_toggle=True,
            wifi_seamless_toggle=True,
            can_power_off=True,
            ota_updates=True,
            external_sd=True,
            install_dir="/mnt/ext1/applications/koreader",
            home_dir="/mnt/ext1",
            git_rev="v2026.07.2-15-gabcdef1_2026-08-22_pocketbook",
        ),
        Profile(
            name="emulator",
            model="Emulator",
            platform="emulator",
            width=600,
            height=800,
            keys=True,
            keyboard=True,
            dpad=True,
            color=True,
            natural_light=True,
            wifi_seamless_toggle=False,
            can_suspend=True,
            can_reboot=True,
            can_power_off=True,
            install_dir="/home/reader/koreader",
            home_dir="/home/reader",
            git_rev="v2026.07.2-15-gabcdef1_2026-08-22",
        ),
        GENERIC,
        # The device of the conformance scripts about the lifecycle: a Kobo that has no interface name.
        replace(
            KOBO,
            name="conformance-lifecycle",
            width=600,
            height=800,
            dpi=None,
            frontlight=False,
            natural_light=False,
            wifi_manager=False,
            wifi_interface=None,
            data_dir="/mnt/onboard/data",
            home_dir=None,
        ),
    )
}

DEFAULT = KOBO.name


def profile(name: str) -> Profile:
    """The profile of that name. KeyError, naming the profiles there are, when there is none."""
    try:
        return PROFILES[name]
    except KeyError:
        raise KeyError(f"no profile {name!r}; there are {', '.join(PROFILES)}") from None
