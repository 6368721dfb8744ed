"""Books as the catalog shows them: filters, order, and the objects of its answers (specs/bookorbit.md §1.14)."""

from __future__ import annotations

import json
from typing import Any

from harness.server.bookorbit import accounts, devices, positions, statuses
from harness.server.bookorbit.instants import iso_millis, iso_millis_or_none
from harness.server.bookorbit.matching import Match, sees_all
from harness.server.store import Row, Store
from harness.server.users import User

BASE = "/api/v1/koreader/plugin/catalog"
NAMING_PATTERN = "{author}/{title}.{ext}"
_GROUPS = {"unread": (None, "unread", "want_to_read"), "reading": ("reading", "rereading", "on_hold"),
           "finished": ("read", "skimmed")}


def visible(store: Store, user: User) -> list[Row]:
    """Every book the user may see with its files and its state, oldest first."""
    books = store.rows(
        "SELECT books.*, libraries.name AS library_name FROM books JOIN libraries ON libraries.id = books.library_id"
        " WHERE ?1 OR books.library_id IN (SELECT library_id FROM library_access WHERE user_id = ?2) ORDER BY books.id",
        (sees_all(user), user.id))
    files: dict[int, list[Row]] = {}
    for row in store.rows("SELECT id, book_id, name, extension, book_type, size_bytes, hash, added_at FROM files"
                          " ORDER BY id"):
        files.setdefault(row["book_id"], []).append(row)
    return [{**book, "files": files.get(book["id"], []), "author_list": json.loads(book["authors"]),
             "state": statuses.state_of(store, user.id, book["id"]),
             "shared": _shared(store, user, files.get(book["id"], []))} for book in books]


def _shared(store: Store, user: User, files: list[Row]) -> Row | None:
    found = [row for row in (positions.shared_of(store, user.id, file["id"]) for file in files) if row is not None]
    return max(found, key=lambda row: (row["read_at"] or 0, row["id"]), default=None)


def matches(book: Row, filters: Row) -> bool:
    """Whether a book passes the filters of a query."""
    words = (filters.get("q") or "").casefold()
    if words and words not in " ".join([book["title"], *book["author_list"]]).casefold():
        return False
    status = filters.get("readStatus")
    if status is not None and book["state"]["status"] not in _GROUPS[status]:
        return False
    format = filters.get("format")
    if format is not None and all(file["extension"] != format.lower() for file in book["files"]):
        return False
    if filters.get("ids") is not None and str(book["id"]) not in filters["ids"].split(","):
        return False
    if filters.get("libraryId") is not None and book["library_id"] != filters["libraryId"]:
        return False
    if any(filters.get(name) is not None for name in ("collectionId", "smartScopeId", "series", "seriesId")):
        return False
    author = filters.get("author")
    return author is None or author in book["author_list"]


def ordered(books: list[Row], sort: str, order: str | None) -> list[Row]:
    """The books in an order; texts ascend and times descend unless `order` says otherwise."""
    keys: dict[str, Any] = {
        "title": lambda book: book["title"].casefold(),
        "author": lambda book: ",".join(book["author_list"]).casefold(),
        "recently_added": lambda book: book["added_at"], "recently_updated": updated_at,
        "recently_read": lambda book: (book["shared"] or {}).get("read_at") or 0,
        "series": lambda book: book["title"].casefold()}
    descending = order == "desc" if order is not None else sort.startswith("recently")
    return sorted(sorted(books, key=lambda book: book["id"]), key=keys[sort], reverse=descending)


def updated_at(book: Row) -> int:
    """When anything of a book changed last, microseconds since 1970."""
    state, shared = book["state"], book["shared"] or {}
    times = [book["added_at"], state["status_at"], state["rating_at"], state["review_at"], shared.get("read_at")]
    return max(int(at) for at in times if at is not None)


def book_json(book: Row) -> Row:
    """A book in a list."""
    shared = book["shared"]
    return {
        "id": book["id"], "title": book["title"], "authors": book["author_list"], "seriesId": None, "seriesName": None,
        "seriesIndex": None, "progressPercentage": None if shared is None else shared["percentage"],
        "lastReadAt": None if shared is None else iso_millis_or_none(shared["read_at"]),
        "readStatus": book["state"]["status"], "formats": sorted({file["extension"] for file in book["files"]}),
        "hasCover": False, "thumbnailUrl": None, "detailUrl": f"{BASE}/books/{book['id']}",
        "addedAt": iso_millis(book["added_at"]), "updatedAt": iso_millis(updated_at(book))}


def detail_json(store: Store, user: User, book: Row, pattern: str) -> Row:
    """A book on its own page."""
    shared, rating = book["shared"], book["state"]["rating"]
    progress = None
    if shared is not None:
        file = next(file for file in book["files"] if file["id"] == shared["file_id"])
        newest = positions.newest(store, user.id, match_of(book, file))
        progress = {"fileId": file["id"], "percentage": shared["percentage"],
                    "koreaderProgress": None if newest is None else newest["progress"],
                    "updatedAt": iso_millis(max(shared["updated_at"], shared["writer_at"] or 0))}
    return {
        **book_json(book), "subtitle": book["subtitle"], "description": None, "publisher": book["publisher"],
        "publishedDate": None, "publishedYear": None, "language": None, "isbn10": book["isbn10"],
        "isbn13": book["isbn13"], "libraryId": book["library_id"], "libraryName": book["library_name"],
        "rating": rating, "pageCount": None, "collections": [], "genres": [], "tags": [], "progress": progress,
        "files": [{**_file_json(book, file, pattern), "role": "primary" if at == 0 else "content",
                   "durationSeconds": None} for at, file in enumerate(book["files"])],
        "relatedSections": []}


def match_of(book: Row, file: Row) -> Match:
    """A file of a listed book."""
    return Match(file["id"], book["id"], file["extension"], book["title"], file["book_type"])


def manifest_json(book: Row, pattern: str) -> Row:
    """A book in the manifest for bulk downloads."""
    return {
        "id": book["id"], "title": book["title"], "authors": book["author_list"], "seriesName": None,
        "seriesIndex": None, "formats": sorted({file["extension"] for file in book["files"]}),
        "files": [{**_file_json(book, file, pattern), "contentVersion": f"{file['hash']}-{file['size_bytes']}",
                   "fileHash": file["hash"]} for file in book["files"]]}


def _file_json(book: Row, file: Row, pattern: str) -> Row:
    return {"id": file["id"], "format": file["extension"], "sizeBytes": file["size_bytes"],
            "downloadUrl": f"{BASE}/files/{file['id']}/download", "devicePath": device_path(book, file, pattern)}


def pattern_of(store: Store, user: User, device_id: str | None) -> str:
    """How a device's downloads are named: its own pattern, the user's, or the built-in one."""
    device = None if device_id is None else devices.one(store, user.id, device_id)
    own = None if device is None else device["naming_pattern"]
    return str(own or accounts.naming_pattern(store, user.id) or NAMING_PATTERN)


def device_path(book: Row, file: Row, pattern: str) -> str:
    """Where a device puts a file, below its download folder; no part of a name leads out of it."""
    author = book["author_list"][0] if book["author_list"] else "Unknown"
    values = {"{author}": author, "{title}": book["title"], "{ext}": file["extension"], "{id}": str(book["id"])}
    for mark, value in values.items():
        pattern = pattern.replace(mark, _safe(value))
    parts = [part.strip(" .") for part in pattern.split("/")]
    path = "/".join(part for part in parts if part) or f"{book['id']}.{file['extension']}"
    return path if path.endswith("." + file["extension"]) else f"{path}.{file['extension']}"


def _safe(name: str) -> str:
    return "".join("_" if letter in '\\/:*?"<>|' or ord(letter) < 32 else letter for letter in name).strip(" .") or "_"


