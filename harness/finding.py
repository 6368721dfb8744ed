"""From what was named on the command line to scenario files: paths, folders, names of bundled scenarios."""

from __future__ import annotations

from pathlib import Path

from harness import bundled
from harness.errors import CannotRun
from harness.options import Target
from harness.scenario.mistakes import nearest

_SUFFIXES = (".yaml", ".yml")
_NO_SCENARIOS = ("koharness.yaml", "koharness.yml")


def find_targets(named: tuple[str, ...], *, here: Path) -> list[Target]:
    """The scenario files that are meant; the whole library when nothing is named. CannotRun when one is not found."""
    library = bundled.scenarios()
    if not named:
        return [_target(path, library, here) for path in _files(library)]
    found: list[Target] = []
    for name in named:
        found += _named(name, library, here)
    return list(dict.fromkeys(found))


def _named(name: str, library: Path, here: Path) -> list[Target]:
    given = here / name
    if given.is_file():
        return [_target(given, library, here)]
    if given.is_dir() and (files := _files(given)):
        return [_target(path, library, here) for path in files]
    name = name.removeprefix("scenarios/")
    if name.endswith(_SUFFIXES) and (library / name).is_file():
        return [_target(library / name, library, here)]
    for suffix in _SUFFIXES:
        if (library / f"{name}{suffix}").is_file():
            return [_target(library / f"{name}{suffix}", library, here)]
    if name and (library / name).is_dir() and (files := _files(library / name)):
        return [_target(path, library, here) for path in files]
    known = [_target(path, library, here).name for path in _files(library)]
    folders = sorted({other.rsplit("/", 1)[0] for other in known if "/" in other})
    near = nearest(name, [*known, *folders])
    hint = f"did you mean '{near}'?" if near else "give a file, a folder, or a name that `koharness run --list` shows"
    raise CannotRun(f"no scenario '{name}'; {hint}")


def _files(directory: Path) -> list[Path]:
    return sorted(
        path
        for path in directory.rglob("*")
        if path.suffix in _SUFFIXES and path.name not in _NO_SCENARIOS and not path.name.startswith("_")
    )


def _target(path: Path, library: Path, here: Path) -> Target:
    resolved = path.resolve()
    if resolved.is_relative_to(library):
        relative = resolved.relative_to(library)
        return Target(resolved, relative.with_suffix("").as_posix(), f"scenarios/{relative.as_posix()}")
    shown = resolved.relative_to(here.resolve()) if resolved.is_relative_to(here.resolve()) else resolved
    return Target(resolved, shown.with_suffix("").as_posix(), shown.as_posix())
