"""``pytest --koharness-specs``: `*_spec.lua` as pytest tests, through the runner of ``koharness spec``.

A spec file runs once, in one fresh device, when pytest collects it; each of its tests is an item that reports what
became of it. Folders in the ini option ``koharness_specs_ignore`` are left to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.options import Failure, Result
    from harness.spec import Busted


def pytest_addoption(parser: pytest.Parser) -> None:
    """The switch, and what `koharness spec` has as options."""
    group = parser.getgroup("koharness", "busted's specs inside an emulated KOReader")
    group.addoption("--koharness-specs", action="store_true", help="collect *_spec.lua, as `koharness spec` runs them")
    group.addoption("--koharness-tags", metavar="TAGS", default="", help="only specs with one of these #tags")
    group.addoption("--koharness-exclude-tags", metavar="TAGS", default="", help="no spec with one of these #tags")
    group.addoption("--koharness-profile", metavar="NAME", help="the device for the specs")
    group.addoption("--koharness-busted", metavar="DIR", help="where busted is, if not in a standard place")
    parser.addini("koharness_specs_ignore", type="paths", default=[], help="folders whose *_spec.lua are not collected")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> LuaSpecFile | None:
    """Every `*_spec.lua`, when asked to."""
    config = parent.config
    if not config.getoption("--koharness-specs") or not file_path.name.endswith("_spec.lua"):
        return None
    if any(file_path.is_relative_to(folder) for folder in config.getini("koharness_specs_ignore")):
        return None
    return LuaSpecFile.from_parent(parent, path=file_path)


class SpecFailed(Exception):
    """A spec that did not pass."""

    def __init__(self, failures: tuple[Failure, ...]) -> None:
        super().__init__("\n\n".join(_told(failure) for failure in failures))


def _told(failure: Failure) -> str:
    called = ["called from", *(f"  {line}" for line in failure.events)]
    shown = called if failure.events and failure.kind != "assertion" else []
    return "\n".join([f"{failure.where}: {failure.message}", *shown])


class LuaSpecFile(pytest.File):
    """A spec file."""

    def collect(self) -> Iterator[LuaSpecItem]:
        """Run it; one item for each of its tests, in the order in which they ran."""
        from harness.errors import CannotRun
        from harness.spec import Choice, find_specs, run_spec

        option = self.config.getoption
        choice = Choice(_words(option("--koharness-tags")), _words(option("--koharness-exclude-tags")))
        try:
            spec = find_specs((str(self.path),), here=self.config.rootpath)[0]
            run = run_spec(spec, self._busted(), choice, profile=self._profile())
        except CannotRun as error:
            raise self.CollectError(f"koharness: {error}") from None
        times: dict[str, int] = {}
        for result in run.results:
            times[result.name] = times.get(result.name, 0) + 1
            again = f" ({times[result.name]})" if times[result.name] > 1 else ""
            yield LuaSpecItem.from_parent(self, name=result.name + again, result=result, printed=run.printed)

    def _busted(self) -> Busted:
        from harness.spec import find_busted

        chosen = self.config.getoption("--koharness-busted")
        return find_busted(Path(chosen) if chosen else None, here=self.config.rootpath)

    def _profile(self) -> str | None:
        from fake_koreader.profile import PROFILES
        from harness.errors import CannotRun

        name: str | None = self.config.getoption("--koharness-profile")
        if name is not None and name not in PROFILES:
            raise CannotRun(f"no profile '{name}'; there are {', '.join(PROFILES)}")
        return name


class LuaSpecItem(pytest.Item):
    """One test of a spec file, which has run already."""

    def __init__(self, *, result: Result, printed: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.result = result
        self.printed = printed

    def runtest(self) -> None:
        """Report what became of it."""
        if self.result.outcome == "skipped":
            pytest.skip(", ".join(self.result.notes) or "pending")
        if self.result.failures:
            if self.printed.strip():
                self.add_report_section("call", "printed by the spec file", self.printed)
            raise SpecFailed(self.result.failures)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """A failed spec is told in its own words, without Python's stack."""
        if isinstance(excinfo.value, SpecFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the test begins."""
        _, _, line = self.result.where.rpartition(":")
        return self.path, int(line) - 1 if line.isdigit() else None, self.name


def _words(given: str) -> tuple[str, ...]:
    return tuple(word for word in given.split(",") if word)
