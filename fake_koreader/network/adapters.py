"""Servers that stand on `requests` and `responses`, and the way from a `requests.Session` to any server.

Loading those libraries takes longer than many a run, so nothing imports this module before it is needed.
"""

from __future__ import annotations

import io
import warnings
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict
from responses.registries import FirstMatchRegistry
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import InsecureRequestWarning
from urllib3.util import SKIP_HEADER

from fake_koreader.network.exchange import Headers, NetworkFailure, Reply, Request
from fake_koreader.network.names import NO_NAME
from fake_koreader.network.server import Server

HOP_BY_HOP = {"connection", "keep-alive", "te", "transfer-encoding", "upgrade", "content-length", "host"}


class Adapter(BaseAdapter):
    """Leads the requests of a `requests.Session` to a server."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """`requests`' way in."""
        body = request.body or b""
        sent = body.encode() if isinstance(body, str) else bytes(body)
        url = request.url or ""
        headers: Headers = [("Host", urlsplit(url).netloc), *request.headers.items()]
        try:
            reply = self.server.exchange(Request(request.method or "GET", url, headers, sent))
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


class CannedServer(Server):
    """Replies prepared with `responses`; what matches none of them gets 501 with the reasons."""

    def __init__(self, registry: FirstMatchRegistry) -> None:
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
