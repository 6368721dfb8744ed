"""Personal ratings (specs/booklore.md §1.6, 10). The server does not check the range: the last write wins."""

from __future__ import annotations

from flask import Blueprint, Response

from harness.server import reading_states
from harness.server.booklore.asking import bearer_user, body_fields, visible_book
from harness.server.context import store
from harness.server.fields import INT32_MAX
from harness.server.replies import json_reply

IDS_MAX = 500

blueprint = Blueprint("booklore_ratings", __name__, url_prefix="/api/v1/books")


@blueprint.put("/personal-rating")
def rate() -> Response:
    """Rate up to 500 books alike."""
    user = bearer_user()
    fields = body_fields()
    ids = fields.integers("ids", required=True, count_max=IDS_MAX)
    rating = fields.integer("rating", required=True, highest=INT32_MAX)
    fields.check()
    return _set(user.id, [visible_book(user, number)["id"] for number in ids], rating)


@blueprint.post("/reset-personal-rating")
def reset() -> Response:
    """Take the ratings of books away."""
    user = bearer_user()
    fields = body_fields()
    ids = fields.integers("ids", required=True, count_max=IDS_MAX)
    fields.check()
    return _set(user.id, [visible_book(user, number)["id"] for number in ids], None)


def _set(user_id: int, ids: list[int], rating: int | None) -> Response:
    with store().transaction():
        for number in ids:
            reading_states.set_state(store(), user_id, number, "rating", rating)
    return json_reply([{"bookId": number, "personalRating": rating} for number in ids])
