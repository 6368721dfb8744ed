"""The books themselves (specs/booklore.md §1.6, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response

from harness.server import library
from harness.server.booklore.asking import bearer_user, path_number, visible_book
from harness.server.booklore.errors import Forbidden, Unexpected
from harness.server.context import store

CHUNK_BYTES = 65_536

blueprint = Blueprint("booklore_downloads", __name__, url_prefix="/api/v1/books")


@blueprint.get("/<book_id>/download")
def download(book_id: str) -> Response:
    """The file of a book; 403 without the right to download, 500 when the file is gone."""
    user = bearer_user()
    if not (user.is_admin or user.can_download):
        raise Forbidden("You do not have permission to download books")
    row = visible_book(user, path_number(book_id))
    file = library.primary_file(store(), row["id"])
    if file is None:
        raise Unexpected
    response = _response(file["id"], file["path"])
    response.headers["Content-Disposition"] = disposition(file["name"])
    return response


def _response(file_id: int, path: str | None) -> Response:
    content = library.file_content(store(), file_id)
    if content is not None:
        return Response(content, content_type="application/octet-stream")
    try:
        stream = Path(path or "").open("rb")  # noqa: SIM115 - closed by the generator once it is sent
    except OSError:
        raise Unexpected from None
    response = Response(_chunks(stream), content_type="application/octet-stream")
    response.content_length = Path(path or "").stat().st_size
    response.call_on_close(stream.close)
    return response


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def disposition(name: str) -> str:
    """The header that names a file, in ASCII and, for those who can, in UTF-8."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
