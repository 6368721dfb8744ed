"""HTTP/1.1 as bytes: the server's end, which reads requests and writes replies."""

from __future__ import annotations

from http import HTTPStatus

from fake_koreader.network.exchange import Headers, Reply, Request

NO_BODY = {204, 304}


class BadRequest(ValueError):
    """The bytes are no request."""


def parse_request(data: bytes, base: str) -> tuple[Request, int, bool] | None:
    """The request at the start of ``data``, the bytes it took, and whether the connection closes after it.

    ``base`` is the scheme, host and port that the connection leads to. None while it is incomplete. BadRequest when
    it can never become one.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    lines = data[:end].decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/"):
        raise BadRequest(f"not a request line: {lines[0]!r}")
    method, target, version = words
    headers: Headers = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise BadRequest(f"not a header: {line!r}")
        headers.append((name, value.strip()))
    found = {name.lower(): value for name, value in headers}
    framed = _body(data, end + 4, found)
    if framed is None:
        return None
    body, taken = framed
    connection = found.get("connection", "").lower()
    closes = "close" in connection or (version == "HTTP/1.0" and "keep-alive" not in connection)
    url = target if "://" in target.partition("?")[0] else base + target
    return Request(method, url, headers, body), taken, closes


def _body(data: bytes, start: int, headers: dict[str, str]) -> tuple[bytes, int] | None:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return _chunks(data, start)
    length = headers.get("content-length", "0")
    if not length.isdigit():
        raise BadRequest(f"not a content length: {length!r}")
    end = start + int(length)
    return (data[start:end], end) if len(data) >= end else None


def _chunks(data: bytes, start: int) -> tuple[bytes, int] | None:
    parts: list[bytes] = []
    while (eol := data.find(b"\r\n", start)) >= 0:
        try:
            size = int(data[start:eol].partition(b";")[0], 16)
        except ValueError:
            raise BadRequest(f"not a chunk size: {data[start:eol]!r}") from None
        start = eol + 2
        if size == 0:
            if data[start : start + 2] == b"\r\n":
                return b"".join(parts), start + 2
            end = data.find(b"\r\n\r\n", start)
            return (b"".join(parts), end + 4) if end >= 0 else None
        if len(data) < start + size + 2:
            return None
        parts.append(data[start : start + size])
        start += size + 2
    return None


def serialize(reply: Reply, method: str, closes: bool) -> bytes:
    """The reply as the bytes that reach the device: cut where it is to be cut, with a length where none is given."""
    try:
        reason = reply.reason or HTTPStatus(reply.status).phrase
    except ValueError:
        reason = "Unknown"
    lines = [f"HTTP/1.1 {reply.status} {reason}"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    bodiless = reply.status in NO_BODY or reply.status < 200
    if not bodiless and reply.header("content-length") is None and reply.header("transfer-encoding") is None:
        lines.append(f"Content-Length: {len(reply.body)}")
    if closes and reply.header("connection") is None:
        lines.append("Connection: close")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
    if bodiless or method == "HEAD":
        return head
    return head + (reply.body if reply.cut is None else reply.body[: reply.cut])


def bad_request(problem: str) -> Reply:
    """What a server answers to bytes that are no request."""
    return Reply(400, "Bad Request", [("Content-Type", "text/plain")]).with_body(problem.encode())
