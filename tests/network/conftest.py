"""A network and a bare Lua state with the base floor's network modules: no machine, no frontend."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import lupa.luajit21 as lupa
import pytest

import fake_koreader
from fake_koreader.basichosts import ClockHost
from fake_koreader.clock import Clock
from fake_koreader.hostcalls import Boundary
from fake_koreader.network import Network

BASE = Path(fake_koreader.__file__).parent / "lua" / "base"

PRELUDE = b"""
local read, host = ...
table.pack = table.pack or function(...) return { n = select("#", ...), ... } end
table.unpack = table.unpack or unpack
package.loaded.not_emulated = function(module, member) error("not emulated: " .. module .. "." .. member, 0) end
package.loaders = { package.loaders[1], function(name)
    local source = read(name)
    if not source then return "no file for " .. name end
    local chunk = assert(loadstring(source, "@" .. name))
    return function() return chunk(name, host) end
end }
"""


class Server:
    """A WSGI application that remembers what reached it; `routes` maps a path to a reply or a function."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.routes: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = {
            key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")
        }
        body = environ["wsgi.input"].read()
        self.seen.append(
            {
                "method": environ["REQUEST_METHOD"],
                "path": environ["PATH_INFO"],
                "query": environ["QUERY_STRING"],
                "type": environ.get("CONTENT_TYPE"),
                "headers": headers,
                "body": body,
            }
        )
        status, sent, content = self.routes.get(environ["PATH_INFO"], ("200 OK", [], b"hello"))
        start_response(status, [("Content-Type", "text/plain"), *sent])
        return [content]


class World:
    """A device's network, a server at books.example (plain and TLS), and Lua."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.events: list[tuple[str, Mapping[str, Any]]] = []
        self.network = Network(self.clock, self.emit)
        self.server = Server()
        self.network.transport.mount("books.example", self.server)
        self.network.radio.connect_now()
        self.events.clear()
        self.lua = lupa.LuaRuntime(encoding=None, unpack_returned_tuples=True)
        nouns = {
            "clock": ClockHost(self.clock, lambda *_: None),
            "http": self.network.http,
            "socket": self.network.socket,
            "wifi": self.network.wifi,
        }
        host = Boundary().table(nouns, self.lua.table)
        self.lua.execute(PRELUDE, self.source, host)

    def emit(self, kind: str, fields: Mapping[str, Any]) -> None:
        json.dumps(fields)  # an event is JSON or it is nothing
        self.events.append((kind, fields))

    @staticmethod
    def source(name: bytes) -> bytes | None:
        path = BASE / (name.decode().replace(".", "/") + ".lua")
        return path.read_bytes() if path.is_file() else None

    def run(self, code: str) -> Any:
        """What a Lua chunk returns; text as str."""
        preamble = (
            "local socket, http, https, ltn12, url, mime = require('socket'), require('socket.http'),"
            " require('ssl.https'), require('ltn12'), require('socket.url'), require('mime') "
        )
        result = self.lua.execute((preamble + code).encode())
        return tuple(map(text, result)) if isinstance(result, tuple) else text(result)

    def took(self, code: str) -> tuple[float, Any]:
        """Virtual seconds that a chunk took, and what it returned."""
        before = self.clock.monotonic
        result = self.run(code)
        return (self.clock.monotonic - before) / 1e6, result

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.events]

    def event(self, kind: str) -> Mapping[str, Any]:
        return next(fields for name, fields in self.events if name == kind)


def text(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


@pytest.fixture
def world() -> World:
    return World()
