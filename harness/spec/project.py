"""The project a spec belongs to: its root, its plugins, and how its tree lies on the emulated device.

The root's files are laid over KOReader's installation directory, which is where specs run. So paths relative to the
project (`spec/fixtures/…`, `.busted`, `lpath`) and KOReader's own (`frontend/?.lua`, `plugins/…`) both lead somewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_SPEC_FOLDERS = ("spec", "specs", "test", "tests")
_NOT_ON_DEVICES = {".git", ".hg", ".svn", ".venv", "__pycache__", "node_modules", "lua_modules", ".luarocks"}
# What a checkout of KOReader holds that this runtime has its own of.
_OURS = {"frontend", "common", "base", "ffi", "datastorage.lua", "defaults.lua", "reader.lua", "setupkoenv.lua"}
KOREADER_SPECS = "spec/front/unit"


def find_root(spec: Path) -> Path:
    """The project of a spec file or folder: the nearest ancestor with `.busted`; else the nearest with `.git` or a
    plugin, or that is a plugin; else the folder that holds its `spec` folder; else its own folder.
    """
    start = spec.resolve()
    above = [folder for folder in (start, *start.parents) if folder.is_dir()]
    for folder in above:
        if (folder / ".busted").is_file():
            return folder
        if (folder / ".git").exists():
            break
    for folder in above:
        if folder.name.endswith(".koplugin") or (folder / ".git").exists() or any(folder.glob("*.koplugin")):
            return folder
    for folder in above:
        if folder.name in _SPEC_FOLDERS and folder.parent != folder:
            return folder.parent
    return above[0]


@dataclass(frozen=True)
class Project:
    """A tree of files with specs in it. Paths are the host's."""

    root: Path

    @cached_property
    def plugins(self) -> tuple[Path, ...]:
        """Its plugins: the root itself, those in it, those in its `plugins` folder."""
        own = [self.root] if self.root.name.endswith(".koplugin") else []
        found = [*own, *sorted(self.root.glob("*.koplugin")), *sorted((self.root / "plugins").glob("*.koplugin"))]
        return tuple({path.name: path for path in reversed(found) if path.is_dir()}.values())[::-1]

    def common_require(self, spec: Path) -> Path | None:
        """The folder of KOReader's helper for specs, `commonrequire.lua`: the spec's own or one further up."""
        for folder in [*spec.resolve().parents]:
            for place in (folder, folder / "spec" / "unit", folder / "spec"):
                if (place / "commonrequire.lua").is_file():
                    return place
            if folder == self.root:
                break
        return None

    def mounts(self, common: Path | None) -> Iterator[tuple[str, Path]]:
        """(path below the installation directory, host path) of everything the specs may read, outer before inner.

        ``common`` is what `common_require` gave.
        """
        for plugin in self.plugins:
            yield f"plugins/{plugin.name}", plugin
        for name in sorted(os.listdir(self.root)):
            path = self.root / name
            if name in _NOT_ON_DEVICES or name in _OURS or name == "plugins":
                continue
            if path.is_dir() or path.is_file():
                yield name, path
        if common is not None:
            yield KOREADER_SPECS, common
            if not (common / "data").is_dir() and (self.root / "test").is_dir():
                yield f"{KOREADER_SPECS}/data", self.root / "test"

    def on_device(self, path: Path) -> str:
        """Where a file of the project is, relative to the installation directory. ValueError when it is outside."""
        return path.resolve().relative_to(self.root).as_posix()
