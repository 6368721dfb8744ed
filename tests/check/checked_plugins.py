"""The small plugins of these tests, checked: each once per profile and way."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from harness import bundled
from harness.check.checking import CheckOptions, CheckResult, check_plugin

PLUGINS = Path(__file__).parent / "plugins"


@cache
def checked(name: str, profile: str = "kobo-clara", tap: bool = False) -> CheckResult:
    """What a check says of a plugin of these tests, or of one of ours."""
    here = PLUGINS / f"{name}.koplugin"
    plugin = here if here.is_dir() else bundled.find_plugin(name)
    return check_plugin(plugin, profile, CheckOptions(tap=tap))
