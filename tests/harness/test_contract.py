"""What the harness knows of a plugin: its contract, and settings in a reader's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import bundled
from harness.contract import PluginContract, load_contract
from harness.scenario import ScenarioMistakes
from harness.settings_file import dump_settings, read_settings


@pytest.fixture
def shelfsync() -> PluginContract:
    return load_contract(bundled.find_plugin("shelfsync"))


def test_words_become_the_plugins_own_keys(shelfsync: PluginContract) -> None:
    raw = shelfsync.raw_settings({"silent": "on", "minimum duration": "2 min", "server": "http://x", "own_key": 7})
    assert raw == {"silent": True, "min_duration": 120, "server_url": "http://x", "own_key": 7}


@pytest.mark.parametrize(
    ("words", "says"),
    [({"silent": "maybe"}, "'silent' is either on or off"), ({"minimum duration": 5}, "needs a unit")],
)
def test_values_of_the_wrong_kind(shelfsync: PluginContract, words: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        shelfsync.raw_settings(words)


def test_values_and_defaults(shelfsync: PluginContract) -> None:
    assert shelfsync.value_of("minimum duration", {}) == 30
    assert shelfsync.value_of("minimum duration", {"min_duration": 5}) == 5
    assert shelfsync.value_of("own_key", {"own_key": 7}) == 7


def test_the_contract_names_tables_that_the_plugin_makes(shelfsync: PluginContract) -> None:
    directory = bundled.find_plugin("shelfsync")
    source = "\n".join(path.read_text("utf-8") for path in sorted(directory.rglob("*.lua")))
    for queue in shelfsync.queues.values():
        assert f"CREATE TABLE {queue.table} (" in source
        assert Path(queue.database).name in source
    for setting in shelfsync.words.values():
        assert f"{setting.key} =" in source or f'"{setting.key}"' in source


def test_a_list_of_tables(shelfsync: PluginContract) -> None:
    words = shelfsync.with_defaults({"more servers": [{"server kind": "kosync"}, {"server": "http://x"}]})
    raw = shelfsync.raw_settings(words)["more_servers"]
    assert [table["id"] for table in raw] == ["2", "3"]
    assert raw[0]["server_kind"] == "kosync"
    assert raw[0]["server_url"] == "<server>"
    assert raw[1]["server_url"] == "http://x"


@pytest.mark.parametrize("value", ["http://x", [1], {"server": "x"}])
def test_what_is_no_list_of_tables(shelfsync: PluginContract, value: object) -> None:
    with pytest.raises(ValueError, match="'more servers' is a list of settings in braces"):
        shelfsync.raw_settings({"more servers": value})


def test_a_plugin_without_a_contract(tmp_path: Path) -> None:
    assert load_contract(tmp_path / "other.koplugin") == PluginContract(plugin="other")


def test_a_plugin_brings_its_own(tmp_path: Path) -> None:
    (tmp_path / "koharness.yaml").write_text("plugin: mine\nqueues: {notes: {database: a.sqlite, table: n}}\n")
    assert load_contract(tmp_path).queues["notes"].table == "n"
    (tmp_path / "koharness.yaml").write_text("plugin: mine\nqueues: {notes: {database: a.sqlite}}\n")
    with pytest.raises(ScenarioMistakes, match=r"koharness.yaml:2:17"):
        load_contract(tmp_path)


def test_settings_files_read_back() -> None:
    values = {"a": 'x"\n\\', "b": True, "c": 3, "d": {"e": [1, 2, "z"]}, "f": 1.5}
    assert read_settings(dump_settings(values)) == values


def test_finding_plugins(tmp_path: Path) -> None:
    assert bundled.find_plugin("shelfsync").name == "shelfsync.koplugin"
    (tmp_path / "mine.koplugin").mkdir()
    (tmp_path / "mine.koplugin" / "main.lua").write_text("return {}")
    assert bundled.find_plugin("mine", tmp_path).name == "mine.koplugin"
    with pytest.raises(FileNotFoundError, match="one of the bundled: shelfsync"):
        bundled.find_plugin("tides")


def test_books_are_found_beside_above_and_in_the_library(tmp_path: Path) -> None:
    deep = tmp_path / "stories" / "evening"
    (tmp_path / "books").mkdir()
    deep.mkdir(parents=True)
    (tmp_path / "books" / "own.epub").write_bytes(b"x")
    (tmp_path / "pyproject.toml").write_text("")
    assert bundled.find_book("own.epub", deep) == tmp_path / "books" / "own.epub"
    assert bundled.find_book("moby-dick.epub", deep) == bundled.scenarios() / "books" / "moby-dick.epub"
    assert bundled.find_book("none.epub", deep) is None
    assert {"own.epub", "moby-dick.epub"} <= set(bundled.books(deep))
