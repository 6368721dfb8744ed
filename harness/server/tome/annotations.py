"""Annotations and their merge (specs/tome.md §1.12, §2.4).

What is newer wins, by texts of clocks on walls. Devices stamp with their own clock; what the server stamped itself is
moved into the clock of the device that asks, if the two differ by two minutes or more.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from harness.server import anchored_annotations as kept
from harness.server.context import has_quirk, store
from harness.server.store import Row
from harness.server.tome import bodies
from harness.server.tome.asking import body, book_of, device_user
from harness.server.tome.moments import shifted, stamp, wall_now, wall_seconds
from harness.server.tome.replies import reply
from harness.server.users import User

OFFSET_MIN_SECONDS = 120
WEB = "web:"
"""How the anchor of a highlight begins that was made on the web, until a device finds its place."""

blueprint = Blueprint("tome_annotations", __name__, url_prefix="/api/tome-sync/annotations")


class Merge:
    """One device's changes of one book, let in one by one."""

    def __init__(self, user_id: int, book_id: int, device_time: str | None) -> None:
        self.user_id = user_id
        self.book_id = book_id
        self.offset_seconds = _offset(device_time)
        self.applied = {"created": 0, "updated": 0, "deleted": 0, "skipped": 0}

    def device_text(self, text: str, by_server: int | None) -> str:
        """A stamp in the clock of the device."""
        return shifted(text, -self.offset_seconds) if by_server and self.offset_seconds else text

    def row_time(self, row: Row) -> str:
        """When an annotation was changed last, by the device's clock."""
        return self.device_text(row["datetime_updated"] or row["datetime"] or "", row["by_server"])

    def upsert(self, said: bodies.Upsert) -> None:
        """Let a new or changed annotation in, unless something newer is there."""
        key = (self.user_id, self.book_id, said.anchor)
        if (said.adopted_from or "").startswith(WEB):
            kept.remove_annotation(store(), self.user_id, self.book_id, said.adopted_from or "")
        stone, row = kept.tombstone_at(store(), *key), kept.annotation_at(store(), *key)
        buried = stone is not None and said.modified() <= self.device_text(stone["deleted_at"], stone["by_server"])
        if buried or (row is not None and said.modified() < self.row_time(row)):
            self.applied["skipped"] += 1
            return
        created = kept.put_annotation(store(), *key, **_columns(said, row))
        self.applied["created" if created else "updated"] += 1

    def delete(self, said: bodies.Delete) -> None:
        """Take an annotation away, unless it was changed since."""
        row = kept.annotation_at(store(), self.user_id, self.book_id, said.anchor)
        at = said.datetime or ""
        if row is not None and self.row_time(row) > at:
            self.applied["skipped"] += 1
            return
        kept.bury(store(), self.user_id, self.book_id, said.anchor, at, by_server=False)
        self.applied["deleted"] += 1

    def state(self) -> dict[str, Any]:
        """All annotations and tombstones of the book, as this device is told them."""
        return {
            "book_id": self.book_id,
            "annotations": [self._annotation_json(row)
                            for row in kept.annotations_of(store(), self.user_id, self.book_id)],
            "tombstones": [
                {"anchor": row["anchor"], "deleted_at": self.device_text(row["deleted_at"], row["by_server"])}
                for row in kept.tombstones_of(store(), self.user_id, self.book_id)],
            "server_time": wall_now(),
        }

    def _annotation_json(self, row: Row) -> dict[str, Any]:
        moments = {name: None if row[name] is None else self.device_text(row[name], row["by_server"])
                   for name in ("datetime", "datetime_updated")}
        return {"id": row["id"], "anchor": row["anchor"], "anchor_end": row["anchor_end"],
                "highlighted_text": row["text"], "note": row["note"], "chapter": row["chapter"],
                "color": row["color"], **moments, "updated_at": stamp(row["updated_at"])}


def _offset(device_time: str | None) -> int:
    at, here = wall_seconds(device_time), wall_seconds(wall_now())
    if at is None or here is None or abs(here - at) < OFFSET_MIN_SECONDS:
        return 0
    return here - at


def _columns(said: bodies.Upsert, row: Row | None) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "text": said.highlighted_text, "note": said.note, "chapter": said.chapter, "color": said.color,
        "anchor_end": said.anchor_end, "datetime": said.datetime, "datetime_updated": said.datetime_updated,
        "by_server": 0}
    if row is None:
        return columns
    stay = ["anchor_end", "datetime"]
    if not has_quirk("tome.upsert-erases"):
        stay += ["text", "chapter", "color"]
    for name in stay:
        if columns[name] is None:
            columns[name] = row[name]
    return columns


@blueprint.get("/<book_id>")
def get_annotations(book_id: str) -> Response:
    """All annotations of a book."""
    user: User = device_user()
    return reply(Merge(user.id, book_of(user, book_id)["id"], request.args.get("device_time")).state())


@blueprint.post("/<book_id>/sync")
def sync(book_id: str) -> Response:
    """Let changes in and tell how things stand after them."""
    user = device_user()
    said = body(bodies.AnnotationSync)
    merge = Merge(user.id, book_of(user, book_id)["id"], said.device_time)
    with store().transaction():
        for upsert in said.upserts:
            if upsert.anchor:
                merge.upsert(upsert)
        for delete in said.deletes:
            if delete.anchor:
                merge.delete(delete)
    return reply({**merge.state(), "applied": merge.applied})
