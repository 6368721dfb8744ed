"""What scenarios and tests do to BookOrbit behind the protocol's back: the web reader, a Kobo, the administrator.

Methods are called outside of a request, where no quirk is on, or by the admin API, where those of the server are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from harness.server import library, users
from harness.server.bookorbit import accounts, annotation, bookmarks, conversion, figures, positions, statuses
from harness.server.bookorbit.annotation import EXACT
from harness.server.bookorbit.instants import iso_millis, iso_millis_or_none
from harness.server.bookorbit.matching import Match, primary_file
from harness.server.bookorbit.palette import DRAWERS, color_code, color_name
from harness.server.store import Row, Store
from harness.server.users import User

SOURCES = ("web", "kobo")
ACTIONS = (
    "set_permission", "set_active", "set_libraries", "set_progress", "reset_progress", "set_status", "set_rating",
    "set_review", "add_annotation", "edit_annotation", "delete_annotation", "add_bookmark", "delete_bookmark",
)
LISTS = ("progress", "annotations", "bookmarks", "states", "devices", "sync_status")


class OrbitAdminError(ValueError):
    """What was asked for cannot be done; the text says why."""


class OrbitAdmin:
    """The hand on BookOrbit. Raises `OrbitAdminError` for what does not exist or is not allowed."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def set_permission(self, user: str, allowed: bool) -> None:
        """Give or take the permission `koreader_sync`."""
        accounts.change(self.store, self._user(user).id, "permission", int(allowed))

    def set_active(self, user: str, active: bool) -> None:
        """Enable or disable a user."""
        accounts.change(self.store, self._user(user).id, "active", int(active))

    def set_libraries(self, user: str, libraries: Iterable[str] | None) -> None:
        """Let a user see these libraries and no others; None means all."""
        found = self._user(user)
        with self.store.transaction():
            self.store.execute("UPDATE users SET all_libraries = ? WHERE id = ?", (int(libraries is None), found.id))
            self.store.execute("DELETE FROM library_access WHERE user_id = ?", (found.id,))
            for name in libraries or ():
                library.grant_library(self.store, found.id, library.add_library(self.store, name))

    def set_plugin(self, files: Mapping[str, bytes] | Path | None) -> None:
        """Give the server the plugin that it hands out: files by path, a directory of them, or None for none."""
        if isinstance(files, Path):
            if not files.is_dir():
                raise OrbitAdminError(f"{files}: no such directory")
            files = {path.relative_to(files).as_posix(): path.read_bytes()
                     for path in sorted(files.rglob("*")) if path.is_file()}
        with self.store.transaction():
            self.store.execute("DELETE FROM orbit_plugin_files")
            for path, content in sorted((files or {}).items()):
                self.store.insert("orbit_plugin_files", path=path, content=content)

    def set_progress(self, user: str, book_id: int, progress: float, *, source: str = "web", cfi: str | None = None,
                     xpointer: str | None = None, page: int | None = None) -> None:
        """Read on to `progress` (0–1) in the web reader or on a Kobo."""
        if not 0 <= progress <= 1:
            raise OrbitAdminError(f"progress is 0–1, not {progress}")
        found, match = self._book(user, book_id)
        positions.write_from_web(self.store, found.id, match, progress * 100, source=self._source(source), cfi=cfi,
                                 xpointer=xpointer, page=page)

    def reset_progress(self, user: str, book_id: int) -> None:
        """Clear the progress on the web: devices are sent to the start."""
        found, match = self._book(user, book_id)
        positions.reset(self.store, found.id, match)

    def set_status(self, user: str, book_id: int, status: str) -> None:
        """Set the read status on the web; unread clears the progress too."""
        if status not in statuses.STATUSES:
            raise OrbitAdminError(f"no such status: {status!r}; known are {', '.join(statuses.STATUSES)}")
        found, match = self._book(user, book_id)
        with self.store.transaction():
            statuses.set_status(self.store, found.id, book_id, status)
            if status == "unread":
                positions.reset(self.store, found.id, match)

    def set_rating(self, user: str, book_id: int, rating: float | None) -> None:
        """Rate a book 0–5 on the web, or take the rating away."""
        if rating is not None and not 0 <= rating <= 5:
            raise OrbitAdminError(f"a rating is 0–5, not {rating}")
        statuses.set_rating(self.store, self._book(user, book_id)[0].id, book_id, rating)

    def set_review(self, user: str, book_id: int, review: str | None) -> None:
        """Review a book on the web, or take the review away."""
        statuses.set_review(self.store, self._book(user, book_id)[0].id, book_id, review)

    def add_annotation(
        self, user: str, book_id: int, text: str, *, source: str = "web", note: str | None = None,
        chapter: str | None = None, color: str = "yellow", style: str = "highlight", cfi: str | None = None,
        pos0: str | None = None, pos1: str | None = None, pageno: int | None = None,
    ) -> int:
        """Highlight in the web reader or on a Kobo, and return the number. The place is a CFI, which the server
        converts for devices, or xpointers."""
        found, match = self._book(user, book_id)
        if cfi is None and pos0 is None:
            raise OrbitAdminError("give the place of the highlight: cfi, or pos0 and pos1")
        with self.store.transaction():
            number = annotation.create(
                self.store, found.id, book_id, text=text, note=note, chapter=chapter, color=color_code(color),
                style=self._style(style), origin=self._source(source), edit_pending=0)
            if cfi is not None:
                annotation.set_position(self.store, number, "cfi", cfi, None, EXACT)
            if pos0 is not None:
                format = "pdf" if match.paged else "xpointer"
                annotation.set_position(self.store, number, format, pos0, pos1, EXACT, pageno)
        return number

    def edit_annotation(self, annotation_id: int, **changes: str | None) -> None:
        """Change text, note, chapter, color or style on the web."""
        unknown = sorted(set(changes) - {"text", "note", "chapter", "color", "style"})
        if unknown:
            raise OrbitAdminError(f"a highlight has no {unknown[0]!r}; it has text, note, chapter, color, style")
        if "color" in changes:
            changes["color"] = color_code(changes["color"])
        if "style" in changes:
            changes["style"] = self._style(changes["style"] or "")
        with self.store.transaction():
            annotation.change(self.store, self._annotation(annotation_id), edit_pending=1, **changes)

    def delete_annotation(self, annotation_id: int) -> None:
        """Delete a highlight on the web."""
        with self.store.transaction():
            annotation.delete(self.store, self._annotation(annotation_id))

    def add_bookmark(self, user: str, book_id: int, title: str, *, source: str = "web", cfi: str | None = None,
                     pos: str | None = None, pageno: int | None = None) -> int:
        """Set a bookmark in the web reader, and return its number."""
        found, _ = self._book(user, book_id)
        if cfi is None and pos is None:
            raise OrbitAdminError("give the place of the bookmark: cfi or pos")
        with self.store.transaction():
            return bookmarks.create(self.store, found.id, book_id, pos=pos, cfi=cfi, title=title, pageno=pageno,
                                    origin=self._source(source))

    def delete_bookmark(self, bookmark_id: int) -> None:
        """Delete a bookmark on the web."""
        if self.store.one("SELECT 1 FROM orbit_bookmarks WHERE id = ? AND deleted_at IS NULL", (bookmark_id,)) is None:
            raise OrbitAdminError(f"there is no bookmark {bookmark_id}")
        with self.store.transaction():
            bookmarks.delete(self.store, bookmark_id)

    def progress(self, user: str) -> list[Row]:
        """The newest place in each file: book_id, progress (0–1), location, device, and the status of the book."""
        found = self._user(user)
        listed = []
        for row in self.store.rows("SELECT id FROM books ORDER BY id"):
            match = primary_file(self.store, found, row["id"])
            newest = None if match is None else positions.newest(self.store, found.id, match)
            if newest is not None:
                listed.append({"book_id": row["id"], "progress": newest["percentage"], "location": newest["progress"],
                               "device": newest["device"], "device_id": newest["device_id"],
                               "status": statuses.state_of(self.store, found.id, row["id"])["status"]})
        return listed

    def annotations(self, user: str, *, deleted: bool = False) -> list[Row]:
        """Highlights that are there, or those in the trash."""
        rows = self.store.rows(
            f"SELECT * FROM orbit_annotations WHERE user_id = ? AND deleted_at IS {'NOT' if deleted else ''} NULL"
            " ORDER BY id", (self._user(user).id,))
        return [self._annotation_row(row) for row in rows]

    def _annotation_row(self, row: Row) -> Row:
        places = {place["format"]: place for place in self.store.rows(
            "SELECT * FROM orbit_annotation_positions WHERE annotation_id = ? ORDER BY id", (row["id"],))}
        place = places.get("xpointer") or places.get("pdf") or {}
        cfi = places.get("cfi", {}).get("pos0")
        if cfi is None and place.get("format") == "xpointer":
            match = primary_file(self.store, self._user_by_id(row["user_id"]), row["book_id"])
            cfi = None if match is None else conversion.cfi_of(conversion.spine_of(self.store, match.file_id),
                                                               place["pos0"] or "")
        return {
            "id": row["id"], "book_id": row["book_id"], "text": row["text"], "note": row["note"],
            "chapter": row["chapter"], "color": color_name(row["color"]), "style": row["style"],
            "drawer": DRAWERS[row["style"]], "origin": row["origin"], "version": row["version"],
            "datetime": row["device_created"], "datetime_updated": row["device_updated"], "cfi": cfi,
            "pos0": place.get("pos0"), "pos1": place.get("pos1"), "position_status": place.get("status")}

    def bookmarks(self, user: str) -> list[Row]:
        """Bookmarks that are there: id, book_id, title, pos, cfi, origin."""
        return self.store.rows("SELECT id, book_id, title, pos, cfi, origin FROM orbit_bookmarks WHERE user_id = ?"
                               " AND deleted_at IS NULL ORDER BY id", (self._user(user).id,))

    def states(self, user: str) -> list[Row]:
        """Status, rating and review of each book that has any."""
        rows = self.store.rows("SELECT book_id, status, status_at, rating, rating_at, review FROM orbit_states"
                               " WHERE user_id = ? ORDER BY book_id", (self._user(user).id,))
        return [{**row, "status_at": iso_millis_or_none(row["status_at"]),
                 "rating_at": iso_millis_or_none(row["rating_at"])} for row in rows]

    def devices(self, user: str) -> list[Row]:
        """The devices, as the settings page shows them."""
        return figures.device_list(self.store, self._user(user).id)

    def sync_status(self, user: str) -> Row:
        """The figures of the settings page."""
        return figures.sync_status(self.store, self._user(user).id)

    def page_events(self, user: str) -> list[Row]:
        """Page events as they were uploaded, in the order they happened."""
        rows = self.store.rows("SELECT file_id, device_id, page, start, duration, total_pages FROM orbit_page_events"
                               " WHERE user_id = ? ORDER BY start, page, id", (self._user(user).id,))
        return [{**row, "start": iso_millis(row["start"] * 1_000_000)} for row in rows]

    def _user(self, username: str) -> User:
        user = users.find_user(self.store, username)
        if user is None:
            raise OrbitAdminError(f"there is no user {username!r}")
        return user

    def _user_by_id(self, user_id: int) -> User:
        user = users.user_by_id(self.store, user_id)
        if user is None:
            raise OrbitAdminError(f"there is no user {user_id}")
        return user

    def _book(self, username: str, book_id: int) -> tuple[User, Match]:
        user = self._user(username)
        match = primary_file(self.store, user, book_id)
        if match is None:
            raise OrbitAdminError(f"user {username!r} sees no book {book_id}")
        return user, match

    def _annotation(self, annotation_id: int) -> Row:
        row = self.store.one("SELECT * FROM orbit_annotations WHERE id = ? AND deleted_at IS NULL", (annotation_id,))
        if row is None:
            raise OrbitAdminError(f"there is no highlight {annotation_id}")
        return row

    @staticmethod
    def _source(source: Any) -> str:
        if source not in SOURCES:
            raise OrbitAdminError(f"no such reader: {source!r}; known are {', '.join(SOURCES)}")
        return str(source)

    @staticmethod
    def _style(style: str) -> str:
        if style not in DRAWERS:
            raise OrbitAdminError(f"no such style: {style!r}; known are {', '.join(sorted(DRAWERS))}")
        return style
