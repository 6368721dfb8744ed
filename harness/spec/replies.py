"""What specs may ask of the world outside Lua, through `require("koharness")`: time, radio, canned replies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from fake_koreader.clock import SECOND
from fake_koreader.machine import Machine


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answers. ``path`` None: to every path; ``once``: to one request only."""

    method: str
    path: str | None
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    once: bool


class CannedSite:
    """A server (WSGI) that answers with what it was given; 404 when nothing fits."""

    def __init__(self, seen: list[tuple[str, str, bytes]], scheme_host: str) -> None:
        self._seen = seen
        self._base = scheme_host
        self._once: list[Reply] = []
        self._lasting: list[Reply] = []

    def add(self, reply: Reply) -> None:
        """One more reply. Those for one request are used up in the order in which they were added, before lasting
        ones; of these the newest counts.
        """
        if reply.once:
            self._once.append(reply)
        else:
            self._lasting.insert(0, reply)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = str(environ["REQUEST_METHOD"])
        path = str(environ.get("PATH_INFO") or "/")
        query = str(environ.get("QUERY_STRING") or "")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self._seen.append((method, self._base + path + (f"?{query}" if query else ""), body))
        reply = self._reply_to(method, path)
        start_response(f"{reply.status} {_phrase(reply.status)}", list(reply.headers))
        return [reply.body]

    def _reply_to(self, method: str, path: str) -> Reply:
        for replies in (self._once, self._lasting):
            for reply in replies:
                if reply.method in ("*", method) and reply.path in (None, path):
                    if reply.once:
                        replies.remove(reply)
                    return reply
        return Reply(method, path, 404, (), b"", False)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


class WorldHost:
    """The world of a spec, seen from Lua. Strings are bytes; times are seconds."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._sites: dict[str, CannedSite] = {}
        self._requests: list[tuple[str, str, bytes]] = []

    def let_time_pass_to(self, monotonic: float) -> None:
        """Move the clock up to ``monotonic`` microseconds; nothing runs meanwhile."""
        self._machine.clock.advance_to(int(monotonic))

    def set_clock(self, epoch: float) -> None:
        """Set the wall clock to seconds since the epoch; time awake is not touched."""
        self._machine.clock.set_wall(round(epoch * SECOND))

    def wifi(self, on: bool) -> None:
        """The radio has a link at once, or is off."""
        if on:
            self._machine.network.radio.connect_now()
        else:
            self._machine.network.radio.turn_off()

    def reply(
        self, method: bytes, url: bytes, status: float, body: bytes, once: bool, *headers: bytes
    ) -> bool | tuple[None, bytes]:
        """Answer requests to a URL (without a path: to everything on that server). Headers are name, value, …"""
        text = url.decode("utf-8", "replace")
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None, f"'{text}' is no URL: write http://books.example/path".encode()
        base = f"{parts.scheme}://{parts.netloc}"
        if base not in self._sites:
            self._sites[base] = CannedSite(self._requests, base)
            self._machine.network.transport.mount(base, self._sites[base])
        texts = [header.decode("latin-1") for header in headers]
        pairs = tuple(zip(texts[::2], texts[1::2], strict=True))
        self._sites[base].add(Reply(method.decode(), parts.path or None, int(status), pairs, body, bool(once)))
        return True

    def forget(self) -> None:
        """No reply is prepared any more, and no request has been seen."""
        for base in self._sites:
            self._machine.network.transport.unmount(base)
        self._sites.clear()
        self._requests.clear()

    def requests(self) -> int:
        """How many requests have reached a server."""
        return len(self._requests)

    def request(self, number: float) -> tuple[bytes, bytes, bytes] | None:
        """Method, URL and body of one, from 1."""
        index = int(number) - 1
        if not 0 <= index < len(self._requests):
            return None
        method, url, body = self._requests[index]
        return method.encode(), url.encode("utf-8", "surrogateescape"), body
