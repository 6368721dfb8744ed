"""Finding busted: where it is looked for, and what is said when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import CannotRun
from harness.spec import installation
from harness.spec.installation import REQUIRED, find_busted, standard_places


@pytest.fixture(autouse=True)
def _bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No system-wide Lua, and a home of its own."""
    monkeypatch.setattr(installation, "_SHARES", (str(tmp_path / "usr"),))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def install(folder: Path, *, without: str = "") -> Path:
    for name in REQUIRED:
        if name != without:
            (folder / name).mkdir(parents=True)
            (folder / name / "init.lua").write_text("return {}")
    if without != "busted":
        for name in ("core", "runner"):
            (folder / "busted" / f"{name}.lua").write_text("return {}")
    return folder


def test_absence_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"busted is not installed; .*apt install lua-busted.*luarocks.*--busted DIR"):
        find_busted(None, here=tmp_path)


@pytest.mark.parametrize("place", ["usr/lua/5.1", "usr/luajit-2.1", "usr/lua/5.4", "home/.luarocks/share/lua/5.1"])
def test_it_is_found_in_standard_places(tmp_path: Path, place: str) -> None:
    home = install(tmp_path / place)
    found = find_busted(None, here=tmp_path)
    assert found.home == home
    assert {name for name, _ in found.modules} == set(REQUIRED)


def test_the_tree_of_the_project_comes_first(tmp_path: Path) -> None:
    install(tmp_path / "usr" / "lua" / "5.1")
    own = install(tmp_path / "project" / "lua_modules" / "share" / "lua" / "5.1")
    assert find_busted(None, here=tmp_path / "project" / "spec").home == own


@pytest.mark.parametrize("inside", ["", "share/lua/5.1"])
def test_a_chosen_folder_may_be_a_lua_folder_or_a_tree(tmp_path: Path, inside: str) -> None:
    home = install(tmp_path / "mine" / inside)
    assert find_busted(tmp_path / "mine", here=tmp_path).home == home


def test_a_chosen_folder_without_busted_is_refused(tmp_path: Path) -> None:
    install(tmp_path / "usr" / "lua" / "5.1")
    with pytest.raises(CannotRun, match=r"there is no busted in .*mine: neither busted/core.lua"):
        find_busted(tmp_path / "mine", here=tmp_path)


@pytest.mark.parametrize("missing", sorted(set(REQUIRED) - {"busted"}))
def test_a_missing_library_is_named(tmp_path: Path, missing: str) -> None:
    install(tmp_path / "usr" / "lua" / "5.1", without=missing)
    with pytest.raises(CannotRun, match=f"its library '{missing}' is missing"):
        find_busted(None, here=tmp_path)


def test_libraries_of_one_file_are_found(tmp_path: Path) -> None:
    folder = install(tmp_path / "usr" / "lua" / "5.1", without="mediator")
    (folder / "mediator.lua").write_text("return {}")
    assert ("mediator.lua", folder / "mediator.lua") in find_busted(None, here=tmp_path).modules


def test_libraries_of_the_system_complete_a_chosen_busted(tmp_path: Path) -> None:
    install(tmp_path / "mine", without="say")
    folder = install(tmp_path / "usr" / "lua" / "5.1")
    modules = dict(find_busted(tmp_path / "mine", here=tmp_path).modules)
    assert modules["say"] == folder / "say"
    assert modules["busted"] == tmp_path / "mine" / "busted"


def test_projects_come_before_the_user_and_the_user_before_the_system(tmp_path: Path) -> None:
    places = standard_places(tmp_path / "project")
    order = [tmp_path / "project" / "lua_modules", tmp_path / "home" / ".luarocks", tmp_path / "usr"]
    ranks = [next(i for i, place in enumerate(places) if place.is_relative_to(one)) for one in order]
    assert ranks == sorted(ranks)
