"""Reading a settings file of KOReader from outside: a Lua chunk that returns one table, run without any library."""

from __future__ import annotations

from typing import Any

from lupa import luajit21

from harness.errors import StepFailed


def read_settings(data: bytes) -> dict[str, Any]:
    """The table as a dict, texts decoded. StepFailed when the file is no such chunk."""
    runtime = luajit21.LuaRuntime(encoding=None, register_eval=False, register_builtins=False)
    load = runtime.eval("function(text) local f, e = loadstring(text); if not f then return nil, e end; "
                        "setfenv(f, {}); local ok, t = pcall(f); if not ok then return nil, t end; return t end")  # fmt: skip
    result = load(data)
    if isinstance(result, tuple):
        raise StepFailed(f"the file is not a Lua table: {_plain(result[1])}")
    if luajit21.lua_type(result) != "table":
        raise StepFailed("the file does not return a table")
    values = _plain(result)
    return values if isinstance(values, dict) else {str(key): value for key, value in enumerate(values, 1)}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if luajit21.lua_type(value) != "table":
        return value
    pairs = {_plain(key): _plain(item) for key, item in value.items()}
    if pairs and all(isinstance(key, int) for key in pairs) and set(pairs) == set(range(1, len(pairs) + 1)):
        return [pairs[key] for key in range(1, len(pairs) + 1)]
    return pairs
