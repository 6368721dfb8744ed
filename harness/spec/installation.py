"""Finds busted on this machine: it is Lua, so any installed copy can be read by the emulated device."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from harness.errors import CannotRun

# What busted itself asks for. Its three C helpers (lfs, system, term) are supplied by `lua/spec/helpers.lua`.
REQUIRED = ("busted", "luassert", "say", "pl", "cliargs", "mediator")
OPTIONAL = ("term",)

_VERSIONS = ("5.1", "luajit-2.1", "5.4", "5.3", "5.2")
_SHARES = ("/usr/share", "/usr/local/share", "/opt/homebrew/share", "/home/linuxbrew/.linuxbrew/share")
HOW = "install it (Debian, Ubuntu: apt install lua-busted; LuaRocks: luarocks --local install busted), or --busted DIR"


@dataclass(frozen=True, slots=True)
class Busted:
    """An installation: where busted's folder is, and the host path of every module's file or folder by its name."""

    home: Path
    modules: tuple[tuple[str, Path], ...]


def standard_places(here: Path) -> list[Path]:
    """Where Lua modules are installed: a LuaRocks tree of the project or of the user, then the system's."""
    trees = [folder / "lua_modules" / "share" for folder in (here, *here.parents)]
    trees.append(Path.home() / ".luarocks" / "share")
    shares = [*trees, *(Path(share) for share in _SHARES)]
    return [folder for version in _VERSIONS for share in shares for folder in _versioned(share, version)]


def _versioned(share: Path, version: str) -> Iterable[Path]:
    return (share / version,) if version.startswith("luajit") else (share / "lua" / version,)


def find_busted(chosen: Path | None, *, here: Path) -> Busted:
    """busted in ``chosen`` (a Lua folder or a LuaRocks tree) or in a standard place. CannotRun says how to install it.

    What a chosen folder lacks beside busted itself is looked for in the standard places.
    """
    places = standard_places(here)
    if chosen is not None:
        own = [chosen, *(chosen / "share" / "lua" / version for version in _VERSIONS if version[0] == "5")]
        if not any(_is_busted(place) for place in own):
            raise CannotRun(
                f"there is no busted in {chosen}: neither busted/core.lua nor share/lua/5.1/busted/core.lua"
            )
        places = own + places
    home = next((place for place in places if _is_busted(place)), None)
    if home is None:
        raise CannotRun(f"busted is not installed; {HOW}")
    modules = []
    # A library beside busted fits it; another version of Lua's tree is only the last resort.
    for name in (*REQUIRED, *OPTIONAL):
        found = _module(name, [home, *places])
        if not found and name in REQUIRED:
            raise CannotRun(f"busted in {home} is not whole: its library '{name}' is missing; {HOW}")
        modules += found
    return Busted(home, tuple(modules))


def _is_busted(place: Path) -> bool:
    return (place / "busted" / "core.lua").is_file() and (place / "busted" / "runner.lua").is_file()


def _module(name: str, places: list[Path]) -> list[tuple[str, Path]]:
    for place in places:
        file, folder = place / f"{name}.lua", place / name
        if file.is_file() or folder.is_dir():
            return [(path.name, path) for path in (file, folder) if path.exists()]
    return []
