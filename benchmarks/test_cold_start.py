"""A device's cold start with shelfsync, beside bare LuaJIT compiling the same Lua files."""

from __future__ import annotations

from typing import Any

from lupa import luajit21

from benchmarks.conftest import Comparison, make_device, median_seconds
from fake_koreader import luafiles
from fake_koreader.device import Device


def boot() -> Device:
    device = make_device()
    device.boot()
    assert device.alive, device.crash
    return device


def sources_of(device: Device) -> list[tuple[bytes, bytes]]:
    """Every Lua file that the boot loaded, with its name."""
    found = []
    for name in sorted(
        device.evaluate(
            "(function() local n = {} for k in pairs(package.loaded) do n[#n+1] = k end "
            "return table.concat(n, '\\n') end)()"
        ).split("\n")
    ):
        path, source, _ = luafiles.ModulesHost(_Reader(device)).find(
            name.encode(), b"common/?.lua;frontend/?.lua;plugins/shelfsync.koplugin/?.lua"
        )
        if source is not None:
            found.append((source, path))
    return found


class _Reader:
    def __init__(self, device: Device) -> None:
        self.device = device

    def read_or_none(self, path: bytes) -> bytes | None:
        full = f"{self.device.profile.install_dir}/{path.decode()}"
        return self.device.disk.read_file(full) if self.device.disk.exists(full) else None


def test_cold_start(benchmark: Any, comparison: Comparison) -> None:
    sources = sources_of(boot())
    assert len(sources) > 50

    def compile_all() -> None:
        lua = luajit21.LuaRuntime(encoding=None, register_eval=False, register_builtins=False)
        load = lua.eval(b"function(source, name) return assert(loadstring(source, name)) end")
        for source, path in sources:
            load(source, b"@" + path)

    floor = median_seconds(compile_all)
    benchmark.pedantic(boot, rounds=9, warmup_rounds=1)
    ours = benchmark.stats.stats.median
    benchmark.extra_info["ratio"] = comparison.add(
        f"cold start, {len(sources)} Lua files", ours, floor, "under 3 and under 60 ms"
    )


def test_first_cold_start_of_a_process(comparison: Comparison) -> None:
    """Nothing compiled yet: the only start that pays for compiling."""
    kept = dict(luafiles._kept)

    def forgetful() -> None:
        luafiles._kept.clear()
        boot()

    comparison.say(f"cold start with nothing compiled yet: {median_seconds(forgetful, 5) * 1e3:.1f} ms")
    luafiles._kept.update(kept)
