"""``koharness doctor``."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable
from pathlib import Path

import click

from harness import bundled

_PACKAGES = ("lupa", "apsw", "flask", "pydantic", "ruamel.yaml", "lxml", "pypdf", "rarfile", "rich", "click", "tzdata")


@click.command()
def doctor() -> None:
    """Look whether everything that koharness needs is here and works."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("Python", _python),
        *((name, _version_of(name)) for name in _PACKAGES),
        ("LuaJIT", _luajit),
        ("SQLite", _sqlite),
        ("plugins", _plugins),
        ("scenarios", _scenarios),
        ("books", _books),
        ("a device", _device),
        ("busted", _busted),
    ]
    healthy = True
    for name, check in checks:
        try:
            click.echo(f"{click.style('ok ', fg='green')} {name:<12} {check()}")
        except Exception as error:
            healthy = False
            click.echo(f"{click.style('bad', fg='red')} {name:<12} {type(error).__name__}: {error}")
    click.echo("Everything is here." if healthy else "Something is missing; the lines marked 'bad' say what.")
    sys.exit(0 if healthy else 2)


def _python() -> str:
    return sys.version.split()[0]


def _version_of(package: str) -> Callable[[], str]:
    return lambda: importlib.metadata.version(package)


def _luajit() -> str:
    from lupa import luajit21

    version = luajit21.LuaRuntime().eval("jit.version")
    return str(version)


def _sqlite() -> str:
    import apsw

    return str(apsw.sqlite_lib_version())


def _plugins() -> str:
    names = sorted(path.name for path in bundled.plugins().glob("*.koplugin"))
    if not names:
        raise FileNotFoundError(f"no plugin in {bundled.plugins()}")
    return ", ".join(names)


def _scenarios() -> str:
    count = sum(1 for _ in bundled.scenarios().rglob("*.yaml"))
    if not count:
        raise FileNotFoundError(f"no scenario in {bundled.scenarios()}")
    return f"{count} files in {bundled.scenarios()}"


def _books() -> str:
    names = bundled.books(bundled.scenarios())
    if not names:
        raise FileNotFoundError(f"no book in {bundled.scenarios() / 'books'}")
    return f"{len(names)}: {', '.join(names)}"


def _busted() -> str:
    from harness.errors import CannotRun
    from harness.spec import find_busted

    try:
        return str(find_busted(None, here=Path.cwd()).home)
    except CannotRun as error:
        return f"only `koharness spec` needs it: {error}"


def _device() -> str:
    from fake_koreader.device import Device
    from fake_koreader.profile import PROFILES

    device = Device(PROFILES["kobo-clara"], name="doctor")
    device.boot()
    if not device.alive:
        raise RuntimeError(f"it did not start: {device.crash}")
    windows = device.screen()
    return f"kobo-clara starts, {len(device.trace.events)} events, shows {windows[-1].kind if windows else 'nothing'}"
