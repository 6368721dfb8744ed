"""Findings: each once, under the plugin's own line."""

from __future__ import annotations

import pytest

from harness.check.findings import Findings, Kind, first_line, is_not_emulated, refusal_of, short

DEVICE = "/mnt/onboard/.adds/koreader/plugins/x.koplugin/sync/queue.lua:12"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (DEVICE, "x.koplugin/sync/queue.lua:12"),
        ("plugins/x.koplugin/main.lua:3", "x.koplugin/main.lua:3"),
        ("@plugins/x.koplugin/main.lua:3: attempt", "x.koplugin/main.lua:3"),
        ("./frontend/ui/menusorter.lua:80", "frontend/ui/menusorter.lua:80"),
        ("", ""),
    ],
)
def test_a_place_is_told_from_the_plugins_folder_on(where: str, expected: str) -> None:
    assert short(where) == expected


def test_the_message_knows_the_place_best() -> None:
    found = Findings("x.koplugin")
    assert found.place_of("plugins/x.koplugin/main.lua:3: no", "plugins/x.koplugin/other.lua:9: in function") == (
        "x.koplugin/main.lua:3"
    )


def test_an_error_of_koreader_belongs_to_the_plugin_on_the_stack() -> None:
    trace = "frontend/util.lua:5: in function 'split'\n\tplugins/x.koplugin/main.lua:31: in function <…>"
    assert Findings("x.koplugin").place_of("frontend/util.lua:5: bad argument", trace) == "x.koplugin/main.lua:31"


def test_the_plugin_itself_comes_before_others() -> None:
    trace = "plugins/statistics.koplugin/main.lua:7: in function 'insert'\n\tplugins/x.koplugin/main.lua:31: in …"
    assert Findings("x.koplugin").place_of("no", trace) == "x.koplugin/main.lua:31"
    assert Findings("y.koplugin").place_of("no", trace) == "statistics.koplugin/main.lua:7"


def test_a_name_that_ends_the_same_is_another_plugin() -> None:
    trace = "plugins/my-x.koplugin/main.lua:7: in …\n\tplugins/x.koplugin/main.lua:31: in …"
    assert Findings("x.koplugin").place_of("no", trace) == "x.koplugin/main.lua:31"


def test_without_a_plugin_the_nearest_line_is_told() -> None:
    found = Findings("x.koplugin")
    assert found.place_of("frontend/ui/menusorter.lua:80: no") == "frontend/ui/menusorter.lua:80"
    assert found.place_of("no") == ""


def test_the_same_thing_is_counted() -> None:
    found = Findings("x.koplugin")
    for during in ("online: reading", "offline: reading"):
        found.add(Kind.FREEZE, "frozen", DEVICE, during)
    (one,) = found.all()
    assert (one.count, one.during, one.where) == (2, "online: reading", "x.koplugin/sync/queue.lua:12")


def test_what_is_known_is_not_counted_again_when_told_so() -> None:
    found = Findings("x.koplugin")
    for _ in range(3):
        found.add(Kind.NOT_EMULATED, "not emulated: a.b", DEVICE, "online", again=False)
    assert found.all()[0].count == 1


def test_a_finding_without_a_place_is_the_plugins() -> None:
    found = Findings("x.koplugin")
    found.add(Kind.LOAD_ERROR, "no", "", "online")
    assert found.all()[0].where == "x.koplugin/main.lua"


def test_errors_come_before_warnings() -> None:
    found = Findings("x.koplugin")
    found.add(Kind.LEAKED_GLOBAL, "a", DEVICE, "online")
    found.add(Kind.LUA_ERROR, "b", DEVICE, "online")
    assert [finding.kind for finding in found.all()] == [Kind.LUA_ERROR, Kind.LEAKED_GLOBAL]
    assert [len(found.errors()), len(found.warnings())] == [1, 1]


def test_what_is_an_error_and_what_a_warning() -> None:
    warnings = {kind.value for kind in Kind if not kind.is_error}
    assert warnings == {"swallowed-error", "task-after-close", "leaked-global"}
    assert len(Kind) == 10


def test_the_refusal_is_recognised_wherever_it_stands() -> None:
    message = "plugins/x.koplugin/main.lua:4: not emulated: ui/foo.bar, called from plugins/x.koplugin/main.lua:9"
    assert is_not_emulated(message)
    assert refusal_of(message) == ("ui/foo.bar", "x.koplugin/main.lua:9")
    assert not is_not_emulated("this is not emulated at all")
    with pytest.raises(ValueError, match="no refusal"):
        refusal_of("something else")


def test_a_message_loses_its_place_and_its_other_lines() -> None:
    message = "plugins/x.koplugin/main.lua:3: first\nsecond"
    assert first_line(message, "x.koplugin/main.lua:3") == "first"
    assert first_line("frontend/util.lua:5: first", "x.koplugin/main.lua:3") == "frontend/util.lua:5: first"
