"""What scenarios and tests do to the server behind the protocols' back.

Plain methods over a `Store`; `admin_http` offers the same ones over HTTP. Every list is in the order things
were stored, as plain dicts, with instants in ISO-8601.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from harness.server import (
    book_facts,
    library,
    marks,
    progress,
    reading_states,
    releases,
    sessions,
    settings,
    shelves,
    tokens,
    users,
)
from harness.server.fingerprint import fingerprint_of_bytes, fingerprint_of_file
from harness.server.instants import format_instant, parse_instant
from harness.server.library import NewBook
from harness.server.library import add_book as store_book
from harness.server.store import Row, Store
from harness.server.tokens import TokenPair
from harness.server.users import User


class AdminError(ValueError):
    """What was asked for cannot be done; the text says why."""


class Admin:
    """The hand on the server. Raises `AdminError` for what does not exist or is not allowed."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def add_user(
        self, username: str, password: str, *, koreader_username: str | None = None,
        koreader_password: str | None = None, koreader: bool = True, sync_enabled: bool = True, admin: bool = False,
        download: bool = True, libraries: Iterable[str] | None = None, default_password: bool = False,
    ) -> int:
        """Add a user and return the number of the account.

        With `koreader`, the linked KOReader account takes the same name and password unless others are given.
        `libraries` are the names of those the user may see; None means all of them, also later ones.
        """
        with self.store.transaction():
            try:
                user = users.add_user(self.store, username, password, is_admin=admin, can_download=download,
                                      all_libraries=libraries is None, default_password=default_password)
                if koreader:
                    users.set_koreader_user(self.store, user.id, koreader_username or username,
                                            password if koreader_password is None else koreader_password)
                    users.set_koreader_flag(self.store, user.id, "sync_enabled", sync_enabled)
            except users.NameTaken as error:
                raise AdminError(str(error)) from error
            for name in libraries or ():
                library.grant_library(self.store, user.id, library.add_library(self.store, name))
        return user.id

    def add_book(
        self, title: str, file_name: str, *, authors: Iterable[str] = (), hash: str | None = None,
        content: bytes | None = None, path: str | Path | None = None, size_bytes: int | None = None,
        library: str = "Library", **description: str | None,
    ) -> int:
        """Add a book and return its number.

        `content` or `path` is what a download gives; the fingerprint and the size come from it unless
        `hash` (32 lower-case hex digits) and `size_bytes` are given. `description` takes subtitle, publisher, isbn10,
        isbn13, hardcover_id and hardcover_book_id.
        """
        try:
            if hash is None:
                hash = self._fingerprint(file_name, content, path)
            if size_bytes is None:
                size_bytes = len(content) if content is not None else Path(path).stat().st_size if path else 0
            book = NewBook(title=title, file_name=file_name, hash=hash, authors=tuple(authors), library=library,
                           size_bytes=size_bytes, path=None if path is None else str(path), content=content,
                           **description)
            return store_book(self.store, book)
        except (OSError, TypeError, ValueError) as error:
            raise AdminError(str(error)) from error

    @staticmethod
    def _fingerprint(file_name: str, content: bytes | None, path: str | Path | None) -> str:
        if content is not None:
            return fingerprint_of_bytes(content)
        if path is None:
            raise AdminError(f"{file_name}: give the book's hash, its content or its path")
        return fingerprint_of_file(Path(path))

    def set_hash(self, book_id: int, hash: str) -> None:
        """Change a book's fingerprint, as a server does that writes metadata into the file."""
        with self.store.transaction():
            self.store.execute("INSERT INTO file_identities (file_id, hash, replaced_at) SELECT id, hash, ? FROM files"
                               " WHERE book_id = ? AND hash <> ?", (self.store.now_us(), book_id, hash))
            if not self.store.execute("UPDATE files SET hash = ? WHERE book_id = ?", (hash, book_id)):
                raise AdminError(f"there is no book {book_id}")

    def remove_book(self, book_id: int) -> None:
        """Remove a book; its sessions stay on record."""
        if not library.remove_book(self.store, book_id):
            raise AdminError(f"there is no book {book_id}")

    def books(self) -> list[Row]:
        """Every book: id, title, library, file name, hash, size in bytes."""
        return self.store.rows(
            "SELECT books.id, title, libraries.name AS library, files.name AS file_name, hash, size_bytes FROM books"
            " JOIN libraries ON libraries.id = books.library_id LEFT JOIN files ON files.book_id = books.id"
            " ORDER BY books.id")

    def sessions(self, user: str | None = None, book_id: int | None = None) -> list[Row]:
        """Reading sessions, all or of one user or book."""
        return sessions.list_sessions(self.store, user, book_id)

    def set_facts(self, book_id: int, *, series: str | None = None, series_index: float | None = None,
                  book_type: str | None = None) -> None:
        """Say what series a book belongs to, where in it, and of what kind it is."""
        if library.book_by_id(self.store, book_id) is None:
            raise AdminError(f"no book {book_id}")
        book_facts.set_facts(self.store, book_id, series=series, series_index=series_index, book_type=book_type)

    def ratings(self, user: str | None = None, book_id: int | None = None) -> list[Row]:
        """Ratings: user, book_id, rating."""
        return reading_states.list_ratings(self.store, user, book_id)

    def annotations(self, user: str | None = None, book_id: int | None = None) -> list[Row]:
        """Highlights."""
        return marks.list_marks(self.store, marks.ANNOTATION, user, book_id)

    def notes(self, user: str | None = None, book_id: int | None = None) -> list[Row]:
        """Notes of both kinds; `kind` is "book note" (at a place) or "page note"."""
        found = [row for kind in (marks.BOOK_NOTE, marks.PAGE_NOTE)
                 for row in marks.list_marks(self.store, kind, user, book_id)]
        return sorted(found, key=lambda row: row["id"])

    def bookmarks(self, user: str | None = None, book_id: int | None = None) -> list[Row]:
        """Bookmarks."""
        return marks.list_marks(self.store, marks.BOOKMARK, user, book_id)

    def progress(self, user: str | None = None) -> list[Row]:
        """Places stored by kosync."""
        rows = progress.list_progress(self.store, user)
        return [{**row, "updated_at": format_instant(row["updated_at"])} for row in rows]

    def requests(self) -> list[Row]:
        """The requests log: at, method, path, query, status, user."""
        rows = self.store.rows("SELECT at, method, path, query, status, user FROM requests ORDER BY id")
        return [{**row, "at": format_instant(row["at"])} for row in rows]

    def unknown_endpoints(self) -> list[Row]:
        """Requests to what this server does not speak: method and path."""
        return [{"method": method, "path": path} for method, path in self.store.unknown_endpoints]

    def expire_tokens(self, user: str) -> int:
        """Let every token of a user expire now; how many there were."""
        return tokens.forget_all(self.store, self._user(user).id)

    def set_password(self, user: str, password: str) -> None:
        """Give a user another password, for the KOReader account too. Tokens that were given out stay good."""
        users.set_password(self.store, self._user(user), password)

    def issue_tokens(self, user: str) -> TokenPair:
        """A pair of tokens without a login."""
        return tokens.issue(self.store, self._user(user))

    def set_sync(self, user: str, enabled: bool) -> None:
        """Switch KOReader's progress sync on or off for a user."""
        if not users.set_koreader_flag(self.store, self._user(user).id, "sync_enabled", enabled):
            raise AdminError(f"user {user!r} has no KOReader account")

    def set_download(self, user: str, allowed: bool) -> None:
        """Give or take a user's right to download."""
        with self.store.transaction():
            self.store.execute("UPDATE users SET can_download = ? WHERE id = ?",
                               (int(allowed), self._user(user).id))

    def set_local_login(self, enabled: bool) -> None:
        """Allow logins with a password, or refuse them all."""
        settings.turn(self.store, settings.LOCAL_LOGIN, enabled)

    def add_shelf(self, user: str, name: str, *, public: bool = False, books: Iterable[int] = ()) -> int:
        """Add a shelf with books on it and return its number."""
        with self.store.transaction():
            try:
                shelf = shelves.add_shelf(self.store, self._user(user).id, name, public=public)
            except shelves.ShelfExists:
                raise AdminError(f"user {user!r} has a shelf {name!r} already") from None
            shelves.move_books(self.store, books, [shelf["id"]], [])
        return int(shelf["id"])

    def set_shelf_public(self, shelf_id: int, public: bool) -> None:
        """Show a shelf to everybody, or to its owner alone."""
        with self.store.transaction():
            if not self.store.execute("UPDATE shelves SET public = ? WHERE id = ?", (int(public), shelf_id)):
                raise AdminError(f"there is no shelf {shelf_id}")

    def shelves(self) -> list[Row]:
        """Every shelf: id, user, name, public, and the numbers of its books."""
        rows = self.store.rows("SELECT shelves.id, users.username AS user, name, public FROM shelves"
                               " JOIN users ON users.id = shelves.user_id ORDER BY shelves.id")
        for row in rows:
            row["public"] = bool(row["public"])
            row["books"] = [book["id"] for book in shelves.books_on_shelf(self.store, row["id"])]
        return rows

    def set_release(self, repository: str, tag: str, *, body: str = "", published_at: str = "1970-01-01T00:00:00Z",
                    assets: Mapping[str, bytes] | None = None) -> None:
        """Make `tag` the latest release of `repository` ("owner/name")."""
        owner, slash, name = repository.partition("/")
        if not (owner and slash and name):
            raise AdminError(f"a repository is owner/name, not {repository!r}")
        try:
            published_us = parse_instant(published_at)
        except ValueError as error:
            raise AdminError(str(error)) from error
        releases.set_release(self.store, owner, name, tag, body=body, published_at=published_us, assets=assets or {})

    def reset(self) -> None:
        """Forget users, books and everything else."""
        self.store.reset()

    def _user(self, username: str) -> User:
        user = users.find_user(self.store, username)
        if user is None:
            raise AdminError(f"there is no user {username!r}")
        return user
