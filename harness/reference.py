"""The reference server as a story's backend: in this process, or over HTTP where one runs elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from harness.backend import Record
from harness.errors import CannotRun
from harness.server import Admin, AdminError, Store, create_app
from harness.server.bookorbit.admin import OrbitAdmin
from harness.server.context import check_quirks
from harness.server.tome.admin import TomeAdmin

HOST = "books.example"


class Dated:
    """A WSGI application whose answers bear the date, as every web server's do: the true time of whoever asks."""

    def __init__(self, app: Any, present: Callable[[], float]) -> None:
        self._app, self._present = app, present

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            # A file's answer brings a date of its own: the host's.
            others = [(name, value) for name, value in headers if name.lower() != "date"]
            dated = [*others, ("Date", formatdate(self._present(), usegmt=True))]
            return start_response(status, dated, *rest)

        answer: Iterable[bytes] = self._app(environ, start)
        return answer


class InProcess:
    """A fresh reference server in memory, with the story's own time."""

    base_url = f"http://{HOST}"

    def __init__(
        self, *, now: Callable[[], float], seed: int, quirks: list[str], present: Callable[[], float] | None = None
    ) -> None:
        """`now` never goes back, whichever device asks; `present` is the true time of the one that does."""
        self.store = Store(":memory:", password_rounds=1)
        self.admin = Admin(self.store)
        self.app = create_app(self.store, now=now, seed=seed, quirks=quirks)
        self._dated = Dated(self.app, present or now)
        self._books: dict[Path, int] = {}
        self._tome = TomeAdmin(self.app)
        self._keys: dict[str, str] = {}

    def connect(self, transport: Any) -> None:
        """Mount the server where devices look for it."""
        transport.mount(HOST, self._dated)

    def add_user(self, name: str, password: str) -> None:
        """Make an account, with the KOReader account that belongs to it."""
        self.admin.add_user(name, password)

    def change_password(self, name: str, password: str) -> None:
        """Give both accounts of a user another password."""
        self.admin.set_password(name, password)

    def expire_tokens(self, name: str) -> None:
        """Make all tokens of an account invalid."""
        self.admin.expire_tokens(name)

    def add_book(self, file: Path, *, title: str | None, authors: list[str], isbn: str | None) -> int:
        """Put a book into the library; returns its id."""
        number = self.admin.add_book(title or file.stem, file.name, path=file, authors=authors, isbn13=isbn)
        self._books[file] = number
        return number

    def set_series(self, file: Path, series: str | None, number: float | None, kind: str | None) -> None:
        """Say what series a book belongs to."""
        self.admin.set_facts(self._books[file], series=series, series_index=number, book_type=kind)

    def remove_book(self, file: Path) -> None:
        """Take a book out of the library. KeyError when it never came in."""
        self.admin.remove_book(self._books.pop(file))

    def book_number(self, file: Path) -> int:
        """The number of a book."""
        return self._books[file]

    def bookorbit(self, action: str, **arguments: Any) -> Any:
        """Do something on the web or on a Kobo."""
        return getattr(OrbitAdmin(self.store), action)(**arguments)

    def bookorbit_records(self, kind: str, user: str) -> list[Record]:
        """BookOrbit's records of a user."""
        found: list[Record] = getattr(OrbitAdmin(self.store), kind)(user)
        return found

    def api_key(self, name: str) -> str:
        """A user's key; made when it is first asked for."""
        if name not in self._keys:
            self._keys[name] = self._tome.add_key(name)
        return self._keys[name]

    def revoke_keys(self, name: str) -> None:
        """Take back every key of a user."""
        self._keys.pop(name, None)
        for row in self._tome.keys(name):
            self._tome.revoke_key(name, row["id"])

    def read_on_the_web(self, name: str, file: Path, fraction: float | None, location: str | None) -> None:
        """Open a book in the web reader, and read on. KeyError when the book never came in."""
        self._tome.web_open(name, self._books[file])
        if fraction is not None or location is not None:
            self._tome.web_read(name, self._books[file], fraction, location)

    def package(self, kind: str, name: str, password: str) -> bytes:
        """What the page gives to that user. AdminError when it gives nothing."""
        form = {"kind": kind, "username": name, "password": password, "server_url": self.base_url}
        reply = self.app.test_client().post("/package", data=form)
        if reply.status_code != 200:
            raise AdminError(f"the server answered {reply.status_code} to {name}'s wish for a package")
        content: bytes = reply.data
        return content

    def publish(self, repository: str, version: str, notes: str, assets: Mapping[str, bytes]) -> None:
        """Make a version the latest release."""
        self.admin.set_release(repository, version, body=notes, assets=assets)

    def set_quirk(self, name: str, on: bool) -> None:
        """Switch a misbehaviour on or off. ValueError for an unknown one."""
        chosen = set(self.app.config["QUIRKS"]) - {name} | ({name} if on else set())
        self.app.config["QUIRKS"] = check_quirks(chosen)

    def records(self, kind: str) -> list[Record]:
        """The server's records of one kind."""
        found: list[Record] = self._tome.positions() if kind == "positions" else getattr(self.admin, kind)()
        return found

    def requests(self) -> list[Record]:
        """The requests that arrived."""
        return self.admin.requests()

    def unknown_endpoints(self) -> list[str]:
        """What was asked for and does not exist."""
        return [f"{row['method']} {row['path']}" for row in self.admin.unknown_endpoints()]

    def close(self) -> None:
        """Close the store."""
        self.store.close()


class OverHttp:
    """A reference server that runs elsewhere (``koharness serve --admin-token``), told what to do over HTTP.

    It keeps its own time. It is emptied before each run.
    """

    def __init__(self, url: str, token: str) -> None:
        self.base_url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["X-Admin-Token"] = token
        self._books: dict[Path, int] = {}
        self._quirks: set[str] = set()
        self._passwords: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._ask("POST", "reset")

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        try:
            reply = self._session.request(method, f"{self.base_url}/admin/{path}", json=body, timeout=30)
        except requests.RequestException as error:
            raise CannotRun(f"the server {self.base_url} cannot be reached: {error}") from None
        if reply.status_code == 403:
            raise CannotRun(f"{self.base_url} does not accept the admin token (--admin-token)")
        if reply.status_code in (404, 501):
            raise CannotRun(f"{self.base_url} has no admin API: start it with `koharness serve --admin-token TOKEN`")
        if reply.status_code == 400:
            raise AdminError(str(reply.json().get("error")))
        if not reply.ok:
            raise CannotRun(f"{self.base_url} answered {reply.status_code} to /admin/{path}")
        return reply.json() if reply.content else None

    def _as_user(self, name: str, method: str, path: str, body: Any = None) -> Any:
        """Ask Tome's own API as one of its users; what it answers."""
        login = {"username": name, "password": self._passwords[name]}
        try:
            token = self._session.post(f"{self.base_url}/api/auth/login", json=login, timeout=30).json()
            headers = {"Authorization": f"Bearer {token['access_token']}"}
            reply = self._session.request(method, f"{self.base_url}/api/{path}", json=body, headers=headers, timeout=30)
        except (requests.RequestException, KeyError, ValueError) as error:
            raise CannotRun(f"{self.base_url} does not let {name} into Tome: {error}") from None
        if not reply.ok:
            raise CannotRun(f"{self.base_url} answered {reply.status_code} to {method} /api/{path}")
        return reply.json() if reply.content else None

    def connect(self, transport: Any) -> None:
        """Let devices reach the real address."""
        transport.allow(self.base_url)

    def add_user(self, name: str, password: str) -> None:
        """Make an account."""
        self._ask("POST", "users", {"username": name, "password": password})
        self._passwords[name] = password

    def change_password(self, name: str, password: str) -> None:
        """Give both accounts of a user another password."""
        self._ask("POST", f"users/{quote(name, safe='')}/password", {"password": password})
        self._passwords[name] = password

    def expire_tokens(self, name: str) -> None:
        """Make all tokens of an account invalid."""
        self._ask("POST", f"users/{quote(name, safe='')}/expire-tokens")

    def add_book(self, file: Path, *, title: str | None, authors: list[str], isbn: str | None) -> int:
        """Put a book into the library; returns its id."""
        content = base64.b64encode(file.read_bytes()).decode("ascii")
        body = {"title": title or file.stem, "file_name": file.name, "content_base64": content, "authors": authors}
        number = int(self._ask("POST", "books", {**body, "isbn13": isbn})["id"])
        self._books[file] = number
        return number

    def set_series(self, file: Path, series: str | None, number: float | None, kind: str | None) -> None:
        """Say what series a book belongs to."""
        body = {"series": series, "series_index": number, "book_type": kind}
        self._ask("POST", f"books/{self._books[file]}/facts", body)

    def remove_book(self, file: Path) -> None:
        """Take a book out of the library."""
        self._ask("DELETE", f"books/{self._books.pop(file)}")

    def book_number(self, file: Path) -> int:
        """The number of a book."""
        return self._books[file]

    def bookorbit(self, action: str, **arguments: Any) -> Any:
        """Do something on the web or on a Kobo."""
        answer = self._ask("POST", f"bookorbit/{action.replace('_', '-')}", arguments)
        return answer["id"] if answer else None

    def bookorbit_records(self, kind: str, user: str) -> list[Record]:
        """BookOrbit's records of a user."""
        found: list[Record] = self._ask("GET", f"bookorbit/{kind.replace('_', '-')}?user={quote(user)}")
        return found

    def api_key(self, name: str) -> str:
        """A user's key; made when it is first asked for."""
        if name not in self._keys:
            self._keys[name] = str(self._as_user(name, "POST", "plugin/api-keys", {"label": "koharness"})["key"])
        return self._keys[name]

    def revoke_keys(self, name: str) -> None:
        """Take back every key of a user."""
        self._keys.pop(name, None)
        for row in self._as_user(name, "GET", "plugin/api-keys"):
            self._as_user(name, "DELETE", f"plugin/api-keys/{row['id']}")

    def read_on_the_web(self, name: str, file: Path, fraction: float | None, location: str | None) -> None:
        """What the web reader asks when it opens a book, and what it saves when somebody has read on."""
        path = f"books/{self._books[file]}/status"
        self._as_user(name, "GET", path)
        if fraction is not None or location is not None:
            self._as_user(name, "PUT", path, {"progress_pct": fraction, "cfi": location})

    def package(self, kind: str, name: str, password: str) -> bytes:
        """What the page gives to that user. AdminError when it gives nothing."""
        form = {"kind": kind, "username": name, "password": password, "server_url": self.base_url}
        try:
            reply = self._session.post(f"{self.base_url}/package", data=form, timeout=30)
        except requests.RequestException as error:
            raise CannotRun(f"the server {self.base_url} cannot be reached: {error}") from None
        if reply.status_code != 200:
            raise AdminError(f"the server answered {reply.status_code} to {name}'s wish for a package")
        return reply.content

    def publish(self, repository: str, version: str, notes: str, assets: Mapping[str, bytes]) -> None:
        """Make a version the latest release."""
        encoded = {name: base64.b64encode(content).decode("ascii") for name, content in assets.items()}
        self._ask("POST", "releases", {"repository": repository, "tag": version, "body": notes,
                                       "assets_base64": encoded})

    def set_quirk(self, name: str, on: bool) -> None:
        """Switch a misbehaviour on or off."""
        self._quirks = self._quirks - {name} | ({name} if on else set())
        self._ask("POST", "quirks", {"quirks": sorted(self._quirks)})

    def records(self, kind: str) -> list[Record]:
        """The server's records of one kind."""
        if kind == "positions":
            return self._positions()
        found: list[Record] = self._ask("GET", kind)
        return found

    def _positions(self) -> list[Record]:
        found: list[Record] = []
        for name in self._passwords:
            for number in self._books.values():
                place = self._as_user(name, "GET", f"books/{number}/position-history")["current"]
                if place is not None:
                    found.append({"user": name, "book_id": number, **place})
        return found

    def requests(self) -> list[Record]:
        """The requests that arrived."""
        return self.records("requests")

    def unknown_endpoints(self) -> list[str]:
        """What was asked for and does not exist."""
        return [f"{row['method']} {row['path']}" for row in self.records("unknown-endpoints")]

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()
