"""The servers that a transport can hand a request to. Each is a `requests` adapter as well."""

from __future__ import annotations

import io
import traceback
import warnings
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict
from responses.registries import FirstMatchRegistry
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import InsecureRequestWarning
from urllib3.util import SKIP_HEADER

from fake_koreader.network.exchange import Headers, NetworkFailure, Reply, Request
from fake_koreader.network.names import NO_NAME

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
HOP_BY_HOP = {"connection", "keep-alive", "te", "transfer-encoding", "upgrade", "content-length", "host"}


class Server(BaseAdapter):
    """Something that answers requests: `exchange` for devices, `send` for users of `requests`."""

    def exchange(self, request: Request) -> Reply:
        """The reply to ``request``. NetworkFailure when none comes."""
        raise NotImplementedError

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """`requests`' way in."""
        body = request.body or b""
        sent = body.encode() if isinstance(body, str) else bytes(body)
        url = request.url or ""
        headers: Headers = [("Host", urlsplit(url).netloc), *request.headers.items()]
        try:
            reply = self.exchange(Request(request.method or "GET", url, headers, sent))
        except NetworkFailure as failure:
            raise requests.ConnectionError(str(failure), request=request) from None
        raw = HTTPResponse(
            body=io.BytesIO(reply.body),
            headers=HTTPHeaderDict(reply.headers),
            status=reply.status,
            reason=reply.reason,
            preload_content=False,
        )
        return HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        """Nothing is held open."""


class Nowhere(Server):
    """Where requests to unknown places end."""

    def exchange(self, request: Request) -> Reply:
        raise NetworkFailure(f"nothing is mounted or allowed at {urlsplit(request.url).netloc}")


class WsgiServer(Server):
    """An application in this process. What it raises becomes a 500, with the traceback kept in ``crashes``."""

    def __init__(self, app: WsgiApp) -> None:
        super().__init__()
        self.app = app
        self.crashes: list[str] = []
        self.errors = io.StringIO()

    def exchange(self, request: Request) -> Reply:
        started: list[tuple[str, Headers]] = []
        written: list[bytes] = []

        def start_response(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], None]:
            started[:] = [(status, list(headers))]
            return written.append

        try:
            answer = self.app(self._environ(request), start_response)
            try:
                written.extend(answer)
            finally:
                if hasattr(answer, "close"):
                    answer.close()
        except Exception:
            self.crashes.append(traceback.format_exc())
            return Reply(500, "", [("Content-Type", "text/plain")]).with_body(b"the server crashed\n")
        code, _, reason = started[0][0].partition(" ")
        return Reply(int(code), reason, started[0][1], b"".join(written))

    def _environ(self, request: Request) -> dict[str, Any]:
        parts = urlsplit(request.url)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
            "QUERY_STRING": parts.query,
            "REQUEST_URI": parts.path + (f"?{parts.query}" if parts.query else ""),
            "SERVER_NAME": parts.hostname or "",
            "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.168.1.77",
            "CONTENT_LENGTH": str(len(request.body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": io.BytesIO(request.body),
            "wsgi.errors": self.errors,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in request.headers:
            key = name.upper().replace("-", "_")
            if key in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
                continue
            if key != "CONTENT_TYPE":
                key = f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ


class CannedServer(Server):
    """Replies prepared with `responses`; what matches none of them gets 501 with the reasons."""

    def __init__(self, registry: FirstMatchRegistry) -> None:
        super().__init__()
        self.registry = registry

    def exchange(self, request: Request) -> Reply:
        prepared: Any = prepare(request)
        prepared.params = dict(pair.split("=", 1) for pair in urlsplit(request.url).query.split("&") if "=" in pair)
        prepared.req_kwargs = {}
        found, reasons = self.registry.find(prepared)
        if found is None:
            text = "no reply was prepared for this request: " + "; ".join(reasons)
            return Reply(501, "Not Implemented", [("Content-Type", "text/plain")]).with_body(text.encode())
        try:
            raw = found.get_response(prepared)
        except requests.RequestException as failure:
            raise as_failure(failure) from None
        return reply_of(raw)


class RemoteServer(Server):
    """A real server, reached over the real network. Sends what it is given and nothing else; decodes nothing."""

    def __init__(self, timeout: float) -> None:
        super().__init__()
        self.timeout = timeout
        self._adapter = HTTPAdapter(max_retries=0)

    def exchange(self, request: Request) -> Reply:
        prepared = prepare(request)
        for name in ("User-Agent", "Accept-Encoding"):
            prepared.headers.setdefault(name, SKIP_HEADER)
        try:
            with warnings.catch_warnings():
                # KOReader does not verify certificates, so a self-signed server must work here as well.
                warnings.simplefilter("ignore", InsecureRequestWarning)
                answer = self._adapter.send(prepared, stream=True, timeout=self.timeout, verify=False, proxies={})
            return reply_of(answer.raw)
        except requests.RequestException as failure:
            raise as_failure(failure) from None


def prepare(request: Request) -> requests.PreparedRequest:
    """The request as `requests` knows it, without the headers that concern one connection only."""
    prepared = requests.PreparedRequest()
    prepared.method = request.method
    prepared.url = request.url
    prepared.body = request.body or None
    prepared.headers = CaseInsensitiveDict(pair for pair in request.headers if pair[0].lower() not in HOP_BY_HOP)
    if request.body:
        prepared.headers["Content-Length"] = str(len(request.body))
    return prepared


def reply_of(raw: HTTPResponse) -> Reply:
    """The reply behind a urllib3 response, its body read and not decoded."""
    headers = [(name, value) for name, value in raw.headers.iteritems() if name.lower() not in HOP_BY_HOP]
    body = raw.read(decode_content=False)
    length = raw.headers.get("content-length")
    if length is not None and not body:
        headers.append(("Content-Length", length))
    return Reply(raw.status, raw.reason or "", headers, body)


def as_failure(failure: requests.RequestException) -> NetworkFailure:
    """What LuaSocket would have said where `requests` says ``failure``."""
    text = repr(failure)
    if isinstance(failure, requests.Timeout):
        return NetworkFailure(None)
    if "NameResolution" in text or "getaddrinfo" in text:
        return NetworkFailure(NO_NAME)
    return NetworkFailure("connection refused" if "refused" in text else "closed")
