"""Imported statistics and the inbox."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import BOOK_HASH
from tome_under_test import Tome


def row(start: int, ko_id: int = 5, page: int = 1) -> dict[str, int]:
    return {"ko_id": ko_id, "page": page, "start_time": start, "duration": 30, "total_pages": 300}


BOOKS = [{"ko_id": 5, "md5": BOOK_HASH, "title": "Salt Roads"}, {"ko_id": 6, "md5": "0" * 32, "title": "Unheard of"}]


def bring(tome: Tome, *rows: dict[str, int], device: str = "Kobo_clara") -> Any:
    reply = tome.device("POST", "stats/import", json={"device": device, "books": BOOKS, "page_stats": list(rows)})
    assert reply.status_code == 201
    return reply.json


def mark(tome: Tome, device: str = "Kobo_clara") -> int:
    reply: dict[str, Any] = tome.device("GET", f"stats/watermark?device={device}").json
    assert reply["device"] == device
    return int(reply["last_start_time_synced"])


def test_pages_come_in_once(tome: Tome) -> None:
    assert mark(tome) == 0
    assert bring(tome, row(100), row(160), row(999, ko_id=6)) == {
        "books": 2, "matched": 1, "review": 0, "unmatched": 1, "page_rows_imported": 2, "page_rows_skipped": 0,
        "watermark": 160}
    again = bring(tome, row(100), row(160), row(200), device="Other")
    assert (again["page_rows_imported"], again["page_rows_skipped"]) == (1, 2)
    assert (mark(tome), mark(tome, "Other")) == (160, 200)
    assert bring(tome, row(50))["watermark"] == 50
    assert mark(tome) == 160
    assert tome.status() == (None, None)


def test_nothing_matched_moves_nothing(tome: Tome) -> None:
    assert bring(tome, row(999, ko_id=6))["watermark"] == 0
    assert mark(tome) == 0


def test_a_book_is_found_by_file_name_or_title(tome: Tome) -> None:
    for known in ({"filename": "Hallam - Salt Roads.epub"}, {"title": "Salt Roads of the North"}):
        books = [{"ko_id": 5, **known}]
        reply = tome.device("POST", "stats/import", json={"books": books, "page_stats": {}}).json
        assert reply["matched"] == 1


@pytest.mark.parametrize(("body", "status"), [
    ({}, 422), ({"books": []}, 422), ({"books": {}, "page_stats": {}}, 201), ({"books": 1, "page_stats": []}, 422),
    ({"books": [{}], "page_stats": []}, 422)])
def test_both_lists_are_needed(tome: Tome, body: dict[str, Any], status: int) -> None:
    assert tome.device("POST", "stats/import", json=body).status_code == status


def test_a_device_is_renamed(tome: Tome) -> None:
    bring(tome, row(100), row(160), device="KOReader")
    names = {"from_device": "KOReader", "to_device": "Kobo_clara"}
    assert tome.device("POST", "stats/rename-device", json=names).json == {
        "rows_relabelled": 2, "rows_deduplicated": 0, "watermark_moved": True}
    assert (mark(tome), mark(tome, "KOReader")) == (160, 0)
    for same in (names, {"from_device": " ", "to_device": "x"}, {"from_device": "x", "to_device": "x"}):
        assert tome.device("POST", "stats/rename-device", json=same).json == {
            "rows_relabelled": 0, "rows_deduplicated": 0, "watermark_moved": False}


def test_a_book_is_sent_and_delivered(tome: Tome) -> None:
    other = tome.add_book("Reef", "reef.cbz", "Atolls", 1.0)
    sent = tome.web("POST", "send-to-device/koreader", json={"book_ids": [other, tome.book, other, 77]})
    assert sent.json == {"queued": 2, "skipped": 2}
    inbox = tome.device("GET", "inbox").json
    assert inbox["count"] == 2
    assert inbox["items"][0] == {
        "id": 1, "book_id": other, "title": "Reef", "series": "Atolls", "series_index": 1.0, "book_type": "comic",
        "files": [{"id": 2, "format": "cbz", "file_size": 13}]}
    for _ in range(2):
        assert tome.device("POST", "inbox/1/delivered").json == {"ok": True}
    assert [item["book_id"] for item in tome.device("GET", "inbox").json["items"]] == [tome.book]
    tome.server.admin.remove_book(tome.book)
    assert tome.device("GET", "inbox").json == {"count": 0, "items": []}


def test_an_inbox_is_ones_own(tome: Tome, stranger: str) -> None:
    tome.admin.send_to_device("mira", tome.book)
    assert tome.device("GET", "inbox", stranger).json["count"] == 0
    reply = tome.device("POST", "inbox/1/delivered", stranger)
    assert (reply.status_code, reply.json) == (404, {"detail": "Inbox item not found"})


def test_an_inbox_that_is_switched_off(tome: Tome) -> None:
    tome.admin.set_inbox(False)
    assert tome.device("GET", "inbox").status_code == 404
    assert tome.web("POST", "send-to-device/koreader", json={"book_ids": [tome.book]}).status_code == 404


@pytest.mark.parametrize("numbers", [[], list(range(51)), ["x"], None])
def test_one_to_fifty_books_at_a_time(tome: Tome, numbers: Any) -> None:
    assert tome.web("POST", "send-to-device/koreader", json={"book_ids": numbers}).status_code == 422
