"""What a reader thinks of a book: rating, review, status; and books closed long ago (specs/tome.md §1.11, §1.15)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from harness.server import positions
from harness.server.context import has_quirk, store
from harness.server.positions import Place
from harness.server.tome import bodies
from harness.server.tome.asking import body, book_of, device_user, visible_book
from harness.server.tome.errors import TomeError
from harness.server.tome.reading import clamped
from harness.server.tome.replies import reply
from harness.server.tome.resolving import book_of_hash
from harness.server.tome.states import FINISHED, change, state_of

HASHES_MAX = 500
DEVICE_STATUSES = ("unread", "reading", "read")

blueprint = Blueprint("tome_opinions", __name__, url_prefix="/api/tome-sync")


@blueprint.get("/rating/<book_id>")
def get_rating(book_id: str) -> Response:
    """Stars and review."""
    user = device_user()
    number = book_of(user, book_id)["id"]
    state = state_of(user.id, number)
    return reply({"book_id": number, "rating": state["rating"], "review": state["review"]})


@blueprint.put("/rating/<book_id>")
def put_rating(book_id: str) -> Response:
    """Set stars and review; what is not said is cleared. The status stays."""
    user = device_user()
    number = book_of(user, book_id)["id"]
    said = body(bodies.Rating)
    _check_rating(said.rating)
    change(user.id, number, rating=said.rating, review=said.review or None)
    return reply({"ok": True, "rating": said.rating, "review": said.review or None})


def _check_rating(rating: float | None) -> None:
    if rating is not None and (not 1 <= rating <= 5 or rating * 2 != int(rating * 2)):
        raise TomeError(400, "rating must be between 1 and 5 in half-star steps, or null to clear")


@blueprint.put("/status/<book_id>")
def put_status(book_id: str) -> Response:
    """Set the status by hand: unread forgets the place, read is all of the book."""
    user = device_user()
    said = body(bodies.Status)
    if said.status not in DEVICE_STATUSES:
        raise TomeError(422, "status must be unread|reading|read")
    number = visible_book(user, book_id)["id"]
    set_status(user.id, number, said.status, whole=not has_quirk("tome.half-reset"))
    return reply({"ok": True, "book_id": number, "status": said.status})


def set_status(user_id: int, book_id: int, status: str, *, whole: bool) -> None:
    """Set a status; `whole` makes progress and place agree with it."""
    with store().transaction():
        change(user_id, book_id, status=status)
        if whole and status == "unread":
            change(user_id, book_id, progress=None, locator=None, finished_at=None)
            positions.forget_position(store(), user_id, book_id)
        elif whole and status == "read":
            change(user_id, book_id, progress=1.0, finished_at=store().now_us())


@blueprint.post("/match-hashes")
def match_hashes() -> Response:
    """The books of up to 500 fingerprints; those of none are left out."""
    user = device_user()
    found = {wanted: book_of_hash(user, wanted) for wanted in body(bodies.Hashes).hashes[:HASHES_MAX]}
    return reply({"matches": {wanted: number for wanted, number in found.items() if number is not None}})


@blueprint.post("/sweep/<book_id>")
def sweep(book_id: str) -> Response:
    """Fill in what the server does not know of a book; what it knows stays."""
    user = device_user()
    said = body(bodies.Sweep)
    number = visible_book(user, book_id)["id"]
    _check_rating(said.rating)
    with store().transaction():
        applied = _fill_gaps(user.id, number, said)
    return reply({"ok": True, "book_id": number, "applied": applied})


def _fill_gaps(user_id: int, book_id: int, said: bodies.Sweep) -> dict[str, Any]:
    state = state_of(user_id, book_id)
    applied: dict[str, Any] = {}
    if said.status is not None and state["status"] in (None, "unread"):
        change(user_id, book_id, status=said.status)
        applied["status"] = said.status
    if said.rating is not None and state["rating"] is None:
        change(user_id, book_id, rating=said.rating)
        applied["rating"] = said.rating
        if said.review:
            change(user_id, book_id, review=said.review)
            applied["review"] = True
    if said.percentage is not None and state["progress"] is None:
        fraction = clamped(said.percentage)
        change(user_id, book_id, progress=1.0 if fraction >= FINISHED else fraction)
        applied["progress_pct"] = fraction
    if said.percentage is not None and positions.position_of(store(), user_id, book_id) is None:
        place = Place(clamped(said.percentage), said.progress, said.device or "sweep")
        positions.set_position(store(), user_id, book_id, place)
        applied["position"] = True
    return applied
