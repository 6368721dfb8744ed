"""Which spec files are meant, and which of their tests: paths on the command line, `.busted`, tags, filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fake_koreader.machine import Machine
from fake_koreader.process import LuaFailure
from fake_koreader.profile import profile
from harness.errors import CannotRun
from harness.spec.project import Project, find_root


@dataclass(frozen=True, slots=True)
class Choice:
    """Which tests of a spec file run, in busted's terms; ``task`` is a table in `.busted` other than `default`."""

    tags: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    exclude_filters: tuple[str, ...] = ()
    task: str = ""

    def arguments(self) -> list[str]:
        """The choice as busted's command line has it."""
        given = [*(("tags", tag) for tag in self.tags), *(("exclude-tags", tag) for tag in self.exclude_tags)]
        given += [
            *(("filter", text) for text in self.filters),
            *(("filter-out", text) for text in self.exclude_filters),
        ]
        return [f"--{name}={value}" for name, value in given] + ([f"--run={self.task}"] if self.task else [])


@dataclass(frozen=True, slots=True)
class SpecPath:
    """One spec file: its project, and how reports name it (relative to where the command runs)."""

    path: Path
    project: Project
    shown: str


@dataclass(frozen=True, slots=True)
class _Settings:
    """What `.busted` says about finding files."""

    roots: list[str] = field(default_factory=lambda: ["spec"])
    patterns: list[str] = field(default_factory=lambda: ["_spec"])
    excludes: list[str] = field(default_factory=list)
    recursive: bool = True


def find_specs(named: tuple[str, ...], *, here: Path, root: Path | None = None, task: str = "") -> list[SpecPath]:
    """The spec files meant by ``named`` (files and folders; none: what `.busted` of ``here`` says, or `spec`).

    CannotRun when a path does not exist, or holds no spec, or a `.busted` is wrong.
    """
    paths = [here / name for name in named]
    if not paths:
        project = Project((root or find_root(here)).resolve())
        paths = [project.root / name for name in _Finder(project, task).settings.roots]
    finders: dict[Path, _Finder] = {}
    found: dict[Path, SpecPath] = {}
    for path in paths:
        if not path.exists():
            raise CannotRun(f"no spec file or folder '{_shown(path, here)}'")
        place = (root or find_root(path)).resolve()
        finder = finders.setdefault(place, _Finder(Project(place), task))
        files = [path] if path.is_file() else finder.below(path)
        if not files:
            raise CannotRun(f"'{_shown(path, here)}' holds no spec: no Lua file whose name matches {finder.wanted}")
        for file in files:
            if file.suffix != ".lua":
                raise CannotRun(f"'{_shown(file, here)}' is not a Lua file")
            # A folder may hold several projects, each with its own root.
            project = finder.project if root is not None else Project(find_root(file).resolve())
            found[file.resolve()] = _spec(file.resolve(), project, here)
    return list(found.values())


def _spec(file: Path, project: Project, here: Path) -> SpecPath:
    if not file.is_relative_to(project.root):
        raise CannotRun(f"'{_shown(file, here)}' is outside the project {project.root}; give --root a folder above it")
    if "," in project.on_device(file):
        raise CannotRun(f"'{_shown(file, here)}': busted cannot run a file with a comma in its path; rename it")
    return SpecPath(file, project, _shown(file, here))


def _shown(path: Path, here: Path) -> str:
    resolved, base = path.resolve(), here.resolve()
    return resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else resolved.as_posix()


class _Finder:
    """Looks for spec files as a project's `.busted` says; its patterns are Lua's, and so is what reads them."""

    def __init__(self, project: Project, task: str) -> None:
        self.project = project
        self._process = Machine(profile("generic"), name="busted").start()
        self._matches = self._process.floor("spec/patterns.lua")
        self.settings = self._read(task)

    @property
    def wanted(self) -> str:
        """The patterns, for people."""
        return " or ".join(f"'{pattern}'" for pattern in self.settings.patterns)

    def _read(self, task: str) -> _Settings:
        path = self.project.root / ".busted"
        if not path.is_file():
            if task:
                raise CannotRun(f"--run {task}: there is no .busted in {self.project.root} to name it")
            return _Settings()
        try:
            found = self._process.floor("spec/configuration.lua", path.read_bytes(), b".busted", task.encode())
        except LuaFailure as failure:
            raise CannotRun(f"{path}: {failure.message}") from None
        roots, patterns, excludes, recursive = found
        usual = _Settings()
        return _Settings(
            _texts(roots) or usual.roots, _texts(patterns) or usual.patterns, _texts(excludes), recursive is not False
        )

    def below(self, folder: Path) -> list[Path]:
        """The spec files in a folder, in the order of their paths; hidden ones are left out."""
        walk = folder.rglob("*.lua") if self.settings.recursive else folder.glob("*.lua")
        files = sorted(path for path in walk if path.is_file() and not _hidden(path.relative_to(folder)))
        return [path for path in files if self._is_spec(path.name)]

    def _is_spec(self, name: str) -> bool:
        def any_of(patterns: list[str]) -> bool:
            return any(self._process.enter(self._matches, name.encode(), pattern.encode()) for pattern in patterns)

        return any_of(self.settings.patterns) and not any_of(self.settings.excludes)


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") or part in ("lua_modules", "node_modules") for part in relative.parts)


def _texts(value: Any) -> list[str]:
    return [item.decode("utf-8", "surrogateescape") for item in value.split(b"\0")] if value else []
