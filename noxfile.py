"""Every check that a change must pass: `nox` runs them all, `nox -s tests` only the tests."""

from __future__ import annotations

import os
import shutil

import nox

nox.options.sessions = ["lint", "tests"]
nox.options.reuse_existing_virtualenvs = True


@nox.session
def lint(session: nox.Session) -> None:
    """ruff, mypy, the floors' import contracts, luacheck."""
    session.install("-e", ".[test]")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("lint-imports")
    if shutil.which("luacheck") is None:
        # Debian's package lua-check; the CI script installs it, so there it is never skipped.
        if os.environ.get("CI"):
            session.error("luacheck is missing: install Debian's lua-check")
        session.warn("luacheck is not installed (Debian: apt install lua-check); the Lua files are not checked")
    else:
        session.run("luacheck", "-q", "plugin_lua", "fake_koreader/lua", "tests", external=True)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, on every core; the Lua specs of `tests/specs` with them where busted is installed."""
    session.install("-e", ".[test]")
    if shutil.which("busted") is None:
        # Debian's package lua-busted; the CI script installs it, so there nothing is skipped.
        if os.environ.get("CI"):
            session.error("busted is missing: install Debian's lua-busted")
        session.warn("busted is not installed (Debian: apt install lua-busted); `koharness spec` is not tested")
        session.run("pytest", "-n", "auto", *session.posargs)
        return
    session.run("pytest", "-n", "auto", "--koharness-specs", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """The wheel, installed in an empty folder, runs the bundled scenarios."""
    session.install("build")
    dist = session.create_tmp()
    session.run("python", "-m", "build", "--wheel", "--outdir", dist, ".")
    wheels = sorted(os.path.join(dist, name) for name in os.listdir(dist) if name.endswith(".whl"))
    session.install("--force-reinstall", wheels[-1])
    empty = os.path.join(dist, "empty")
    os.makedirs(empty, exist_ok=True)
    session.chdir(empty)
    session.run("koharness", "run")


@nox.session
def benchmarks(session: nox.Session) -> None:
    """The benchmarks, each beside its floor."""
    session.install("-e", ".[test]")
    session.run("pytest", "benchmarks", "-p", "no:xdist", "--benchmark-columns=min,median,rounds", *session.posargs)
