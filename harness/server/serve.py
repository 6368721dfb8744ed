"""The reference server for real devices: waitress over a store in a file, with the host's own time."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import waitress

from harness.server.admin import Admin
from harness.server.app import create_app
from harness.server.fingerprint import fingerprint_of_file
from harness.server.store import Store

DEMO_USER = "mira"
DEMO_PASSWORD = "tide-pool"
BOOK_SUFFIXES = {".epub", ".pdf", ".cbz", ".cbr"}
SERVE_PASSWORD_ROUNDS = 200_000

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def serve(
    host: str, port: int, db_path: str | Path, demo: bool, *, books: Path | None = None,
    quirks: Iterable[str] = (), admin_token: str | None = None, say: Callable[[str], None] = print,
) -> None:
    """Serve until interrupted.

    `demo` adds the user mira with the password tide-pool, `books` a directory whose EPUB, PDF, CBZ and CBR files
    become the library. Raises OSError when the address is taken, ValueError for an unknown quirk.
    """
    store = Store(db_path, password_rounds=SERVE_PASSWORD_ROUNDS)
    try:
        server = waitress.create_server(
            build(store, demo=demo, books=books, quirks=quirks, admin_token=admin_token, say=say), host=host, port=port)
        for address in addresses(host, port):
            say(f"Serving {address}")
        if demo:
            say(f"Log in as {DEMO_USER}, password {DEMO_PASSWORD} (BookLore and KOReader account alike)")
        server.run()
    finally:
        store.close()


def build(store: Store, *, demo: bool = False, books: Path | None = None, quirks: Iterable[str] = (),
          admin_token: str | None = None, say: Callable[[str], None] = print) -> WsgiApp:
    """The application over `store`, safe to call from several threads."""
    app = create_app(store, now=time.time, seed=secrets.randbits(128), quirks=quirks, admin_token=admin_token,
                     public=True)
    if demo and store.one("SELECT 1 FROM users WHERE username = ?", (DEMO_USER,)) is None:
        Admin(store).add_user(DEMO_USER, DEMO_PASSWORD, admin=True)
    if books is not None:
        added, unreadable = add_books(store, books)
        say(f"Added {added} books from {books}")
        for line in unreadable:
            say(f"Left out {line}")

    def locked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with store.lock:
            return app(environ, start_response)

    return locked


def add_books(store: Store, directory: Path) -> tuple[int, list[str]]:
    """Add every book file under `directory` that the store does not have; how many, and which could not be read.

    Raises NotADirectoryError when there is no such directory.
    """
    if not directory.is_dir():
        raise NotADirectoryError(f"{directory}: no such directory")
    admin = Admin(store)
    known = {(row["file_name"], row["hash"]) for row in admin.books()}
    added, unreadable = 0, []
    for path in sorted(directory.rglob("*")):
        if path.suffix.lower() not in BOOK_SUFFIXES or not path.is_file():
            continue
        try:
            fingerprint = fingerprint_of_file(path)
        except OSError as error:
            unreadable.append(f"{path}: {error.strerror}")
            continue
        if (path.name, fingerprint) not in known:
            admin.add_book(path.stem, path.name, hash=fingerprint, path=path.resolve())
            added += 1
    return added, unreadable


def addresses(host: str, port: int) -> list[str]:
    """The URLs a device may use: for "all interfaces", those of this machine."""
    if host not in ("0.0.0.0", "::", ""):
        return [f"http://{f'[{host}]' if ':' in host else host}:{port}"]
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
    except OSError:
        found = set()
    return [f"http://{address}:{port}" for address in sorted(found | {"127.0.0.1"})]
