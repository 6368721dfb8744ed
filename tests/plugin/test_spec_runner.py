"""The spec runner: what passes, what fails, and that a failure names its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from plugin_world import PluginWorld

from fake_koreader.process import LuaFailure
from fake_koreader.speccing import SpecFile, SpecResult

NAME = "some_spec.lua"


def opened(tmp_path: Path, source: str) -> SpecFile:
    """A spec with that text, in a fresh world."""
    path = tmp_path / NAME
    path.write_text(source)
    return SpecFile(PluginWorld().process, path, NAME)


def result_of(tmp_path: Path, body: str) -> SpecResult:
    """What becomes of a case with that body; its first line is line 2."""
    spec = opened(tmp_path, f'it("does", function()\n{body}\nend)')
    return spec.run(spec.cases()[0])


def test_cases_have_the_names_of_those_around_them_and_their_lines(tmp_path: Path) -> None:
    spec = opened(tmp_path, 'describe("a", function()\n  context("b", function()\n    it("c", function() end)\n  end)\n'
                            '  it("d")\nend)')
    assert [(case.name, case.line) for case in spec.cases()] == [("a b c", 3), ("a d", 5)]
    assert [spec.run(case).outcome for case in spec.cases()] == ["passed", "pending"]


def test_hooks_run_from_the_outside_in_and_back(tmp_path: Path) -> None:
    spec = opened(tmp_path, """
        order = {}
        local function note(word) return function() table.insert(order, word) end end
        describe("outer", function()
            before_each(note("outer before"))
            after_each(note("outer after"))
            describe("inner", function()
                before_each(note("inner before"))
                after_each(note("inner after"))
                it("runs", function() finally(note("finally")) note("body")() end)
            end)
            after_each(function() print(table.concat(order, ", ")) end)
        end)
        it("is not touched by them", function() assert.same({}, order) end)
    """)
    world = PluginWorld()
    spec = SpecFile(world.process, tmp_path / NAME)
    assert spec.run(spec.cases()[1]).outcome == "passed"
    assert spec.run(spec.cases()[0]).outcome == "passed"
    assert world.printed == [b"outer before, inner before, body, finally, inner after, outer after\n"]


def test_what_comes_after_runs_when_the_case_fails(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text('after_each(function() print("cleaned") end)\nit("fails", function() error("no") end)')
    world = PluginWorld()
    spec = SpecFile(world.process, path, NAME)
    assert spec.run(spec.cases()[0]).outcome == "failed"
    assert world.printed == [b"cleaned\n"]


def test_a_failing_hook_fails_the_case(tmp_path: Path) -> None:
    spec = opened(tmp_path, 'after_each(function() error("left something behind") end)\nit("a", function() end)')
    result = spec.run(spec.cases()[0])
    assert result.outcome == "failed"
    assert "left something behind" in result.message


@pytest.mark.parametrize("body", [
    "assert.equal(1, 1)", "assert.are.equals('a', 'a')", "assert.is_not.equal(1, 2)", "assert.not_equal(1, '1')",
    "assert.same({ a = { 1, 2 } }, { a = { 1, 2 } })", "assert.are_not.same({ 1 }, { 1, 2 })",
    "assert.truthy(0)", "assert.falsy(nil)", "assert.is_true(true)", "assert.is_false(false)", "assert.is_nil(nil)",
    "assert.is_not_nil(false)", "assert.near(1, 1.05, 0.1)", "assert.matches('^b.t$', 'bat')",
    "assert.has_error(function() error('boom') end)", "assert.has_error(function() error('boom') end, 'boom')",
    "assert.has_no.errors(function() end)", "assert.error_matches(function() error('boom 7') end, '%d')",
    "assert(true)", "assert.equal(7, assert(7))",
])
def test_an_assertion_that_holds(tmp_path: Path, body: str) -> None:
    assert result_of(tmp_path, body) == SpecResult("passed")


@pytest.mark.parametrize(("body", "message"), [
    ("assert.equal(1, 2)", "expected to be 1\n     got 2"),
    ("assert.equal('1', 1)", 'expected to be "1"\n     got 1'),
    ("assert.is_not.equal(1, 1)", "not expected to be 1\n     got 1"),
    ("assert.same({ a = 1 }, { a = 1, b = { 2 } })", "expected the like of { a = 1 }\n     got { a = 1, b = { 2 } }"),
    ("assert.is_true(1)", "expected true\n     got 1"),
    ("assert.is_nil(false)", "expected nil\n     got false"),
    ("assert.truthy(nil, 'the queue')", "expected something true\n     got nil\nthe queue"),
    ("assert.near(1, 2, 0.5)", "expected about 1\n     got 2"),
    ("assert.matches('x', 'abc')", 'expected a match of "x"\n     got "abc"'),
    ("assert.has_error(function() end)", "expected an error\n     got none"),
    ("assert.has_error(function() error('a') end, 'b')", 'expected an error "b"'),
    ("assert.has_no_error(function() error('a') end)", "not expected an error"),
])
def test_an_assertion_that_does_not_hold_says_so_and_where(tmp_path: Path, body: str, message: str) -> None:
    result = result_of(tmp_path, f"local nothing = 1\n{body}")
    assert result.outcome == "failed"
    assert result.where == f"{NAME}:3"
    assert message in result.message
    assert result.traceback == ""


def test_a_failure_in_a_helper_names_the_helpers_line(tmp_path: Path) -> None:
    spec = opened(tmp_path, 'local function check(x)\n  assert.equal(1, x)\nend\nit("a", function()\n  check(2)\nend)')
    assert spec.run(spec.cases()[0]).where == f"{NAME}:2"


def test_a_lua_error_elsewhere_names_the_specs_line_and_keeps_the_traceback(tmp_path: Path) -> None:
    result = result_of(tmp_path, 'require("util").trim({})')
    assert result.outcome == "failed"
    assert result.where == f"{NAME}:2"
    assert "util" in result.message
    assert "stack traceback" in result.traceback


def test_an_assertion_that_there_is_not_is_named(tmp_path: Path) -> None:
    result = result_of(tmp_path, "assert.is_lovely(1)")
    assert result.outcome == "failed"
    assert "no assertion 'lovely'" in result.message


def test_a_spec_that_does_not_compile_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(LuaFailure, match=rf"{NAME}:2"):
        opened(tmp_path, 'it("a", function()\n  local = 1\nend)')
