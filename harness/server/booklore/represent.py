"""Records in the shape BookLore's JSON gives them."""

from __future__ import annotations

import json
from typing import Any

from harness.server import library, reading_states, shelves
from harness.server.context import store
from harness.server.instants import format_instant, format_local, shortest_float32
from harness.server.store import Row
from harness.server.users import User

Json = dict[str, Any]


def book_json(row: Row, user: User) -> Json:
    """A whole book as `user` sees it."""
    state = reading_states.state_of(store(), user.id, row["id"])
    return {
        "id": row["id"], "libraryId": row["library_id"], "libraryName": row["library_name"], "title": row["title"],
        "primaryFile": _file_json(library.primary_file(store(), row["id"])),
        "metadata": {
            "bookId": row["id"], "title": row["title"], "subtitle": row["subtitle"],
            "authors": json.loads(row["authors"]), "publisher": row["publisher"], "isbn10": row["isbn10"],
            "isbn13": row["isbn13"], "hardcoverId": row["hardcover_id"], "hardcoverBookId": row["hardcover_book_id"],
        },
        "personalRating": state["rating"], "readStatus": state["status"],
        "shelves": [shelf_json(shelf) for shelf in shelves.shelves_of_book(store(), user.id, row["id"])],
        "addedOn": format_instant(row["added_at"]),
    }


def _file_json(row: Row | None) -> Json | None:
    if row is None:
        return None
    return {
        "id": row["id"], "bookId": row["book_id"], "fileName": row["name"], "filePath": row["path"] or row["name"],
        "fileSubPath": "", "isBook": True, "folderBased": False, "bookType": row["book_type"],
        "fileSizeKb": row["size_bytes"] // 1024, "extension": row["extension"],
        "addedOn": format_instant(row["added_at"]),
    }


def hash_json(row: Row, fingerprint: str) -> Json:
    """A book as the lookup by fingerprint answers it to a device."""
    return {
        "id": row["id"], "title": row["title"], "authors": json.loads(row["authors"]), "isbn10": row["isbn10"],
        "isbn13": row["isbn13"], "hardcoverId": row["hardcover_id"], "hardcoverBookId": row["hardcover_book_id"],
        "currentHash": fingerprint,
    }


def hit_json(row: Row, score: float) -> Json:
    """A book as the search answers it."""
    authors = ", ".join(json.loads(row["authors"]))
    return {"id": row["id"], "title": row["title"], "author": authors or None, "isbn10": row["isbn10"],
            "isbn13": row["isbn13"], "matchScore": score}


def shelf_json(row: Row) -> Json:
    """A shelf."""
    return {
        "id": row["id"], "name": row["name"], "icon": row["icon"], "iconType": row["icon_type"],
        "userId": row["user_id"], "publicShelf": bool(row["public"]), "bookCount": row["book_count"],
    }


def session_json(row: Row, title: str) -> Json:
    """A stored reading session."""
    return {
        "id": row["id"], "bookId": row["book_id"], "bookTitle": title, "bookType": row["book_type"],
        "startTime": format_instant(row["start_at"]), "endTime": format_instant(row["end_at"]),
        "durationSeconds": row["duration_seconds"], "startProgress": _percent(row["start_progress"]),
        "endProgress": _percent(row["end_progress"]), "progressDelta": _percent(row["progress_delta"]),
        "startLocation": row["start_location"], "endLocation": row["end_location"],
        "clientSessionId": row["client_session_id"], "createdAt": format_local(row["created_at"]),
    }


def _percent(value: float | None) -> float | None:
    return None if value is None else shortest_float32(value)


def annotation_json(row: Row) -> Json:
    """A highlight."""
    return _mark(row, {"cfi": row["cfi"], "text": row["text"], "color": row["color"], "style": row["style"],
                       "note": row["note"], "chapterTitle": row["title"]})


def book_note_json(row: Row) -> Json:
    """A note in the book."""
    return _mark(row, {"cfi": row["cfi"], "selectedText": row["text"], "noteContent": row["note"],
                       "color": row["color"], "chapterTitle": row["title"]})


def page_note_json(row: Row) -> Json:
    """A note on the book's page."""
    return _mark(row, {"title": row["title"], "content": row["note"]})


def bookmark_json(row: Row) -> Json:
    """A bookmark."""
    return _mark(row, {"cfi": row["cfi"], "title": row["title"]})


def _mark(row: Row, own: Json) -> Json:
    return {
        "id": row["id"], "userId": row["user_id"], "bookId": row["book_id"], **own,
        "createdAt": format_local(row["created_at"]), "updatedAt": format_local(row["updated_at"]),
    }
