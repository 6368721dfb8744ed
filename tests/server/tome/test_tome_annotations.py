"""Annotations: what is newer wins, and deliveries may repeat."""

from __future__ import annotations

from typing import Any

import pytest
from tome_under_test import XPOINTER, Tome

AT = "2026-02-01 10:00:00"
LATER = "2026-02-01 12:00:00"
HIGHLIGHT = {"anchor": XPOINTER, "anchor_end": XPOINTER + "9", "highlighted_text": "plain words", "note": "n1",
             "chapter": "One", "color": "yellow", "datetime": AT}


def sync(tome: Tome, *upserts: dict[str, Any], deletes: Any = None, **more: Any) -> Any:
    body = {"upserts": list(upserts) or {}, "deletes": deletes or {}, **more}
    reply = tome.device("POST", f"annotations/{tome.book}/sync", json=body)
    assert reply.status_code == 200
    return reply.json


def counts(reply: Any) -> dict[str, int]:
    return {name: count for name, count in reply["applied"].items() if count}


def test_a_highlight_is_stored_and_told(tome: Tome) -> None:
    reply = sync(tome, HIGHLIGHT)
    assert counts(reply) == {"created": 1}
    assert reply["server_time"] == "2026-03-01 19:00:04"
    assert reply["annotations"] == [{"id": 1, **HIGHLIGHT, "updated_at": "2026-03-01T19:00:04.000000Z"}]
    got = tome.device("GET", f"annotations/{tome.book}").json
    assert (got["annotations"], got["tombstones"], "applied" in got) == (reply["annotations"], [], False)
    assert [row["text"] for row in tome.admin.annotations("mira")] == ["plain words"]


def test_what_is_not_there_is_left_out(tome: Tome) -> None:
    plain = {"anchor": XPOINTER, "datetime": AT}
    assert set(sync(tome, plain)["annotations"][0]) == {"id", "anchor", "datetime", "updated_at"}
    tome.quirk("tome.null-fields")
    assert sync(tome)["annotations"][0]["note"] is None


def test_the_same_again_changes_nothing(tome: Tome) -> None:
    first = sync(tome, HIGHLIGHT, deletes=[{"anchor": "/x", "datetime": AT}])
    again = sync(tome, HIGHLIGHT, deletes=[{"anchor": "/x", "datetime": AT}])
    assert counts(again) == {"updated": 1, "deleted": 1}
    assert (again["annotations"], again["tombstones"]) == (first["annotations"], first["tombstones"])


def test_the_newer_edit_wins(tome: Tome) -> None:
    sync(tome, {**HIGHLIGHT, "datetime_updated": LATER, "note": "new"})
    reply = sync(tome, {**HIGHLIGHT, "note": "old"})
    assert counts(reply) == {"skipped": 1}
    assert reply["annotations"][0]["note"] == "new"


def test_an_edit_takes_away_a_note_and_nothing_else(tome: Tome) -> None:
    sync(tome, HIGHLIGHT)
    got = sync(tome, {"anchor": XPOINTER, "datetime_updated": LATER})["annotations"][0]
    assert {name: value for name, value in got.items() if name not in ("id", "updated_at")} == {
        **{name: value for name, value in HIGHLIGHT.items() if name != "note"}, "datetime_updated": LATER}
    tome.quirk("tome.upsert-erases")
    got = sync(tome, {"anchor": XPOINTER, "datetime_updated": LATER, "note": "n2"})["annotations"][0]
    assert (got["note"], "highlighted_text" in got, "color" in got, got["datetime"]) == ("n2", False, False, AT)


def test_a_deletion_leaves_a_tombstone_that_only_a_newer_edit_lifts(tome: Tome) -> None:
    sync(tome, HIGHLIGHT)
    reply = sync(tome, deletes=[{"anchor": XPOINTER, "datetime": LATER}])
    assert (reply["annotations"], reply["tombstones"]) == ([], [{"anchor": XPOINTER, "deleted_at": LATER}])
    sync(tome, deletes=[{"anchor": XPOINTER, "datetime": AT}])
    for at, applied in ((AT, {"skipped": 1}), (LATER, {"skipped": 1}), ("2026-02-01 12:00:01", {"created": 1})):
        assert counts(sync(tome, {**HIGHLIGHT, "datetime_updated": at})) == applied
    assert sync(tome)["tombstones"] == []


def test_a_stale_deletion_is_ignored(tome: Tome) -> None:
    sync(tome, {**HIGHLIGHT, "datetime_updated": LATER})
    reply = sync(tome, deletes=[{"anchor": XPOINTER, "datetime": AT}])
    assert (counts(reply), len(reply["annotations"]), reply["tombstones"]) == ({"skipped": 1}, 1, [])


def test_a_highlight_of_the_web_is_adopted(tome: Tome) -> None:
    tome.admin.web_annotate("mira", tome.book, "web:1", "plain words", note="from the sofa")
    assert [row["anchor"] for row in sync(tome)["annotations"]] == ["web:1"]
    reply = sync(tome, {**HIGHLIGHT, "adopted_from": "web:1"})
    assert ([row["anchor"] for row in reply["annotations"]], reply["tombstones"]) == ([XPOINTER], [])


def test_the_web_edits_and_deletes_what_a_device_made(tome: Tome) -> None:
    sync(tome, HIGHLIGHT)
    tome.admin.web_annotate("mira", tome.book, XPOINTER, "plain words", note="web")
    got = sync(tome, HIGHLIGHT)
    assert (counts(got), got["annotations"][0]["note"]) == ({"skipped": 1}, "web")
    tome.admin.web_remove_annotation("mira", tome.book, XPOINTER)
    assert sync(tome)["tombstones"] == [{"anchor": XPOINTER, "deleted_at": "2026-03-01 19:00:04"}]


@pytest.mark.parametrize(("device_time", "told"), [
    ("2026-03-01 21:00:04", "2026-03-01 21:00:04"), ("2026-03-01 18:00:04", "2026-03-01 18:00:04"),
    ("2026-03-01 19:01:00", "2026-03-01 19:00:04"), ("noon", "2026-03-01 19:00:04"), (None, "2026-03-01 19:00:04")])
def test_stamps_of_the_server_are_told_in_the_clock_of_the_device(tome: Tome, device_time: str | None,
                                                                  told: str) -> None:
    tome.admin.web_annotate("mira", tome.book, "web:1", "words")
    sync(tome, HIGHLIGHT)
    web, own = sync(tome, device_time=device_time)["annotations"]
    assert (web["datetime"], own["datetime"]) == (told, AT)


def test_empty_anchors_are_passed_over(tome: Tome) -> None:
    reply = sync(tome, {"anchor": "", "datetime": AT}, deletes=[{"anchor": ""}])
    assert (counts(reply), reply["annotations"], reply["tombstones"]) == ({}, [], [])


@pytest.mark.parametrize(("book", "body", "status"), [
    (77, {}, 404), (1, {"upserts": [{"note": "x"}]}, 422), (1, {"upserts": 5}, 422), (1, {"upserts": None}, 200),
    (1, {}, 200), (1, {"deletes": [{}]}, 422)])
def test_bodies(tome: Tome, book: int, body: dict[str, Any], status: int) -> None:
    assert tome.device("POST", f"annotations/{book}/sync", json=body).status_code == status


def test_everybody_has_their_own(tome: Tome, stranger: str) -> None:
    sync(tome, HIGHLIGHT)
    assert tome.device("GET", f"annotations/{tome.book}", stranger).status_code == 404
    tome.quirk("tome.visibility-gaps")
    assert tome.device("GET", f"annotations/{tome.book}", stranger).json["annotations"] == []
