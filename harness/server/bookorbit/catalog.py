"""The catalog that the plugin browses and downloads from (specs/bookorbit.md §1.14).

This library has no collections, smart scopes, series or covers: their lists are empty, and thumbnails are 404.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from harness.server import library
from harness.server.bookorbit import matching, shelves_view, statuses
from harness.server.bookorbit.asking import asker, body, device_routes, query, refuse_if
from harness.server.bookorbit.errors import BadRequest, NotFound, reply
from harness.server.bookorbit.instants import iso_millis
from harness.server.bookorbit.shelves_view import BASE, book_json
from harness.server.bookorbit.validation import Rule, number, one_of, text, whole
from harness.server.context import store
from harness.server.store import Row

SECTIONS = ("libraries", "collections", "smart-scopes", "authors", "series")
DASHBOARD_TYPES = ("random", "recently-added", "want-to-read", "up-next-in-series", "smart-scope")
MANIFEST_CONTRACT = 1
SECTION_SIZE, DASHBOARD_SIZE, CONTINUE_SIZE = 60, 12, 5
_MIMES = {"epub": "application/epub+zip", "pdf": "application/pdf", "cbz": "application/vnd.comicbook+zip"}
_ID = whole(1, 2**31 - 1, query=True)
_FILTERS: dict[str, Rule] = {
    "q": text(128), "readStatus": one_of("unread", "reading", "finished"), "format": text(16), "libraryId": _ID,
    "collectionId": _ID, "smartScopeId": _ID, "author": text(500), "series": text(500), "seriesId": _ID}


def _ids(most: int) -> Rule:
    def rule(value: Any, path: str, problems: list[str]) -> Any:
        parts = value.split(",") if isinstance(value, str) else []
        if not 1 <= len(parts) <= most or not all(part.isascii() and part.isdigit() for part in parts):
            problems.append(f"{path} must be at most {most} numbers with commas between them")
        return value

    return rule


def _entry(id: str, title: str, section: str, **more: Any) -> Row:
    return {"id": id, "title": title, "section": section, **more}


@device_routes.get("/plugin/catalog/root")
def root() -> Response:
    """The eight ways into the catalog."""
    query({})
    found = [_entry("continue-reading", "Continue reading", "books", booksHref=f"{BASE}/books?readStatus=reading"),
             _entry("recent", "Recently added", "books", booksHref=f"{BASE}/books?sort=recently_added")]
    found += [_entry(name, name.replace("-", " ").capitalize(), name, href=f"{BASE}/sections/{name}")
              for name in SECTIONS]
    found.append(_entry("all-books", "All books", "books", booksHref=f"{BASE}/books?sort=title"))
    return reply({"sections": found})


@device_routes.get("/plugin/catalog/dashboard")
def dashboard() -> Response:
    """The first page: what is being read, something to discover, goals and streaks."""
    values = query({"section": one_of(*DASHBOARD_TYPES), "smartScopeId": _ID})
    books = shelves_view.visible(store(), asker())
    reading = [book for book in books if book["state"]["status"] in ("reading", "rereading")]
    now = store().now_us()
    counts = {"inProgress": len(reading), "libraries": len({book["library_id"] for book in books}),
              "authors": len({name for book in books for name in book["author_list"]}), "series": 0, "collections": 0,
              "smartScopes": 0}
    days = _days_read(now)
    finished = sum(book["state"]["status"] == "read" for book in books)
    found: Row = {
        "generatedAt": iso_millis(now), "username": asker().username, "displayName": asker().username,
        "totalBooks": len(books), "browseCounts": counts, "sections": [],
        "continueReading": [book_json(book) for book in
                            shelves_view.ordered(reading, "recently_read", None)[:CONTINUE_SIZE]],
        "discover": _section("random", books),
        "readingGoal": {"goalBooks": None, "completedBooks": finished, "year": int(iso_millis(now)[:4])},
        "readingStreak": _streak(days, now // 86_400_000_000), "highlightOfTheDay": _highlight()}
    if values["section"] is not None:
        found["section"] = {"type": values["section"], "smartScopeId": values["smartScopeId"],
                            "books": _section(values["section"], books)}
    return reply(found)


def _days_read(now: int) -> set[int]:
    rows = store().rows("SELECT DISTINCT start_at / 86400000000 AS day FROM sessions WHERE user_id = ?"
                        " AND start_at <= ?", (asker().id, now))
    return {row["day"] for row in rows}


def _streak(days: set[int], today: int) -> Row:
    longest = run = 0
    for day in sorted(days):
        run = run + 1 if day - 1 in days else 1
        longest = max(longest, run)
    last = today if today in days else today - 1
    current = 0
    while last - current in days:
        current += 1
    return {"currentStreak": current, "longestStreak": longest,
            "lastSevenDays": [day in days for day in range(today - 6, today + 1)]}


def _highlight() -> Row | None:
    row = store().one("SELECT orbit_annotations.*, books.title FROM orbit_annotations JOIN books"
                      " ON books.id = orbit_annotations.book_id WHERE user_id = ? AND deleted_at IS NULL"
                      " ORDER BY orbit_annotations.id", (asker().id,))
    if row is None:
        return None
    return {"text": row["text"] or "", "note": row["note"], "bookTitle": row["title"], "bookId": row["book_id"],
            "hasCover": False, "chapterTitle": row["chapter"], "createdAt": iso_millis(row["created_at"])}


def _section(type: str, books: list[Row]) -> list[Row]:
    if type == "random":
        def shuffled(book: Row) -> bytes:
            return hashlib.sha256(store().salt(f"discover:{store().now_us() // 86_400_000_000}:{book['id']}")).digest()

        chosen = sorted(books, key=shuffled)
    elif type == "recently-added":
        chosen = shelves_view.ordered(books, "recently_added", None)
    elif type == "want-to-read":
        chosen = [book for book in books if book["state"]["status"] == "want_to_read"]
    else:
        chosen = []
    return [book_json(book) for book in chosen[:DASHBOARD_SIZE]]


@device_routes.get("/plugin/catalog/dashboard/discover")
def discover() -> Response:
    """Twelve books by chance; the same ones all day."""
    query({})
    return reply({"discover": _section("random", shelves_view.visible(store(), asker()))})


@device_routes.get("/plugin/catalog/dashboard/sections/<type>")
def dashboard_section(type: str) -> Response:
    """One row of the dashboard."""
    values = query({"smartScopeId": _ID})
    refuse_if([] if type in DASHBOARD_TYPES else [f"type must be one of {', '.join(DASHBOARD_TYPES)}"])
    books = _section(type, shelves_view.visible(store(), asker()))
    return reply({"section": {"type": type, "smartScopeId": values["smartScopeId"], "books": books}})


@device_routes.get("/plugin/catalog/sections/<name>")
def section(name: str) -> Response:
    """Libraries, authors and the like, to browse by."""
    values = query({"page": whole(1, 10_000, query=True), "q": text(128)})
    refuse_if([] if name in SECTIONS else [f"section must be one of {', '.join(SECTIONS)}"])
    words, page = (values["q"] or "").casefold(), values["page"] or 1
    books = shelves_view.visible(store(), asker())
    titles: dict[tuple[str, str], int] = {}
    for book in books:
        keys = {"libraries": [(str(book["library_id"]), book["library_name"])],
                "authors": [(name, name) for name in book["author_list"]]}.get(name, [])
        for key in keys:
            titles[key] = titles.get(key, 0) + 1
    parameter = "libraryId" if name == "libraries" else "author"
    items = [_entry(id, title, name, count=count, booksHref=f"{BASE}/books?{urlencode({parameter: id})}")
             for (id, title), count in sorted(titles.items(), key=lambda item: (item[0][1].casefold(), item[0]))
             if words in title.casefold()]
    if name not in ("authors", "series"):
        return reply({"section": name, "items": items})
    shown = items[(page - 1) * SECTION_SIZE: page * SECTION_SIZE]
    has_next = page * SECTION_SIZE < len(items)
    return reply({"section": name, "items": shown, "page": page, "hasNext": has_next, "hasPrevious": page > 1,
                  "nextUrl": _page_url(page + 1) if has_next else None,
                  "previousUrl": _page_url(page - 1) if page > 1 else None, "query": values["q"]})


def _page_url(page: int) -> str:
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'page': page})}"


@device_routes.get("/plugin/catalog/books")
def books() -> Response:
    """One page of the books that pass the filters."""
    values = query({"page": whole(1, 100_000, query=True), "size": whole(1, 100, query=True), **_FILTERS,
                    "sort": one_of("title", "author", "recently_added", "recently_updated", "recently_read", "series"),
                    "order": one_of("asc", "desc"), "ids": _ids(200)})
    page, size = values["page"] or 1, values["size"] or 20
    found = [book for book in shelves_view.visible(store(), asker()) if shelves_view.matches(book, values)]
    found = shelves_view.ordered(found, values["sort"] or "recently_added", values["order"])
    has_next = page * size < len(found)
    return reply({
        "items": [book_json(book) for book in found[(page - 1) * size: page * size]], "total": len(found), "page": page,
        "size": size, "hasNext": has_next, "hasPrevious": page > 1,
        "nextUrl": _page_url(page + 1) if has_next else None,
        "previousUrl": _page_url(page - 1) if page > 1 else None, "seriesSummary": None})


def _book(book_id: int) -> Row:
    for book in shelves_view.visible(store(), asker()):
        if book["id"] == book_id:
            return book
    raise NotFound("Book not found")


@device_routes.get("/plugin/catalog/books/<int:book_id>")
def detail(book_id: int) -> Response:
    """A book with its files."""
    values = query({"deviceId": text(100)})
    pattern = shelves_view.pattern_of(store(), asker(), values["deviceId"])
    return reply(shelves_view.detail_json(store(), asker(), _book(book_id), pattern))


@device_routes.put("/plugin/catalog/books/<int:book_id>/read-status")
def set_read_status(book_id: int) -> Response:
    """Set the status by hand."""
    status = body({"status": one_of("unread", "want_to_read", "reading", "on_hold", "read", "abandoned")})["status"]
    _book(book_id)
    statuses.set_status(store(), asker().id, book_id, status)
    return reply({"readStatus": statuses.state_of(store(), asker().id, book_id)["status"]})


@device_routes.put("/plugin/catalog/books/<int:book_id>/rating")
def set_rating(book_id: int) -> Response:
    """Rate by hand; null takes the rating away."""
    rating = body({}, {"rating": number(0, 5)})["rating"]
    _book(book_id)
    statuses.set_rating(store(), asker().id, book_id, rating)
    return reply({"rating": rating})


@device_routes.get("/plugin/catalog/books/<int:book_id>/thumbnail")
def thumbnail(book_id: int) -> Response:
    """No book of this library has a cover."""
    _book(book_id)
    raise NotFound("Cover not found")


@device_routes.get("/plugin/catalog/files/<int:file_id>/download")
def download_file(file_id: int) -> Response:
    """A file, whole or in part, with a strong ETag."""
    match = matching.file_of(store(), asker(), file_id) if file_id < 2**63 else None
    row = None if match is None else store().one("SELECT name, path, hash FROM files WHERE id = ?", (file_id,))
    if match is None or row is None:
        raise NotFound("File not found")
    content = library.file_content(store(), file_id)
    try:
        if content is None:
            content = Path(row["path"] or "").read_bytes()
    except OSError:
        raise NotFound("File not found on disk") from None
    response = Response(content, content_type=_MIMES.get(match.extension, "application/octet-stream"))
    response.headers.set("Content-Disposition", "attachment", filename=row["name"])
    response.set_etag(row["hash"])
    response.accept_ranges = "bytes"
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response


@device_routes.get("/plugin/catalog/manifest")
def manifest() -> Response:
    """All books in the order of their numbers, with what a bulk download wants to know."""
    values = query({"cursor": text(512), "size": whole(1, 200, query=True), "deviceId": text(100), **_FILTERS,
                    "ids": _ids(500)})
    size = values["size"] or 100
    bound = hashlib.sha256(json.dumps(
        [asker().id, {name: value for name, value in values.items() if name not in ("cursor", "size")}], sort_keys=True,
    ).encode()).hexdigest()[:16]
    version = matching.library_version(store(), asker())
    contract, after = _cursor(values["cursor"], bound)
    if contract != MANIFEST_CONTRACT:
        return reply({"items": [], "hasNext": False, "nextCursor": None, "manifestVersion": version,
                      "restartRequired": True})
    found = [book for book in shelves_view.visible(store(), asker())
             if book["id"] > after and shelves_view.matches(book, values)]
    pattern = shelves_view.pattern_of(store(), asker(), values["deviceId"])
    shown = found[:size]
    next_cursor = None
    if len(found) > size:
        raw = json.dumps([MANIFEST_CONTRACT, bound, shown[-1]["id"]]).encode()
        next_cursor = base64.urlsafe_b64encode(raw).decode()
    return reply({"items": [shelves_view.manifest_json(book, pattern) for book in shown],
                  "hasNext": next_cursor is not None, "nextCursor": next_cursor, "manifestVersion": version,
                  "restartRequired": False})


def _cursor(text: str | None, bound: str) -> tuple[int, int]:
    """Contract and last number of a cursor; 400 for one that is malformed or belongs to another query."""
    if text is None:
        return MANIFEST_CONTRACT, 0
    try:
        contract, owner, after = json.loads(base64.urlsafe_b64decode(text.encode("ascii")))
    except (binascii.Error, ValueError, TypeError):
        raise BadRequest(["cursor is malformed"]) from None
    if type(contract) is not int or type(after) is not int or owner != bound:
        raise BadRequest(["cursor belongs to another query"])
    return contract, after
