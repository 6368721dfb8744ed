"""What is reachable beyond the radio: WSGI applications in this process, canned replies, real servers where allowed.

Everything else does not exist: an unknown name does not resolve, an unknown address refuses. The same places are
mounted on ``Transport.session`` (a `requests.Session`), for actors other than devices: a web reader, a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fake_koreader.network.exchange import NetworkFailure, Reply, Request
from fake_koreader.network.names import NO_NAME, is_address
from fake_koreader.network.server import Server, WsgiApp, WsgiServer

if TYPE_CHECKING:
    import requests
    from responses import BaseResponse
    from responses.registries import FirstMatchRegistry

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Site:
    """A place that listens. ``port`` None: any port; ``tls`` None: whatever the client speaks."""

    host: str
    port: int | None
    tls: bool | None
    server: Server

    def fits(self, host: str, port: int) -> bool:
        """True when a connection to ``host`` and ``port`` ends here."""
        return self.host == host and self.port in (None, port)


class Transport:
    """The world beyond the radio, shared by the devices of a run."""

    def __init__(self) -> None:
        self.names = {"dns.msftncsi.com"}
        """Names that resolve although nothing is mounted there: what KOReader asks to see whether it is online."""
        self._sites: list[Site] = []

    @cached_property
    def session(self) -> requests.Session:
        """The same places for users of `requests`."""
        import requests

        from fake_koreader.network.adapters import Adapter, Nowhere

        session = requests.Session()
        session.trust_env = False
        for scheme in PORTS:
            session.mount(f"{scheme}://", Adapter(Nowhere()))
        for site in reversed(self._sites):
            for prefix in _prefixes(site.host, site.port, site.tls):
                session.mount(prefix, Adapter(site.server))
        return session

    @cached_property
    def _registry(self) -> FirstMatchRegistry:
        from responses.registries import FirstMatchRegistry

        return FirstMatchRegistry()

    def mount(self, place: str, app: WsgiApp) -> None:
        """Serve ``app`` at ``place``: ``books.example`` (any port, TLS or not), ``books.example:6060``, or a URL."""
        self._listen(place, WsgiServer(app))

    def allow(self, url: str, *, timeout: float = 30.0) -> None:
        """Let requests to this URL's host and port out to the real network (or to `responses`, where it is active)."""
        from fake_koreader.network.adapters import RemoteServer

        self._listen(url, RemoteServer(timeout))

    def reply(self, method: str, url: str, **reply: Any) -> BaseResponse:
        """Answer with a canned `responses.Response` (``body``, ``json``, ``status``, ``headers``, ``match``)."""
        from responses import Response

        from fake_koreader.network.adapters import CannedServer

        added = self._registry.add(Response(method, url, **reply))
        parts = urlsplit(url)
        if self.site(parts.hostname or "", parts.port or PORTS[parts.scheme]) is None:
            self._listen(f"{parts.scheme}://{parts.netloc}", CannedServer(self._registry))
        return added

    def unmount(self, place: str) -> None:
        """Stop serving ``place``. ValueError when nothing is there."""
        host, port, tls = parse_place(place)
        kept = [site for site in self._sites if (site.host, site.port, site.tls) != (host, port, tls)]
        if len(kept) == len(self._sites):
            raise ValueError(f"nothing is mounted at '{place}'")
        self._sites = kept
        for prefix in _prefixes(host, port, tls):
            if self._has_session():
                self.session.adapters.pop(prefix, None)

    def _listen(self, place: str, server: Server) -> None:
        host, port, tls = parse_place(place)
        self._sites.insert(0, Site(host, port, tls, server))
        if self._has_session():
            from fake_koreader.network.adapters import Adapter

            for prefix in _prefixes(host, port, tls):
                self.session.mount(prefix, Adapter(server))

    def _has_session(self) -> bool:
        return "session" in vars(self)

    def site(self, host: str, port: int) -> Site | None:
        """What listens at ``host`` and ``port``, or None."""
        host = host.lower()
        return next((site for site in self._sites if site.fits(host, port)), None)

    def resolves(self, host: str) -> bool:
        """True when the name leads to an address."""
        host = host.lower()
        if host == "localhost" or host in self.names or any(site.host == host for site in self._sites):
            return True
        return is_address(host)

    def reach(self, host: str, port: int) -> NetworkFailure | None:
        """Why nobody can be reached at ``host`` and ``port``; None when somebody can."""
        if self.site(host, port) is not None:
            return None
        return NetworkFailure("connection refused" if self.resolves(host) else NO_NAME)

    def send(self, host: str, port: int, request: Request) -> Reply:
        """Hand a request to what listens at ``host`` and ``port``. NetworkFailure when the reply does not come."""
        site = self.site(host, port)
        if site is None:
            raise NetworkFailure("closed")
        return site.server.exchange(request)

    def __repr__(self) -> str:
        return f"<Transport {[site.host for site in self._sites]}>"


def parse_place(place: str) -> tuple[str, int | None, bool | None]:
    """Host, port and TLS of ``host``, ``host:port`` or a URL. ValueError with the mend when it is none of them."""
    if "://" not in place:
        parts = urlsplit(f"//{place}")
        port, tls = parts.port, None
    else:
        parts = urlsplit(place)
        if parts.scheme not in PORTS:
            raise ValueError(f"'{place}': the scheme must be http or https")
        port, tls = parts.port or PORTS[parts.scheme], parts.scheme == "https"
    if not parts.hostname:
        raise ValueError(f"'{place}' names no host: write books.example, books.example:6060 or http://books.example")
    return parts.hostname.lower(), port, tls


def _prefixes(host: str, port: int | None, tls: bool | None) -> list[str]:
    schemes = [scheme for scheme in PORTS if tls is None or (scheme == "https") == tls]
    name = f"[{host}]" if ":" in host else host
    bare = [f"{scheme}://{name}/" for scheme in schemes if port in (None, PORTS[scheme])]
    return bare + [f"{scheme}://{name}:{port}/" for scheme in schemes if port is not None]
