"""Loading 60,000 lines of Lua: twelve plugins of ten modules each, in under a second, nothing compiled before.

The floor is bare LuaJIT that compiles and runs the same files. The lines are made from numbers alone, always the same.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lupa import luajit21

from benchmarks.conftest import Comparison, median_seconds
from fake_koreader import luafiles
from fake_koreader.clock import Clock
from fake_koreader.device import Device
from fake_koreader.profile import profile

PLUGINS, MODULES, LINES = 12, 10, 60_000
TARGET = "under 1 s"

_FUNCTION = """
-- Sums what is divisible by {n}, the way a plugin goes through its records.
function M.method_{n}(records, first, second)
    local sum, names = {n}, {{}}
    for i = 1, #records do
        local record = records[i]
        if record.pages % {n} == 0 and record.title ~= "book {n}" then
            sum = sum + record.pages * (first or {n})
            names[#names + 1] = ("%s by %s"):format(record.title, record.author or "nobody {n}")
        elseif second then
            sum = sum - second
        end
    end
    M.last = {{ name = "method_{n}", sum = sum, names = names, options = {{ "one", "two", {n} }} }}
    return sum, table.concat(names, ", ")
end
"""


def _module(first: int, lines: int) -> str:
    text, number = "local M = {}\n", first
    while text.count("\n") < lines - 1:
        number += 1
        text += _FUNCTION.format(n=number)
    return text + "return M\n"


def _write_plugins(folder: Path) -> list[Path]:
    """The plugins, each a `main.lua` that requires its modules."""
    plugins = []
    for number in range(PLUGINS):
        plugin = folder / f"bulk{number}.koplugin"
        plugin.mkdir()
        names = [f"bulk{number}_{module}" for module in range(MODULES)]
        for module, name in enumerate(names):
            source = _module((number * MODULES + module) * 1000, LINES // PLUGINS // MODULES)
            (plugin / f"{name}.lua").write_text(source, encoding="utf-8")
        requires = "".join(f'Bulk.{name} = require("{name}")\n' for name in names)
        (plugin / "main.lua").write_text(
            'local Bulk = require("ui/widget/container/widgetcontainer"):extend{ name = "bulk' + f'{number}" }}\n'
            + requires + "return Bulk\n", encoding="utf-8",
        )  # fmt: skip
        plugins.append(plugin)
    return plugins


def _boot(plugins: list[Path]) -> Device:
    device = Device(profile("kobo-clara"), name="kobo", clock=Clock())
    for plugin in plugins:
        device.install_plugin(plugin)
    device.boot()
    assert device.alive, device.crash
    return device


def test_sixty_thousand_lines(comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[bytes, bytes], bytes] = {}
    monkeypatch.setattr(luafiles, "_kept", kept)
    plugins = _write_plugins(tmp_path)
    files = sorted(file for plugin in plugins for file in plugin.glob("bulk*.lua"))
    sources = [(b"@" + file.name.encode(), file.read_bytes()) for file in files]
    lines = sum(source.count(b"\n") for _, source in sources)
    assert lines >= LINES, lines
    loaded = _boot(plugins).evaluate(
        "(function() local n = 0 for name in pairs(package.loaded) do "
        "if name:find('^bulk%d+_%d+$') then n = n + 1 end end return n end)()"
    )
    assert loaded == PLUGINS * MODULES

    def bare() -> None:
        lua = luajit21.LuaRuntime(encoding=None, register_eval=False, register_builtins=False)
        load = lua.eval(b"function(source, name) return assert(loadstring(source, name))() end")
        for name, source in sources:
            load(source, name)

    def bare_device() -> None:
        kept.clear()
        _boot([])

    def cold() -> None:
        kept.clear()
        _boot(plugins)

    floor = median_seconds(bare, 5)
    comparison.add(f"loading {lines} lines, first time", median_seconds(cold, 5), floor, TARGET)
    comparison.add("  the same again", median_seconds(lambda: _boot(plugins), 5), floor, TARGET)
    comparison.add("  the device without them", median_seconds(bare_device, 5), floor, "none: part of both")
