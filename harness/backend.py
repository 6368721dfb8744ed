"""The server of a story: the reference server in this process, or one that runs elsewhere.

Both are asked through the same few methods; sessions and other records are plain dicts as the server's admin API
gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

Record = dict[str, Any]


class Backend(Protocol):
    """What a story asks of its server, beside what devices ask of it."""

    base_url: str

    def connect(self, transport: Any) -> None:
        """Make the server reachable through a device's transport."""

    def add_user(self, name: str, password: str) -> None:
        """Make an account."""

    def change_password(self, name: str, password: str) -> None:
        """Give an account another password."""

    def expire_tokens(self, name: str) -> None:
        """Make all tokens of an account invalid."""

    def add_book(self, file: Path, *, title: str | None, authors: list[str], isbn: str | None) -> int:
        """Put a book into the library; returns its id."""

    def set_series(self, file: Path, series: str | None, number: float | None, kind: str | None) -> None:
        """Say what series a book belongs to, where in it, and of what kind it is."""

    def remove_book(self, file: Path) -> None:
        """Take a book out of the library."""

    def book_number(self, file: Path) -> int:
        """The server's number of a book. KeyError when it never came in."""

    def bookorbit(self, action: str, **arguments: Any) -> Any:
        """What BookOrbit's web reader, a Kobo or its administrator does (`OrbitAdmin`'s methods by name).

        ValueError, with the reason, for what cannot be done.
        """

    def bookorbit_records(self, kind: str, user: str) -> list[Record]:
        """A list of BookOrbit's records of a user, by the name of the method of `OrbitAdmin`."""

    def api_key(self, name: str) -> str:
        """A key for a user's devices, as Tome gives them out; the same one each time."""

    def revoke_keys(self, name: str) -> None:
        """Take back every key of a user."""

    def read_on_the_web(self, name: str, file: Path, fraction: float | None, location: str | None) -> None:
        """A user opens a book in the web reader; with a `fraction` (0-1), reads on to there."""

    def package(self, kind: str, name: str, password: str) -> bytes:
        """The zip of our plugin that a user gets from the server's page, for a kind of account."""

    def publish(self, repository: str, version: str, notes: str, assets: Mapping[str, bytes]) -> None:
        """Make a version the latest release of "owner/name"."""

    def set_quirk(self, name: str, on: bool) -> None:
        """Switch a misbehaviour of the server on or off."""

    def records(self, kind: str) -> list[Record]:
        """All of a kind, oldest first.

        Kinds: ``sessions``, ``ratings``, ``annotations``, ``notes``, ``bookmarks``, ``positions`` (by book),
        ``progress`` (by document).
        """

    def requests(self) -> list[Record]:
        """The requests that arrived: method, path, status, user."""

    def unknown_endpoints(self) -> list[str]:
        """``GET /path`` of each request to an endpoint that the server does not know."""

    def close(self) -> None:
        """Let go of everything."""
