"""From a file name to a book (specs/tome.md §1.2, §2.1).

By fingerprint, then by the file's own name, then by title and volume. Where a real server gives up or takes another
book than the one meant, ours goes on; each such place has its quirk.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from harness.server.book_facts import books_with_facts
from harness.server.context import has_quirk, store
from harness.server.library import books_by_hash
from harness.server.store import Row
from harness.server.tome.asking import device_user, query_text, sees
from harness.server.tome.errors import TomeError
from harness.server.tome.file_names import (
    FileName,
    begins_word,
    holds_phrase,
    library_name,
    like,
    read_name,
    sanitised,
)
from harness.server.tome.replies import reply
from harness.server.users import User

blueprint = Blueprint("tome_resolving", __name__, url_prefix="/api/tome-sync")


class Ambiguous(Exception):
    """More than one book may be meant."""


@blueprint.get("/resolve")
def resolve() -> Response:
    """The book of `?filename=`, or 404; `ko_md5` is the file's fingerprint."""
    user = device_user()
    name = query_text("filename")
    shared = book_of_hash(user, request.args.get("ko_md5", ""))
    if shared is not None:
        return reply({"book_id": shared, "method": "ko_hash"})
    try:
        found = book_of_name(user, name)
    except Ambiguous:
        raise TomeError(404, "Ambiguous filename; could not resolve uniquely") from None
    if found is None:
        raise TomeError(404, "No matching book found")
    return reply({"book_id": found})


def book_of_hash(user: User, fingerprint: str) -> int | None:
    """The oldest book with that fingerprint, of those that the user may see."""
    gaps = has_quirk("tome.visibility-gaps")
    return next((row["id"] for row in books_by_hash(store(), fingerprint) if gaps or sees(user, row)), None)


def book_of_name(user: User, name: str) -> int | None:
    """The book that a file name means, None where none fits; `Ambiguous` where several do."""
    if not name.strip():
        return None
    shelf = books_with_facts(store(), None if has_quirk("tome.visibility-gaps") else user)
    exact = _by_path(shelf, name)
    if exact is not None:
        return exact
    parsed = read_name(name)
    candidates = [row for row in shelf if any(holds_phrase(parsed.stem, title) for title in _titles(row))]
    if parsed.volume is not None:
        return _by_volume(shelf, candidates, parsed, parsed.volume)
    if candidates:
        longest = max(len(row["title"]) for row in candidates)
        return _only([row for row in candidates if len(row["title"]) == longest])
    backwards = [row for row in shelf if begins_word(row["title"], parsed.stem)]
    return backwards[0]["id"] if len(backwards) == 1 else None


def _by_path(shelf: list[Row], name: str) -> int | None:
    wild = has_quirk("tome.like-wildcards")
    hits: list[int] = []
    books = {row["id"]: row for row in shelf}
    for file in store().rows("SELECT book_id, name, extension FROM files ORDER BY book_id, id"):
        row = books.get(file["book_id"])
        if row is None:
            continue
        names = (file["name"], library_name(row["title"], row["series"], row["series_index"], file["extension"]))
        if any(like(name, other) if wild else name.lower() == other.lower() for other in names):
            hits.append(row["id"])
    if wild:
        return min(hits, default=None)
    return _only_id(sorted(set(hits)))


def _only_id(numbers: list[int]) -> int | None:
    return numbers[0] if len(numbers) == 1 else None


def _titles(row: Row) -> list[str]:
    title: str = row["title"]
    return [title] if has_quirk("tome.sanitised-titles") else [title, sanitised(title)]


def _by_volume(shelf: list[Row], candidates: list[Row], parsed: FileName, volume: float) -> int | None:
    exact = [row for row in candidates if row["series_index"] == volume]
    if len(exact) == 1:
        return _only(exact)
    if has_quirk("tome.volume-dead-end"):
        raise Ambiguous
    if candidates and not exact:
        unnumbered = [row for row in candidates if row["series_index"] is None]
        if len(unnumbered) == 1:
            return _only(unnumbered)
    of_volume = [row for row in shelf if row["series_index"] == volume]
    backwards = [row for row in of_volume if begins_word(row["title"], parsed.rest)]
    if len(backwards) == 1:
        return _only(backwards)
    if not has_quirk("tome.series-ignored"):
        in_series = [row for row in of_volume if row["series"] and holds_phrase(parsed.rest, row["series"])]
        if len(in_series) == 1:
            return _only(in_series)
    raise Ambiguous


def _only(rows: list[Row]) -> int:
    if len(rows) != 1:
        raise Ambiguous
    return int(rows[0]["id"])
