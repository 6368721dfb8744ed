"""``pytest --koharness-specs``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from spec_project import Write

from harness.spec import Busted

SPEC = """
describe("a", function()
    it("works #quick", function() end)
    it("fails", function()
        print("so far")
        assert.are.equal(1, 2)
    end)
    it("errs", function() require("broken")() end)
    pending("waits")
    it("twice", function() end)
    it("twice", function() end)
end)
"""


def collect(root: Path, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", *words]
    wide = {**os.environ, "COLUMNS": "200"}
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=wide)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(write: Write, busted: Busted) -> Path:
    """A plugin with specs and a test in Python."""
    return write(
        {
            "pytest.ini": "[pytest]\nkoharness_specs_ignore = foreign\n",
            "spec/a_spec.lua": SPEC,
            "broken.lua": "return function() local x; return x.y end",
            "foreign/b_spec.lua": "error('not ours')",
            "test_python.py": "def test_it():\n    assert True\n",
        }
    )


def test_lua_and_python_are_run_by_one_command(project: Path) -> None:
    code, output = collect(project, "--koharness-specs")
    assert code == 1
    assert "2 failed, 4 passed, 1 skipped" in output
    assert "FAILED spec/a_spec.lua::a fails - spec/a_spec.lua:6: Expected objects to be equal." in output
    assert "FAILED spec/a_spec.lua::a errs - broken.lua:1: attempt to index local 'x' (a nil value)" in output
    assert "PASSED spec/a_spec.lua::a twice (2)" in output
    assert "PASSED test_python.py::test_it" in output
    assert "so far" in output
    assert "not ours" not in output


def test_specs_are_left_alone_unless_asked_for(project: Path) -> None:
    code, output = collect(project)
    assert code == 0
    assert "1 passed" in output
    assert "a_spec.lua" not in output


def test_tags_and_names_choose(project: Path) -> None:
    assert "1 passed" in collect(project, "--koharness-specs", "--koharness-tags", "quick", "spec")[1]
    assert "1 passed, 5 deselected" in collect(project, "--koharness-specs", "-k", "works", "spec")[1]


def test_what_cannot_run_is_an_error_of_collection(project: Path) -> None:
    (project / "spec" / "b_spec.lua").write_text("describe('x',")
    code, output = collect(project, "--koharness-specs", "spec/b_spec.lua")
    assert code == 1
    assert "spec/b_spec.lua:1: unexpected symbol near '<eof>'" in output
    code, output = collect(project, "--koharness-specs", "--koharness-profile", "toaster", "spec/a_spec.lua")
    assert code == 2
    assert "koharness: no profile 'toaster'; there are kobo-clara" in output
