"""Lua tables as text: what Python values look like in a Lua settings file, and how such a file reads back."""

from __future__ import annotations

from typing import Any

from lupa import luajit21

_LOAD = """
function(text)
    local chunk, problem = loadstring(text)
    if not chunk then return problem end
    local records = {}
    local function keep(record) records[#records + 1] = record end
    setfenv(chunk, setmetatable({}, { __index = function(_, name)
        return name:find("Entry$") and keep or nil
    end }))
    return function()
        local value = chunk()
        if value == nil and records[1] then return records end
        return value
    end
end
"""
_CONTROL = {chr(code): f"\\{code:03d}" for code in [*range(32), 127]}


def lua_literal(value: Any, indent: str = "") -> str:
    """A Lua expression for a Python value: None, booleans, numbers, text, lists and dictionaries."""
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return '"' + "".join(_CONTROL.get(letter, letter) for letter in escaped) + '"'
    inner = indent + "    "
    pairs = value.items() if isinstance(value, dict) else enumerate(value, 1)
    lines = [f"{inner}[{lua_literal(key)}] = {lua_literal(item, inner)},\n" for key, item in pairs if item is not None]
    return "{\n" + "".join(lines) + indent + "}" if lines else "{}"


def python_value(source: bytes) -> Any:
    """What a Lua data file returns, run with nothing in reach. ValueError when it does not run.

    A log of records (KOReader's luadata: ``NameEntry{…}``, one after the other) gives the list of its records.
    """
    lua = luajit21.LuaRuntime(encoding="utf-8", register_eval=False, register_builtins=False)
    load = lua.eval(_LOAD)
    chunk = load(source.decode("utf-8", "replace"))
    if isinstance(chunk, str):
        raise ValueError(chunk)
    try:
        return _from_lua(chunk())
    except luajit21.LuaError as error:
        raise ValueError(str(error)) from None


def python_entries(source: bytes) -> list[tuple[str, Any]]:
    """The calls that a LuaData file consists of, as (name of the function, its table). ValueError when it does not run.

    Such a file is a program of calls like ``Entry{ … }``; whoever reads it brings the functions.
    """
    lua = luajit21.LuaRuntime(encoding="utf-8", register_eval=False, register_builtins=False)
    run = lua.eval("""
        function(text)
            local f, e = loadstring(text)
            if not f then return e end
            local calls = {}
            setfenv(f, setmetatable({}, { __index = function(_, name)
                return function(value) calls[#calls + 1] = { name, value } end
            end }))
            local ok, problem = pcall(f)
            if not ok then return tostring(problem) end
            return calls
        end
    """)
    calls = run(source.decode("utf-8", "replace"))
    if isinstance(calls, str):
        raise ValueError(calls)
    return [(str(call[1]), _from_lua(call[2])) for call in calls.values()]


def _from_lua(value: Any) -> Any:
    if luajit21.lua_type(value) != "table":
        return value
    items = {key: _from_lua(item) for key, item in value.items()}
    if items and set(items) == set(range(1, len(items) + 1)):
        return [items[i] for i in range(1, len(items) + 1)]
    return {key: items[key] for key in sorted(items, key=lambda key: (str(type(key)), key))}
