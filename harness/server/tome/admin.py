"""What scenarios and tests do to Tome behind its protocol's back, and its web reader as an actor."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Flask

from harness.server import anchored_annotations as kept
from harness.server import api_keys, book_facts, library, positions, settings, users
from harness.server.admin import AdminError
from harness.server.context import STORE_EXTENSION
from harness.server.fingerprint import fingerprint_of_bytes
from harness.server.store import Row, Store
from harness.server.tome import inbox, logins, moments, web_reader
from harness.server.tome.packages import BUILD, IMPLEMENTATION, SEMVER
from harness.server.tome.states import WORDS, state_of
from harness.server.users import User

LISTS = ("positions", "annotations")
ACTIONS = (
    "add_key", "keys", "revoke_key", "log_in", "disable_user", "set_book", "add_file", "state", "web_open", "web_read",
    "web_turn_to", "web_annotate", "web_remove_annotation", "send_to_device", "set_inbox", "set_registration",
    "set_implementation",
)
"""What the admin API over HTTP offers, under /admin/tome."""


class TomeAdmin:
    """The hand on Tome's side of the server. Raises `AdminError` for what does not exist or is not allowed."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.store: Store = app.extensions[STORE_EXTENSION]

    def add_key(self, user: str, label: str = api_keys.LABEL) -> str:
        """Make a key for the plugin and return it; it cannot be read again."""
        return api_keys.create_key(self.store, self._user(user).id, label).key

    def keys(self, user: str) -> list[Row]:
        """A user's keys: id, label, preview, created_at, last_used_at."""
        return api_keys.keys_of(self.store, self._user(user).id)

    def revoke_key(self, user: str, key_id: int) -> None:
        """Take a key back."""
        if not api_keys.revoke_key(self.store, self._user(user).id, key_id):
            raise AdminError(f"user {user!r} has no key {key_id}")

    def log_in(self, user: str) -> str:
        """A login token without a password."""
        return logins.log_in(self.store, self._user(user))

    def disable_user(self, user: str, disabled: bool = True) -> None:
        """Shut a user out, or let them in again."""
        with self.store.transaction():
            self.store.execute("UPDATE users SET disabled = ? WHERE id = ?", (int(disabled), self._user(user).id))

    def set_book(self, book_id: int, *, series: str | None = None, series_index: float | None = None,
                 book_type: str | None = None) -> None:
        """Say what series a book belongs to and of what kind it is."""
        book_facts.set_facts(self.store, self._book(book_id), series=series, series_index=series_index,
                             book_type=book_type)

    def add_file(self, book_id: int, file_name: str, content: bytes) -> int:
        """Give a book a further file, in another format, and return its number."""
        extension = file_name.rpartition(".")[2].lower()
        if extension not in library.BOOK_TYPES:
            raise AdminError(f"{file_name}: not a book file")
        with self.store.transaction():
            return self.store.insert(
                "files", book_id=self._book(book_id), name=file_name, extension=extension,
                book_type=library.BOOK_TYPES[extension], size_bytes=len(content), hash=fingerprint_of_bytes(content),
                content=content, added_at=self.store.now_us())

    def positions(self, user: str | None = None, book_id: int | None = None) -> list[Row]:
        """Places: user, book_id, percentage (0–1), progress, device, updated_at."""
        return positions.list_positions(self.store, user, book_id)

    def annotations(self, user: str | None = None, book_id: int | None = None) -> list[Row]:
        """Highlights by their anchor."""
        return kept.list_annotations(self.store, user, book_id)

    def state(self, user: str, book_id: int) -> Row:
        """What is known of a user and a book: status, progress (0–1), rating (stars), review, …"""
        with self.app.app_context():
            return state_of(self._user(user).id, self._book(book_id))

    def web_open(self, user: str, book_id: int) -> dict[str, Any]:
        """The user opens a book in the web reader: the `cfi` it goes to, or None, and the `fraction`."""
        with self.app.app_context():
            return asdict(web_reader.open_book(self._user(user).id, self._book(book_id)))

    def web_read(self, user: str, book_id: int, progress: float | None = None, cfi: str | None = None,
                 status: str | None = None) -> None:
        """The user reads in the web reader; `progress` is a fraction up to 1 and a percentage above."""
        if status is not None and status not in WORDS:
            raise AdminError(f"status must be one of {', '.join(WORDS)}, not {status!r}")
        with self.app.app_context():
            web_reader.save(self._user(user).id, self._book(book_id), progress, cfi, status)

    def web_turn_to(self, user: str, book_id: int, page: int, pages: int) -> None:
        """The user turns to a page (1 to `pages`) of a comic in the web reader."""
        if not 1 <= page <= pages:
            raise AdminError(f"there is no page {page} of {pages}")
        with self.app.app_context():
            web_reader.turn_to(self._user(user).id, self._book(book_id), page, pages)

    def web_annotate(self, user: str, book_id: int, anchor: str, text: str, *, note: str | None = None,
                     color: str | None = None) -> None:
        """The user highlights on the web (`anchor` is `web:` and something), or edits what a device highlighted."""
        number, now = self._user(user).id, moments.wall_clock(self.store.now_us())
        old = kept.annotation_at(self.store, number, self._book(book_id), anchor) or {}
        kept.put_annotation(
            self.store, number, book_id, anchor, text=text, note=note, color=color, chapter=old.get("chapter"),
            anchor_end=old.get("anchor_end"), datetime=old.get("datetime") or now, datetime_updated=now, by_server=1)

    def web_remove_annotation(self, user: str, book_id: int, anchor: str) -> None:
        """The user deletes a highlight on the web."""
        number = self._user(user).id
        if kept.annotation_at(self.store, number, book_id, anchor) is None:
            raise AdminError(f"user {user!r} has no annotation at {anchor!r} in book {book_id}")
        kept.bury(self.store, number, book_id, anchor, moments.wall_clock(self.store.now_us()), by_server=True)

    def send_to_device(self, user: str, book_id: int, file_id: int | None = None) -> None:
        """Put a book into a user's inbox."""
        with self.app.app_context():
            if not inbox.queue_book(self._user(user), self._book(book_id), file_id):
                raise AdminError(f"book {book_id} waits for user {user!r} already, or is not theirs to see")

    def set_inbox(self, enabled: bool) -> None:
        """Switch the inbox on or off."""
        settings.turn(self.store, settings.INBOX, enabled)

    def set_registration(self, enabled: bool) -> None:
        """Let devices make accounts for KOReader's own progress sync, or not."""
        settings.turn(self.store, settings.REGISTRATION, enabled)

    def set_implementation(self, template: str, *, build: int = BUILD, semver: str = SEMVER) -> None:
        """Put in the text that TomeSync updates itself to; its marks are @SERVER_URL@, @API_KEY@, @USERNAME@."""
        with self.store.transaction():
            self.store.execute("INSERT OR REPLACE INTO plugin_texts (name, build, semver, template)"
                               " VALUES (?, ?, ?, ?)", (IMPLEMENTATION, build, semver, template))

    def _user(self, username: str) -> User:
        user = users.find_user(self.store, username)
        if user is None:
            raise AdminError(f"there is no user {username!r}")
        return user

    def _book(self, book_id: int) -> int:
        if library.book_by_id(self.store, book_id) is None:
            raise AdminError(f"there is no book {book_id}")
        return book_id
