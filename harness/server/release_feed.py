"""GitHub's feed of the latest release, and the files it names (specs/booklore.md §1.6, 21)."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from flask import Blueprint, Response, request

from harness.server import releases
from harness.server.context import store
from harness.server.instants import format_instant
from harness.server.replies import json_reply

blueprint = Blueprint("release_feed", __name__)


@blueprint.get("/repos/<owner>/<name>/releases/latest")
def latest(owner: str, name: str) -> Response:
    """The latest release of a repository."""
    release = releases.find_release(store(), owner, name)
    if release is None:
        return json_reply({"message": "Not Found", "status": "404"}, 404)
    base = f"{request.url_root}{owner}/{name}/releases/download/{quote(release['tag'], safe='')}/"
    return json_reply({
        "tag_name": release["tag"], "name": release["tag"], "body": release["body"],
        "published_at": format_instant(release["published_at"]),
        "assets": [
            {"name": row["name"], "size": len(row["content"]), "browser_download_url": base + quote(row["name"]),
             "digest": f"sha256:{hashlib.sha256(row['content']).hexdigest()}"}
            for row in releases.assets_of(store(), release["id"])
        ],
    })


@blueprint.get("/<owner>/<name>/releases/download/<tag>/<asset>")
def download(owner: str, name: str, tag: str, asset: str) -> Response:
    """One file of the latest release."""
    release = releases.find_release(store(), owner, name)
    if release is not None and release["tag"] == tag:
        for row in releases.assets_of(store(), release["id"]):
            if row["name"] == asset:
                return Response(row["content"], content_type="application/octet-stream")
    return Response("Not Found", 404, content_type="text/plain")
