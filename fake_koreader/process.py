"""One run of KOReader: a Lua state, from the prelude to its end.

States: running; ended (``ended`` is set: left through os.exit, crashed with a Lua error, killed or out of power).
A device starts a new process after each end; nothing but its disk and hardware carries over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lupa import luajit21

from fake_koreader.hostcalls import Boundary, ProcessEnded

_PLUGIN_LINE = re.compile(r"([\w./@+-]*\.koplugin/[^:\s'\"]+:\d+)")
_ANY_LINE = re.compile(r"([\w./@+-]+\.lua:\d+)")
_LUA = Path(__file__).parent / "lua"

# A device's life is short and crosses to Python all the time, which ends a trace: LuaJIT's own figures (56 and 10) have
# it compile much that never pays for itself. What is compiled changes no result.
_TUNE_JIT = b'require("jit.opt").start("hotloop=300", "hotexit=50")'

# Calls a function and returns true and its results, or false, the message and the traceback.
_ENTER = b"""
local traceback, unpack = debug.traceback, unpack
local function pack(...)
    return { n = select("#", ...), ... }
end
local function report(message)
    local text = _G.tostring(message)
    return { message = text, traceback = traceback(text, 2) }
end
return function(f, ...)
    local results = pack(xpcall(f, report, ...))
    if results[1] then
        return unpack(results, 1, results.n)
    end
    local failure = results[2]
    if type(failure) ~= "table" then
        return false, failure, tostring(failure)
    end
    return false, failure.message, failure.traceback
end
"""


class LuaFailure(Exception):
    """A Lua error that nobody caught: on a device it ends KOReader. ``message`` and ``traceback`` are Lua's own."""

    def __init__(self, message: str, traceback: str) -> None:
        super().__init__(message)
        self.message = message
        self.traceback = traceback

    @property
    def where(self) -> str:
        """The plugin's file:line if one is on the stack, else the nearest line of any file."""
        for text in (self.message, self.traceback):
            found = _PLUGIN_LINE.search(text)
            if found:
                return found.group(1).lstrip("@./")
        found = _ANY_LINE.search(self.message) or _ANY_LINE.search(self.traceback)
        return found.group(1).lstrip("@./") if found else "?"


@cache
def lua_source(name: str) -> bytes:
    """The text of one of our Lua files, by its path under ``lua/``."""
    return _LUA.joinpath(*name.split("/")).read_bytes()


@cache
def _prelude_code(name: str) -> bytes:
    """A file of the prelude, compiled: every process begins with all of them."""
    lua = luajit21.LuaRuntime(encoding=None, register_eval=False, register_builtins=False)
    dump = lua.eval(b"function(source, name) return string.dump(assert(loadstring(source, name))) end")
    code: bytes = dump(lua_source(f"base/prelude/{name}.lua"), b"@prelude/" + name.encode())
    return code


def _text(value: Any) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


class Process:
    """A Lua state with the prelude run. ``hosts`` makes the host objects, given `table_from` of this state."""

    def __init__(self, hosts: Callable[[Callable[[Any], Any]], Mapping[str, object]]) -> None:
        self.lua = luajit21.LuaRuntime(
            encoding=None, unpack_returned_tuples=True, register_eval=False, register_builtins=False
        )
        self.lua.execute(_TUNE_JIT)
        self.boundary = Boundary()
        self.ended: BaseException | None = None
        self._host = self.boundary.table(hosts(self.lua.table_from), self.lua.table)
        self._enter = self.lua.execute(_ENTER)
        self.globals = self.lua.globals()
        load = self.lua.eval(b"function(code, name) return assert(loadstring(code, name)) end")
        prelude = self.boundary.wrap(lambda name: load(_prelude_code(_text(name)), b"@prelude/" + name)())
        self.enter(prelude(b"start"), self._host, prelude)

    def load(self, source: str | bytes, name: str) -> Any:
        """A Lua function from source text. LuaFailure when it does not compile."""
        code = source.encode() if isinstance(source, str) else source
        loader = self.lua.eval(b"function(source, name) return loadstring(source, name) end")
        result = loader(code, name.encode())
        if isinstance(result, tuple):
            raise LuaFailure(_text(result[1]), _text(result[1]))
        return result

    def run(self, source: str | bytes, name: str, *arguments: Any) -> Any:
        """Compile and call a chunk."""
        return self.enter(self.load(source, name), *arguments)

    def floor(self, name: str, *arguments: Any) -> Any:
        """Call a file of ours by its path under ``lua/`` with `host` first: for the device's own use."""
        return self.enter(self.load(lua_source(name), f"@{name}"), self._host, *arguments)

    def enter(self, function: Any, *arguments: Any) -> Any:
        """Call into Lua.

        Raises LuaFailure for an error that nothing caught, ProcessEnded when the process left, and
        whatever else stopped the machine. Any of them ends the process.
        """
        if self.ended is not None:
            raise self.ended
        try:
            results = self._enter(function, *arguments)
        except BaseException as stop:
            self._end(self.boundary.ending or stop)
        if self.boundary.ending is not None:
            self._end(self.boundary.ending)
        if not isinstance(results, tuple):
            return None
        if results[0] is True:
            return results[1] if len(results) == 2 else results[1:] or None
        raise LuaFailure(_text(results[1]), _text(results[2]))

    def _end(self, stop: BaseException) -> None:
        if isinstance(stop, luajit21.LuaError):
            stop = LuaFailure(str(stop), str(stop))
        self.ended = stop
        raise stop

    @property
    def exit_code(self) -> int | None:
        """The code given to os.exit, once that ended the process."""
        return self.ended.code if isinstance(self.ended, ProcessEnded) else None
