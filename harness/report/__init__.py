"""Reports of runs: on the terminal, as JSON, as JUnit XML.

The parts are loaded when they are asked for: what the terminal shows needs scenarios, the others do not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.report.console import Console as Console
    from harness.report.json_file import as_json as as_json
    from harness.report.json_file import write_json as write_json
    from harness.report.junit import write_junit as write_junit

_PARTS = {"Console": "console", "as_json": "json_file", "write_json": "json_file", "write_junit": "junit"}


def __getattr__(name: str) -> Any:
    if name not in _PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PARTS[name]}"), name)
