"""What comes with koharness, found from a checkout and from an installed wheel alike: plugins, scenarios, books."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

BOOK_SUFFIXES = (".epub", ".pdf", ".cbz", ".cbr", ".fb2", ".txt", ".html")
_HERE = Path(__file__).resolve().parent


def _root(name: str) -> Path:
    installed = _HERE / "bundled" / name
    return installed if installed.is_dir() else _HERE.parent / name


def plugins() -> Path:
    """The directory of our plugins (``*.koplugin``)."""
    return _root("plugin_lua")


def scenarios() -> Path:
    """The directory of the scenario library, with ``books`` in it."""
    return _root("scenarios")


def contracts() -> Path:
    """The directory of the plugin contracts that come with koharness."""
    return _HERE / "contracts"


def find_plugin(name: str, beside: Path | None = None) -> Path:
    """The directory of a plugin: a path, relative to ``beside`` too, or the name of a bundled one.

    FileNotFoundError names what would have been possible, or the file in it that may not be read.
    """
    folder = name if name.endswith(".koplugin") else f"{name}.koplugin"
    candidates = [Path(name), Path(folder)]
    if beside is not None:
        candidates += [beside / name, beside / folder]
    candidates.append(plugins() / folder)
    for candidate in candidates:
        main = candidate / "main.lua"
        if os.path.isfile(main):
            _readable(candidate)
            return candidate.resolve()
        if candidate.is_dir() and not os.access(candidate, os.R_OK | os.X_OK):
            _refuse(candidate)
    known = sorted(path.name.removesuffix(".koplugin") for path in plugins().glob("*.koplugin"))
    raise FileNotFoundError(
        f"no plugin '{name}': give a directory with a main.lua, or one of the bundled: {', '.join(known) or 'none'}"
    )


def _readable(directory: Path) -> None:
    for parent, folders, names in os.walk(directory):
        for name in (*folders, *names):
            file = Path(parent, name)
            if os.path.exists(file) and not os.access(file, os.R_OK):
                _refuse(file)


def _refuse(path: Path) -> NoReturn:
    raise FileNotFoundError(f"{path} may not be read; `chmod -R u+rX` on the plugin's directory mends it")


def book_places(beside: Path) -> list[Path]:
    """Where the books of a scenario in ``beside`` are looked for, nearest first."""
    places: list[Path] = []
    for directory in (beside, *beside.parents):
        places += [directory, directory / "books"]
        if directory == scenarios() or (directory / "pyproject.toml").exists() or (directory / ".git").exists():
            break
    places.append(scenarios() / "books")
    return [place for place in dict.fromkeys(places) if place.is_dir()]


def find_book(name: str, beside: Path) -> Path | None:
    """The file of a book by its name, or None."""
    given = Path(name)
    if given.is_absolute():
        return given if given.is_file() else None
    for place in book_places(beside):
        if (place / name).is_file():
            return place / name
    return None


def books(beside: Path) -> tuple[str, ...]:
    """The names of all books that a scenario in ``beside`` can use."""
    names = {
        file.name for place in book_places(beside) for file in place.iterdir() if file.suffix.lower() in BOOK_SUFFIXES
    }
    return tuple(sorted(names))
