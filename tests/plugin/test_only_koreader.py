"""shelfsync asks for nothing that a real device does not have: its own files, KOReader's modules, LuaJIT's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "plugin_lua" / "shelfsync.koplugin"
FILES = sorted(PLUGIN.rglob("*.lua"))
# KOReader's modules by the names that plugins require them by, counted over 117 public plugins.
KNOWN = {
    line
    for line in (ROOT / "fake_koreader" / "lua" / "known_modules.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
}
# LuaJIT's own, and the libraries that KOReader brings along.
KNOWN |= {"bit", "ffi", "jit", "string.buffer", "table.new", "libs/libkoreader-lfs", "lua-ljsqlite3/init"}
KNOWN |= {"json", "rapidjson", "ltn12", "mime", "socket", "socket.http", "socket.url", "ssl", "ssl.https"}
REQUIRE = re.compile(r"""\brequire\s*\(?\s*["']([^"']+)["']""")


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(PLUGIN)))
def test_every_module_exists_on_a_device(file: Path) -> None:
    for name in REQUIRE.findall(file.read_text("utf-8")):
        own = name.startswith("shelfsync/") and (PLUGIN / f"{name}.lua").is_file()
        assert own or name in KNOWN, f"{file.name} requires '{name}', which KOReader does not have"


def test_the_list_is_not_everything() -> None:
    assert len(KNOWN) > 200
    assert {"ui/inspect", "reader_actions", "not_emulated", "ffi/tracer", "driver"}.isdisjoint(KNOWN)


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(PLUGIN)))
def test_there_is_no_branch_for_tests(file: Path) -> None:
    text = file.read_text("utf-8").lower()
    assert not re.search(r"koharness|emulated|under_test|is_test|busted", text)
