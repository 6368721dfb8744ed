"""Running a spec file: what busted's words do, what is told about each test, and that nothing leaks."""

from __future__ import annotations

import pytest
from spec_project import Run, Write, all_passed, only, outcomes

from harness.spec import Busted, Choice, find_specs, run_spec


def it(body: str, name: str = "works") -> str:
    return f"describe('thing', function()\n  it('{name}', function()\n{body}\n  end)\nend)"


def test_a_test_that_passes(run: Run) -> None:
    result = only(run(it("assert.are.equal(1, 1)")))
    assert (result.name, result.outcome, result.where) == ("thing works", "passed", "spec/a_spec.lua:2")
    assert result.suite == "spec/a_spec.lua"
    assert result.profile == "kobo-clara"


def test_a_failed_assertion_names_its_line(run: Run) -> None:
    result = only(run(it("\n assert.are.same({ 1 }, { 2 })")))
    assert result.outcome == "failed"
    failure = result.failures[0]
    assert (failure.kind, failure.where) == ("assertion", "spec/a_spec.lua:4")
    assert failure.message.startswith("Expected objects to be the same.\nPassed in:")


def test_an_error_names_the_line_of_the_plugin(run: Run) -> None:
    plugin = {"a.koplugin/broken.lua": "return function()\n  local nothing\n  return nothing.field\nend"}
    failure = only(run(it("require('broken')()"), plugin)).failures[0]
    assert (failure.kind, failure.where) == ("lua-error", "a.koplugin/broken.lua:3")
    assert failure.message == "attempt to index local 'nothing' (a nil value)"
    assert any("spec/a_spec.lua:3" in line for line in failure.events)


def test_an_error_inside_koreader_names_the_line_that_led_there(run: Run) -> None:
    failure = only(run(it("require('ui/uimanager'):scheduleIn('soon')"))).failures[0]
    assert failure.where == "spec/a_spec.lua:3"


def test_a_table_as_error(run: Run) -> None:
    assert "code = 7" in only(run(it("error({ code = 7 })"))).failures[0].message


def test_what_is_not_emulated_is_a_kind_of_its_own(run: Run) -> None:
    failure = only(run(it("require('ffi').C.fork()"))).failures[0]
    assert failure.kind == "not-emulated"
    assert failure.message.startswith("not emulated: ffi.C.fork")
    assert failure.where == "spec/a_spec.lua:3"


def test_pending_tests_are_skipped_with_their_reason(run: Run) -> None:
    found = run("pending('later')\nit('waits', function() pending('for rain') end)")
    assert [(result.name, result.outcome, result.notes) for result in found.results] == [
        ("later", "skipped", ()),
        ("waits", "skipped", ("for rain",)),
    ]


ORDER = """
local order = {}
describe("outer", function()
    setup(function() table.insert(order, "setup") end)
    teardown(function() print(table.concat(order, " ")) end)
    before_each(function() table.insert(order, "before") end)
    after_each(function() table.insert(order, "after") end)
    it("one", function()
        finally(function() table.insert(order, "finally") end)
        table.insert(order, "one")
    end)
    describe("inner", function()
        lazy_setup(function() table.insert(order, "lazy") end)
        before_each(function() table.insert(order, "within") end)
        it("two", function() table.insert(order, "two") end)
    end)
end)
"""


def test_everything_around_tests_happens_in_its_order(run: Run) -> None:
    found = run(ORDER)
    assert all_passed(found) == 2
    assert found.printed.strip() == "setup before one finally after lazy before within two after"


ASSERTIONS = """
describe("luassert", function()
    it("compares", function()
        assert.are.same({ a = { 1, 2 } }, { a = { 1, 2 } })
        assert.is_not.equal({}, {})
        assert.is_true(true) assert.is_nil(nil) assert.truthy(1) assert.is_falsy(false)
        assert.is.near(1, 1.001, 0.01)
        assert.has_error(function() error("no", 0) end, "no")
        assert.has_no.errors(function() end)
        assert.matches("b+", "abbbc")
        assert.is_function(print) assert.is_string("x") assert.is_table({})
        assert.unique({ 1, 2, 3 })
    end)
    it("spies", function()
        local list = { add = function(_, n) return n + 1 end }
        local s = spy.on(list, "add")
        list:add(1)
        assert.spy(s).was_called(1)
        assert.spy(s).was_called_with(match.is_table(), 1)
        assert.spy(s).returned_with(2)
        s:revert()
        local t = stub(list, "add")
        t.returns(9)
        assert.are.equal(9, list:add(1))
        t:revert()
        assert.are.equal(2, list:add(1))
        local m = mock({ go = function() return 1 end }, true)
        assert.is_nil(m.go())
        assert.stub(m.go).was.called()
    end)
    it("takes assertions of one's own", function()
        require("say"):set("assertion.even.positive", "Expected %s to be even")
        assert:register("assertion", "even", function(_, arguments) return arguments[1] % 2 == 0 end,
            "assertion.even.positive", "assertion.even.positive")
        assert.is_even(4)
        assert.has_error(function() assert.is_even(3) end)
    end)
end)
"""


def test_luassert_is_all_there(run: Run) -> None:
    assert all_passed(run(ASSERTIONS)) == 3


INSULATED = """
insulate("first", function()
    package.loaded["some/module"] = { mocked = true }
    _G.leaked = 1
    it("sees its own", function() assert.is_true(require("some/module").mocked and leaked == 1) end)
end)
describe("second", function()
    it("sees none of it", function()
        assert.is_nil(rawget(_G, "leaked"))
        assert.has_error(function() require("some/module") end)
    end)
end)
expose("third", function() package.loaded["other/module"] = 7 end)
describe("fourth", function()
    it("sees what was exposed", function() assert.are.equal(7, require("other/module")) end)
end)
"""


def test_insulate_and_expose(run: Run) -> None:
    assert all_passed(run(INSULATED)) == 3


def test_insulated_blocks_may_load_koreader_again(run: Run) -> None:
    block = "insulate('b', function() it('loads', function() require('ui/uimanager'); require('ffi/util') end) end)\n"
    assert all_passed(run(block * 3)) == 3


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(tags=("quick",)), ["a #quick"]),
        (Choice(exclude_tags=("quick",)), ["b #slow", "c"]),
        (Choice(tags=("quick", "slow")), ["a #quick", "b #slow"]),
        (Choice(filters=("^c$",)), ["c"]),
        (Choice(filters=("[ab]",), exclude_filters=("slow",)), ["a #quick"]),
    ],
)
def test_only_what_was_chosen_runs(run: Run, choice: Choice, expected: list[str]) -> None:
    text = "\n".join(f"it('{name}', function() end)" for name in ("a #quick", "b #slow", "c"))
    assert list(outcomes(run(text, choice=choice))) == expected


def test_contradicting_tags_are_refused_by_busted(run: Run) -> None:
    result = only(run(it(""), choice=Choice(tags=("a",), exclude_tags=("a",))))
    assert result.outcome == "error"
    assert "Cannot use --tags and --exclude-tags for the same tags" in result.failures[0].message


def test_a_file_that_does_not_compile(run: Run) -> None:
    result = only(run("describe('x', function("))
    assert (result.outcome, result.failures[0].where) == ("error", "spec/a_spec.lua:1")
    assert "expected near '<eof>'" in result.failures[0].message


@pytest.mark.parametrize("word", ["setup", "before_each", "teardown", "after_each"])
def test_trouble_around_tests_is_an_error_of_its_own(run: Run, word: str) -> None:
    found = run(f"describe('x', function()\n{word}(function() error('broken') end)\nit('t', function() end)\nend)")
    errors = [result for result in found.results if result.outcome == "error"]
    assert [result.failures[0].where for result in errors] == ["spec/a_spec.lua:2"]
    assert errors[0].failures[0].message == "broken"


def test_an_error_in_a_describe(run: Run) -> None:
    result = only(run("describe('x', function()\nerror('while looking')\nend)"))
    assert (result.outcome, result.name) == ("error", "x")


def test_leaving_koreader_ends_the_file(run: Run) -> None:
    found = run("it('a', function() end)\nit('b', function() os.exit(3) end)\nit('c', function() end)")
    assert [(result.name, result.outcome) for result in found.results] == [
        ("a", "passed"),
        ("b", "failed"),
        ("(the rest of the file)", "error"),
    ]
    assert found.results[1].failures[0].message == "os.exit(3) ended the emulated KOReader"


def test_a_main_loop_without_an_end_is_a_failure_and_no_hang(run: Run) -> None:
    body = "local U = require('ui/uimanager')\nU:show(require('ui/widget/infomessage'):new{ text = 'x' })\nU:run()"
    result = only(run(it(body)))
    assert result.outcome == "failed"
    assert result.failures[0].message.startswith("the main loop waits for input that never comes")
    assert result.failures[0].where == "spec/a_spec.lua:5"


def test_the_main_loop_passes_virtual_time(run: Run) -> None:
    body = (
        "local U = require('ui/uimanager')\nU:scheduleIn(3600, function() U:quit() end)\nU._run_forever = true\nU:run()"
    )
    result = only(run(it(body)))
    assert result.outcome == "passed"
    assert 3600 <= result.virtual_seconds < 3601


MOCKS = """
package.preload["logger"] = function() return { mocked = true } end
package.loaded["ui/uimanager"] = { shown = {} }
package.preload["libs/libkoreader-lfs"] = function() return { mocked = true } end
_G.G_reader_settings = { readSetting = function() return "mocked" end }
describe("mocks", function()
    it("win over KOReader", function()
        assert.is_true(require("logger").mocked)
        assert.is_table(require("ui/uimanager").shown)
        assert.is_true(require("libs/libkoreader-lfs").mocked)
        assert.are.equal("mocked", G_reader_settings:readSetting("x"))
    end)
end)
"""


def test_a_specs_own_mocks_win(run: Run) -> None:
    assert all_passed(run(MOCKS)) == 1


REAL = """
describe("KOReader", function()
    it("is real", function()
        local settings = require("luasettings"):open(require("datastorage"):getSettingsDir() .. "/x.lua")
        settings:saveSetting("a", { 1 }):flush()
        assert.are.same({ 1 }, require("luasettings"):open(settings.file):readSetting("a"))
        assert.are.equal("table", type(G_reader_settings.data))
        assert.is_function(require("util").splitFilePathName)
    end)
    it("reads the project's files by relative paths", function()
        assert.are.equal("fixture", io.open("spec/fixtures/a.txt"):read("*a"))
        assert.are.equal("fixture", require("busted.fixtures").read("fixtures/a.txt"))
        assert.are.equal("here", require("spec.help"))
    end)
end)
"""


def test_koreader_and_the_project_are_both_there(run: Run) -> None:
    assert all_passed(run(REAL, {"spec/fixtures/a.txt": "fixture", "spec/help.lua": "return 'here'"})) == 2


def test_plugins_are_on_the_path(run: Run) -> None:
    files = {"a.koplugin/one.lua": "return 1", "plugins/b.koplugin/two.lua": "return 2"}
    body = "assert.are.equal(3, require('one') + require('two'))\n"
    body += "assert.are.equal(1, dofile('plugins/a.koplugin/one.lua'))"
    assert only(run(it(body), files)).outcome == "passed"


def test_the_plugin_of_the_spec_comes_first(run: Run) -> None:
    files = {"a.koplugin/main.lua": "return 'a'", "b.koplugin/main.lua": "return 'b'", ".busted": "return {}"}
    found = run(it("assert.are.equal('b', require('main'))"), files, name="b.koplugin/spec/x_spec.lua")
    assert only(found).outcome == "passed"


def test_busted_file_gives_path_and_helper(run: Run) -> None:
    busted = "return { _all = { lpath = './lib/?.lua', helper = 'spec/helper.lua', coverage = true } }"
    files = {".busted": busted, "lib/deep.lua": "return 5", "spec/helper.lua": "_G.helped = true"}
    assert only(run(it("assert.is_true(helped and require('deep') == 5)"), files)).outcome == "passed"


def test_a_helper_that_fails_is_told(run: Run) -> None:
    files = {".busted": "return { default = { helper = 'spec/helper.lua' } }", "spec/helper.lua": "error('unwell')"}
    result = only(run(it(""), files))
    assert result.outcome == "error"
    assert "unwell" in result.failures[0].message


def test_every_file_has_a_device_of_its_own(write: Write, busted: Busted) -> None:
    text = it("assert.is_nil(io.open('left.txt'))\nio.open('left.txt', 'w'):close()\n_G.left = 1")
    root = write({"spec/a_spec.lua": text, "spec/b_spec.lua": text})
    for spec in find_specs((), here=root):
        assert only(run_spec(spec, busted, Choice())).outcome == "passed"
    assert not (root / "left.txt").exists()


def test_two_runs_are_the_same(run: Run) -> None:
    body = "local t = {}\nfor k in pairs({ a = 1, b = 2, [print] = 3 }) do t[#t + 1] = tostring(k) end\n"
    text = it(body + "print(table.concat(t), math.random(), os.time(), tostring({}))\nerror(tostring({}))")
    first, second = run(text), run(text)
    assert first.printed == second.printed != ""
    assert first.results[0].failures == second.results[0].failures


def test_what_is_printed_is_told_apart_from_the_log(run: Run) -> None:
    found = run(it("print('hello')\nrequire('logger').warn('careful')"))
    assert found.printed.strip() == "hello"
    assert "careful" in found.log


def test_the_device_can_be_chosen(run: Run) -> None:
    result = only(run(it("assert.is_true(require('device'):isKindle())"), profile="kindle-pw5"))
    assert (result.outcome, result.profile) == ("passed", "kindle-pw5")


def test_c_helpers_are_the_devices(run: Run) -> None:
    body = """
    local lfs, system, term = require("lfs"), require("system"), require("term")
    assert.are.equal("directory", lfs.attributes("frontend", "mode"))
    local before = system.monotime()
    system.sleep(2)
    assert.is.near(2, system.monotime() - before, 0.001)
    assert.are.equal(os.time(), math.floor(system.gettime()))
    assert.is_false(term.isatty(io.stdout))
    """
    assert only(run(it(body))).outcome == "passed"
