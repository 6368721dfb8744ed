"""What can answer a device's requests. Those that need `requests` are in ``adapters.py``, loaded when they are used."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from fake_koreader.network.exchange import Headers, Reply, Request

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Server(ABC):
    """Something that answers requests."""

    @abstractmethod
    def exchange(self, request: Request) -> Reply:
        """The reply to ``request``. NetworkFailure when none comes."""


class WsgiServer(Server):
    """An application in this process. What it raises becomes a 500, with the traceback kept in ``crashes``."""

    def __init__(self, app: WsgiApp) -> None:
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
            import traceback

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
