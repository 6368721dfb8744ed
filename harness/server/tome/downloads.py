"""The files of books (specs/tome.md §1.8). They are served as they are, so that size and fingerprint hold."""

from __future__ import annotations

import io
from pathlib import Path

from flask import Blueprint, Response, send_file

from harness.server.context import store
from harness.server.library import book_by_id, file_content
from harness.server.tome.asking import device_user, path_number, sees
from harness.server.tome.errors import TomeError, not_found

blueprint = Blueprint("tome_downloads", __name__, url_prefix="/api/tome-sync")


@blueprint.get("/download/<book_id>/<file_id>")
def download(book_id: str, file_id: str) -> Response:
    """A file, whole or in part (`Range`); 404 where it is not, or is not the asker's to see."""
    user = device_user()
    row = book_by_id(store(), path_number(book_id))
    file = store().one("SELECT id, name, path, hash, added_at FROM files WHERE id = ? AND book_id = ?",
                       (path_number(file_id, "file_id"), 0 if row is None else row["id"]))
    if row is None or file is None or not sees(user, row):
        raise not_found("File")
    content = file_content(store(), file["id"])
    path = Path(file["path"] or "").absolute()
    if content is None and not path.is_file():
        raise TomeError(404, "File no longer on disk")
    return send_file(path if content is None else io.BytesIO(content), mimetype="application/octet-stream",
                     as_attachment=True, download_name=file["name"], conditional=True, etag=file["hash"],
                     last_modified=file["added_at"] // 1_000_000)
