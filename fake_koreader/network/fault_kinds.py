"""The faults there are. `KINDS` names them for scenarios."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fake_koreader.network.exchange import Forward, Headers, NetworkFailure, Reply, Request
from fake_koreader.network.faults import Fault
from fake_koreader.network.names import NO_NAME, NO_NAME_NOW, is_address

LOOKUP_WAIT_US = 20_000_000
"""Two servers, two attempts, five seconds each: what a resolver waits where nothing answers."""


class NoRoute(Fault):
    """There is a link but no way out: names do not resolve for now, addresses are unreachable. Costs no time."""

    kind = "no-route"
    resolves = True

    def at_lookup(self, host: str) -> NetworkFailure | None:
        return None if is_address(host) else NetworkFailure(NO_NAME_NOW)

    def at_connect(self) -> NetworkFailure | None:
        return NetworkFailure("Network is unreachable")


class DnsFailure(Fault):
    """The name does not resolve: at once and for good, or (``temporary``) after the resolver waited ``wait_us``."""

    kind = "dns-failure"
    resolves = True

    def __init__(self, *, temporary: bool = False, wait_us: int | None = None, **match: Any) -> None:
        super().__init__(**match)
        self.temporary = temporary
        self.wait_us = wait_us if wait_us is not None else (LOOKUP_WAIT_US if temporary else 0)

    def at_lookup(self, host: str) -> NetworkFailure | None:
        return None if is_address(host) else NetworkFailure(NO_NAME_NOW if self.temporary else NO_NAME, self.wait_us)


class Refused(Fault):
    """Nothing listens there."""

    kind = "refused"

    def at_connect(self) -> NetworkFailure | None:
        return NetworkFailure("connection refused")


class BlackHole(Fault):
    """Packets vanish: the caller waits out its own timeout.

    ``stage`` says from where on: ``connect``, ``handshake`` or ``reply`` (the request arrives, and nothing is done).
    """

    kind = "black-hole"

    def __init__(self, *, stage: str = "connect", **match: Any) -> None:
        if stage not in ("connect", "handshake", "reply"):
            raise ValueError(f"a black hole begins at 'connect', 'handshake' or 'reply', not at '{stage}'")
        super().__init__(**match)
        self.stage = stage
        self.answers = stage == "reply"

    def at_connect(self) -> NetworkFailure | None:
        return NetworkFailure(None) if self.stage == "connect" else None

    def at_handshake(self) -> NetworkFailure | None:
        return NetworkFailure(None) if self.stage == "handshake" else None

    def answer(self, request: Request, forward: Forward) -> Reply:
        return Reply(0, "", [], ending="silence")


class Slow(Fault):
    """The server thinks for ``latency_us``, then answers at ``bytes_per_second``."""

    kind = "slow"
    answers = True

    def __init__(self, *, latency_us: int = 0, bytes_per_second: int | None = None, **match: Any) -> None:
        if bytes_per_second is not None and bytes_per_second < 1:
            raise ValueError("a slow link carries at least 1 byte per second; use a black hole for less")
        super().__init__(**match)
        self.latency_us = latency_us
        self.bytes_per_second = bytes_per_second

    def answer(self, request: Request, forward: Forward) -> Reply:
        reply = forward(request)
        rate = self.bytes_per_second if reply.bytes_per_second is None else reply.bytes_per_second
        return replace(reply, delay_us=reply.delay_us + self.latency_us, bytes_per_second=rate)


class Status(Fault):
    """Something on the way answers in the server's place: the request never reaches it."""

    kind = "status"
    answers = True

    def __init__(
        self, status: int, *, headers: Headers | None = None, body: bytes = b"", reason: str = "", **match: Any
    ) -> None:
        super().__init__(**match)
        self.status = status
        self.reason = reason
        self.headers = list(headers or [])
        self.body = body

    def answer(self, request: Request, forward: Forward) -> Reply:
        return Reply(self.status, self.reason, self.headers).with_body(self.body)


class HtmlError(Status):
    """A proxy's error page, in HTML where JSON is expected."""

    kind = "html-error"

    def __init__(self, status: int = 502, **match: Any) -> None:
        head = f"<!DOCTYPE html>\n<html><head><title>{status}</title></head>"
        page = f"{head}<body><h1>{status}</h1>The origin did not answer.</body></html>\n"
        super().__init__(status, headers=[("Content-Type", "text/html; charset=utf-8")], body=page.encode(), **match)


class RateLimited(Status):
    """429 with Retry-After (seconds)."""

    kind = "rate-limited"

    def __init__(self, retry_after: int | None = 60, **match: Any) -> None:
        headers: Headers = [("Content-Type", "application/json")]
        if retry_after is not None:
            headers.append(("Retry-After", str(retry_after)))
        super().__init__(429, headers=headers, body=b'{"message": "too many requests"}', **match)


class Redirect(Status):
    """Every matching request is sent elsewhere."""

    kind = "redirect"

    def __init__(self, location: str, *, status: int = 302, **match: Any) -> None:
        super().__init__(status, headers=[("Location", location)], **match)


class LostReply(Fault):
    """The server has received the request and acted on it; the connection is reset before the reply arrives."""

    kind = "lost-reply"
    answers = True

    def answer(self, request: Request, forward: Forward) -> Reply:
        return replace(forward(request), ending="reset")


class ResetBeforeRequest(Fault):
    """The connection is reset before the server has seen the request."""

    kind = "reset-before-request"
    answers = True

    def answer(self, request: Request, forward: Forward) -> Reply:
        return Reply(0, "", [], ending="reset")


class TruncatedBody(Fault):
    """The peer closes after ``keep`` of the body (a fraction below 1, else bytes); the headers promise all of it."""

    kind = "truncated-body"
    answers = True

    def __init__(self, *, keep: float = 0.5, **match: Any) -> None:
        super().__init__(**match)
        self.keep = keep

    def answer(self, request: Request, forward: Forward) -> Reply:
        reply = forward(request)
        cut = int(len(reply.body) * self.keep) if self.keep < 1 else int(self.keep)
        return replace(reply, cut=min(cut, len(reply.body)))


class CorruptedBody(Fault):
    """One bit in every ``every`` bytes of the body is turned over; length and headers stay."""

    kind = "corrupted-body"
    answers = True

    def __init__(self, *, every: int = 64, **match: Any) -> None:
        super().__init__(**match)
        self.every = max(1, every)

    def answer(self, request: Request, forward: Forward) -> Reply:
        reply = forward(request)
        body = bytearray(reply.body)
        for index in range(0, len(body), self.every):
            body[index] ^= 0x20
        return replace(reply, body=bytes(body))


class TlsError(Fault):
    """The TLS handshake fails with ``error`` (the library's text)."""

    kind = "tls-error"

    def __init__(self, error: str = "certificate verify failed", **match: Any) -> None:
        super().__init__(**match)
        self.error = error

    def at_handshake(self) -> NetworkFailure | None:
        return NetworkFailure(self.error)


class CaptivePortal(Fault):
    """A portal stands in the way: every name resolves, plain requests get its page, TLS fails."""

    kind = "captive-portal"
    answers = True
    hijacks = True

    def __init__(self, *, status: int = 200, portal: str = "http://portal.example/login", **match: Any) -> None:
        super().__init__(**match)
        self.status = status
        self.portal = portal

    def at_handshake(self) -> NetworkFailure | None:
        return NetworkFailure("wrong version number")

    def answer(self, request: Request, forward: Forward) -> Reply:
        headers: Headers = [("Content-Type", "text/html")]
        if self.status in (301, 302, 303, 307) and not request.url.startswith(self.portal):
            return Reply(self.status, "", [*headers, ("Location", self.portal)]).with_body(b"")
        link = f'<a href="{self.portal}">Log in to use this network</a>'
        page = f"<html><head><title>Welcome</title></head><body>{link}</body></html>\n"
        return Reply(200, "", headers).with_body(page.encode())


KINDS: dict[str, type[Fault]] = {
    kind.kind: kind
    for kind in (
        NoRoute, DnsFailure, Refused, BlackHole, Slow, Status, HtmlError, RateLimited, Redirect, LostReply,
        ResetBeforeRequest, TruncatedBody, CorruptedBody, TlsError, CaptivePortal,
    )
}  # fmt: skip
