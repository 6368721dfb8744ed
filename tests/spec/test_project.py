"""Projects: their root, their plugins, and what of them lies on the device."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec_project import Write

from harness.spec.project import Project, find_root

SPEC = "describe('x', function() end)"


def test_the_nearest_busted_file_is_the_root(write: Write) -> None:
    root = write({".busted": "", "a.koplugin/main.lua": "", "a.koplugin/spec/a_spec.lua": SPEC})
    assert find_root(root / "a.koplugin" / "spec" / "a_spec.lua") == root


def test_a_busted_file_beyond_the_repository_does_not_count(write: Write) -> None:
    root = write({".busted": "", "repo/.git/HEAD": "", "repo/spec/a_spec.lua": SPEC})
    assert find_root(root / "repo" / "spec") == root / "repo"


@pytest.mark.parametrize(
    ("files", "spec", "root"),
    [
        (("r/.git/HEAD",), "r/spec/a_spec.lua", "r"),
        (("r/x.koplugin/main.lua",), "r/x.koplugin/spec/a_spec.lua", "r/x.koplugin"),
        (("r/x.koplugin/main.lua",), "r/spec/a_spec.lua", "r"),
        ((), "r/spec/unit/a_spec.lua", "r"),
        ((), "r/tests/a_spec.lua", "r"),
        ((), "r/loose/a_spec.lua", "r/loose"),
    ],
)
def test_root(write: Write, files: tuple[str, ...], spec: str, root: str) -> None:
    folder = write({**dict.fromkeys(files, ""), spec: SPEC})
    assert find_root(folder / spec) == folder / root


def test_plugins_are_those_of_the_root_and_of_its_plugins_folder(write: Write) -> None:
    names = ("b.koplugin/main.lua", "plugins/a.koplugin/main.lua", "other/c.koplugin/main.lua")
    root = write(dict.fromkeys(names, ""))
    assert sorted(path.name for path in Project(root).plugins) == ["a.koplugin", "b.koplugin"]


def test_a_plugin_is_its_own_project(write: Write) -> None:
    root = write({"a.koplugin/main.lua": ""}) / "a.koplugin"
    assert Project(root).plugins == (root,)


def mounts(root: Path, common: Path | None = None) -> dict[str, Path]:
    return dict(Project(root).mounts(common))


def test_the_tree_lies_over_the_installation(write: Write) -> None:
    root = write({"spec/a_spec.lua": SPEC, "lib/x.lua": "", "notes.txt": "", "a.koplugin/main.lua": ""})
    found = mounts(root)
    assert found["spec"] == root / "spec"
    assert found["lib"] == root / "lib"
    assert found["notes.txt"] == root / "notes.txt"
    assert found["plugins/a.koplugin"] == root / "a.koplugin"


def test_what_koreader_has_itself_is_not_replaced(write: Write) -> None:
    names = ("frontend/ui/uimanager.lua", "reader.lua", "setupkoenv.lua", ".git/HEAD", "node_modules/x/y.js", "base/z")
    assert mounts(write(dict.fromkeys(names, ""))) == {}


def test_koreaders_own_specs_are_found_where_they_expect_to_be(write: Write) -> None:
    root = write({"spec/unit/commonrequire.lua": "", "spec/unit/a_spec.lua": SPEC, "test/book.epub": ""})
    common = Project(root).common_require(root / "spec" / "unit" / "a_spec.lua")
    assert common == root / "spec" / "unit"
    found = mounts(root, common)
    assert found["spec/front/unit"] == root / "spec" / "unit"
    assert found["spec/front/unit/data"] == root / "test"


def test_a_plugins_specs_find_the_helper_of_the_tree_around_them(write: Write) -> None:
    root = write({"spec/unit/commonrequire.lua": "", "plugins/a.koplugin/spec/a_spec.lua": SPEC})
    spec = root / "plugins" / "a.koplugin" / "spec" / "a_spec.lua"
    assert Project(root).common_require(spec) == root / "spec" / "unit"


def test_no_helper_outside_of_the_project_is_taken(write: Write) -> None:
    root = write({"commonrequire.lua": "", "repo/spec/a_spec.lua": SPEC})
    assert Project(root / "repo").common_require(root / "repo" / "spec" / "a_spec.lua") is None


def test_files_outside_have_no_place_on_the_device(write: Write) -> None:
    root = write({"repo/spec/a_spec.lua": SPEC, "b_spec.lua": SPEC})
    project = Project(root / "repo")
    assert project.on_device(root / "repo" / "spec" / "a_spec.lua") == "spec/a_spec.lua"
    with pytest.raises(ValueError, match="not in the subpath"):
        project.on_device(root / "b_spec.lua")
