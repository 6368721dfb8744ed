"""Fingerprint to file: current hash, then earlier identities, then the user's own links (specs/bookorbit.md §2.1).

Only files of libraries that the user may see are found, whatever the way to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from harness.server.store import Row, Store
from harness.server.users import User

PAGED = frozenset({"pdf", "cbz", "cbr", "cb7", "cbx"})
"""Formats whose positions are page numbers; everything else counts as reflowable."""


@dataclass(frozen=True)
class Match:
    """A file, and the book it is of."""

    file_id: int
    book_id: int
    extension: str
    title: str
    book_type: str = ""

    @property
    def paged(self) -> bool:
        """Whether positions in the file are page numbers."""
        return self.extension.lower() in PAGED


_COLUMNS = "files.id AS file_id, books.id AS book_id, files.extension, files.book_type, books.title, files.hash"
_JOIN = "FROM files JOIN books ON books.id = files.book_id"
_VISIBLE = ("(?1 OR books.library_id IN (SELECT library_id FROM library_access WHERE user_id = ?2))")
_WAYS = (
    f"SELECT {_COLUMNS} {_JOIN} WHERE files.hash = ?3 AND {_VISIBLE} ORDER BY files.id LIMIT 1",
    f"SELECT {_COLUMNS} {_JOIN} JOIN file_identities ON file_identities.file_id = files.id"
    f" WHERE file_identities.hash = ?3 AND {_VISIBLE} ORDER BY file_identities.id DESC LIMIT 1",
    f"SELECT {_COLUMNS} {_JOIN} JOIN orbit_hash_links ON orbit_hash_links.file_id = files.id"
    f" WHERE orbit_hash_links.hash = ?3 AND orbit_hash_links.user_id = ?2 AND {_VISIBLE} LIMIT 1",
)


def _match(row: Row | None) -> Match | None:
    if row is None:
        return None
    return Match(row["file_id"], row["book_id"], row["extension"], row["title"], row["book_type"])


def sees_all(user: User) -> int:
    """1 for who sees every library, else 0, as SQL wants it."""
    return int(user.is_admin or user.all_libraries)


def resolve(store: Store, user: User, fingerprint: str) -> Match | None:
    """The file of a fingerprint, or None."""
    for way in _WAYS:
        found = _match(store.one(way, (sees_all(user), user.id, fingerprint)))
        if found is not None:
            return found
    return None


def file_of(store: Store, user: User, file_id: int) -> Match | None:
    """The file of a number, if the user may see it."""
    return _match(store.one(f"SELECT {_COLUMNS} {_JOIN} WHERE files.id = ?3 AND {_VISIBLE}",
                            (sees_all(user), user.id, file_id)))


def primary_file(store: Store, user: User, book_id: int) -> Match | None:
    """The first file of a book, if the user may see it."""
    return _match(store.one(f"SELECT {_COLUMNS} {_JOIN} WHERE books.id = ?3 AND {_VISIBLE} ORDER BY files.id LIMIT 1",
                            (sees_all(user), user.id, book_id)))


def pinned(store: Store, user: User, fingerprint: str, file_id: int | None) -> Match | None:
    """The file that a request pins by number, which must have the fingerprint; without a number, as `resolve`."""
    if file_id is None:
        return resolve(store, user, fingerprint)
    found = file_of(store, user, file_id)
    if found is None or store.one("SELECT 1 FROM files WHERE id = ? AND hash = ?", (file_id, fingerprint)) is None:
        return None
    return found


def link(store: Store, user_id: int, fingerprint: str, file_id: int) -> None:
    """Let a fingerprint mean a file for one user; an earlier link of it is replaced."""
    with store.transaction():
        store.execute("INSERT OR REPLACE INTO orbit_hash_links (user_id, hash, file_id, created_at)"
                      " VALUES (?, ?, ?, ?)",
                      (user_id, fingerprint, file_id, store.now_us()))


def library_version(store: Store, user: User) -> str:
    """A token that changes with what the user may see and with the user's links: 16 hex digits."""
    files = store.one(
        f"SELECT count(*) AS files, max(files.id) AS last, max(files.added_at) AS added {_JOIN} WHERE {_VISIBLE}",
        (sees_all(user), user.id))
    changed = store.one(
        f"SELECT count(*) AS n, max(replaced_at) AS at {_JOIN} JOIN file_identities"
        f" ON file_identities.file_id = files.id WHERE {_VISIBLE}", (sees_all(user), user.id))
    libraries = store.rows("SELECT id FROM libraries WHERE ?1 OR id IN (SELECT library_id FROM library_access"
                           " WHERE user_id = ?2) ORDER BY id", (sees_all(user), user.id))
    links = store.rows("SELECT hash, file_id FROM orbit_hash_links WHERE user_id = ? ORDER BY hash", (user.id,))
    text = repr((files, changed, [row["id"] for row in libraries], links))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def note_unmatched(store: Store, user_id: int, device_id: str, model: str, fingerprint: str, hint: Row) -> None:
    """Put a fingerprint nobody knows into the user's queue, with what the device tells of the book."""
    with store.transaction():
        old = store.one("SELECT * FROM orbit_unmatched WHERE user_id = ? AND hash = ? AND device_id = ?",
                        (user_id, fingerprint, device_id)) or {}
        values = {name: hint.get(key) if hint.get(key) is not None else old.get(name)
                  for name, key in (("title", "title"), ("authors", "authors"), ("last_open", "lastOpen"),
                                    ("source", "source"))}
        ambiguous = int(bool(hint.get("metadataAmbiguous")))
        store.execute("DELETE FROM orbit_unmatched WHERE user_id = ? AND hash = ? AND device_id = ?",
                      (user_id, fingerprint, device_id))
        store.insert("orbit_unmatched", user_id=user_id, hash=fingerprint, device_id=device_id, device_model=model,
                     ambiguous=ambiguous, seen_at=store.now_us(), **values)


def forget_unmatched(store: Store, user_id: int, fingerprints: Iterable[str]) -> None:
    """Take fingerprints out of the user's queue."""
    with store.transaction():
        for fingerprint in fingerprints:
            store.execute("DELETE FROM orbit_unmatched WHERE user_id = ? AND hash = ?", (user_id, fingerprint))
