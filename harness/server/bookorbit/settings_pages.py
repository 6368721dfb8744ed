"""What the web application asks for a reader's KOReader settings (specs/bookorbit.md §1.15)."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from harness.server import users
from harness.server.bookorbit import accounts, devices, figures, matching, package
from harness.server.bookorbit.asking import asker, body, query, refuse_if, web_routes
from harness.server.bookorbit.errors import BadRequest, Conflict, NotFound, reply
from harness.server.bookorbit.instants import iso_millis
from harness.server.bookorbit.validation import flag, text, whole
from harness.server.context import store
from harness.server.store import Row

_NAME, _PASSWORD, _PATTERN = text(100, chars_min=3), text(128, chars_min=6), text(500, chars_min=1)


@web_routes.get("/credentials")
def show_credentials() -> Response:
    """The KOReader account, or null."""
    return reply(figures.credentials(store(), asker().id))


@web_routes.post("/credentials")
def create_credentials() -> Response:
    """Make the KOReader account; 409 when there is one, or when the name is taken."""
    values = body({"username": _NAME, "password": _PASSWORD})
    try:
        accounts.create(store(), asker().id, values["username"], values["password"])
    except users.NameTaken as error:
        raise Conflict(str(error)) from None
    return reply(figures.credentials(store(), asker().id))


@web_routes.patch("/credentials")
def change_credentials() -> Response:
    """Change name, password or the kill switch."""
    values = body({}, {"username": _NAME, "password": _PASSWORD, "syncEnabled": flag})
    account = accounts.of_user(store(), asker().id)
    if account is None:
        raise NotFound("KOReader credentials not found")
    try:
        with store().transaction():
            name = values["username"] or account.username
            if values["password"] is not None:
                users.set_koreader_user(store(), asker().id, name, values["password"])
            else:
                accounts.rename(store(), account, name)
            if values["syncEnabled"] is not None:
                users.set_koreader_flag(store(), asker().id, "sync_enabled", values["syncEnabled"])
    except users.NameTaken as error:
        raise Conflict(str(error)) from None
    return reply(figures.credentials(store(), asker().id))


@web_routes.delete("/credentials")
def delete_credentials() -> Response:
    """Disconnect every device; what they have synced stays."""
    if not accounts.delete(store(), asker().id):
        raise NotFound("KOReader credentials not found")
    return Response(status=204)


@web_routes.get("/sync-status")
def sync_status() -> Response:
    """Devices, sweeps and the figures of the plugin's activity."""
    return reply(figures.sync_status(store(), asker().id))


@web_routes.get("/devices")
def show_devices() -> Response:
    """The devices of the reader."""
    return reply(figures.device_list(store(), asker().id))


@web_routes.patch("/devices/<device_id>")
def retire_device(device_id: str) -> Response:
    """Hide a device, or show it again."""
    values = body({"retired": flag})
    if not devices.retire(store(), asker().id, device_id, values["retired"]):
        raise NotFound("Device not found")
    return reply(next(row for row in figures.device_list(store(), asker().id) if row["deviceId"] == device_id))


@web_routes.delete("/devices/<device_id>")
def delete_device(device_id: str) -> Response:
    """Forget a device and what is its own; annotations and sessions stay."""
    if not devices.delete(store(), asker().id, device_id):
        raise NotFound("Device not found")
    return Response(status=204)


@web_routes.get("/file-naming-pattern")
def show_pattern() -> Response:
    """How downloads are named, where a device has no pattern of its own."""
    return reply({"pattern": accounts.naming_pattern(store(), asker().id)})


@web_routes.put("/file-naming-pattern")
def set_pattern() -> Response:
    """Name downloads otherwise; null goes back to the built-in pattern."""
    pattern = body({}, {"pattern": _PATTERN})["pattern"]
    accounts.change(store(), asker().id, "naming_pattern", pattern)
    return reply({"pattern": pattern})


@web_routes.put("/devices/<device_id>/file-naming-pattern")
def set_device_pattern(device_id: str) -> Response:
    """Name the downloads of one device otherwise."""
    pattern = body({"pattern": _PATTERN})["pattern"]
    if not devices.name_files(store(), asker().id, device_id, pattern):
        raise NotFound("Device not found")
    return reply({"pattern": pattern})


@web_routes.delete("/devices/<device_id>/file-naming-pattern")
def delete_device_pattern(device_id: str) -> Response:
    """Name the downloads of a device as all others."""
    if not devices.name_files(store(), asker().id, device_id, None):
        raise NotFound("Device not found")
    return Response(status=204)


@web_routes.get("/unmatched-books")
def show_unmatched() -> Response:
    """Books of devices that the library does not have, the newest first."""
    return reply([_unmatched_json(row) for row in _queue()])


def _queue() -> list[Row]:
    return store().rows(
        "SELECT * FROM orbit_unmatched WHERE user_id = ? AND source IN ('file', 'current_file') AND ambiguous = 0"
        " ORDER BY seen_at DESC, id DESC LIMIT 100", (asker().id,))


def _unmatched_json(row: Row) -> dict[str, Any]:
    return {"hash": row["hash"], "title": row["title"], "authors": row["authors"], "lastOpen": row["last_open"],
            "deviceId": row["device_id"], "deviceModel": row["device_model"], "seenAt": iso_millis(row["seen_at"])}


@web_routes.post("/unmatched-books/<hash>/link")
def link_unmatched(hash: str) -> Response:
    """Let a book of a device be a book of the library; 409 when its fingerprint is another book's already."""
    book_id = body({"bookId": whole(1)})["bookId"]
    hash = hash.lower()
    if all(row["hash"] != hash for row in _queue()):
        raise NotFound("Unmatched book not found")
    if matching.resolve(store(), asker(), hash) is not None:
        raise Conflict("The fingerprint matches a book already")
    return _link(hash, book_id)


def _link(hash: str, book_id: int) -> Response:
    match = matching.primary_file(store(), asker(), book_id)
    if match is None:
        raise NotFound("Book not found")
    with store().transaction():
        matching.link(store(), asker().id, hash, match.file_id)
        matching.forget_unmatched(store(), asker().id, [hash])
    return reply({"hash": hash, "bookId": match.book_id, "bookFileId": match.file_id})


@web_routes.delete("/unmatched-books/<hash>")
def forget_one(hash: str) -> Response:
    """Take a book out of the queue."""
    if store().one("SELECT 1 FROM orbit_unmatched WHERE user_id = ? AND hash = ?", (asker().id, hash.lower())) is None:
        raise NotFound("Unmatched book not found")
    matching.forget_unmatched(store(), asker().id, [hash.lower()])
    return Response(status=204)


@web_routes.delete("/unmatched-books")
def forget_all() -> Response:
    """Empty the queue."""
    with store().transaction():
        store().execute("DELETE FROM orbit_unmatched WHERE user_id = ?", (asker().id,))
    return Response(status=204)


@web_routes.get("/hash-links")
def show_links() -> Response:
    """The links that the reader made by hand."""
    rows = store().rows("SELECT orbit_hash_links.hash, file_id AS bookFileId, book_id AS bookId"
                        " FROM orbit_hash_links JOIN files ON files.id = orbit_hash_links.file_id"
                        " WHERE user_id = ? ORDER BY orbit_hash_links.id",
                        (asker().id,))
    return reply(rows)


@web_routes.patch("/hash-links/<hash>")
def change_link(hash: str) -> Response:
    """Let a link lead to another book."""
    book_id = body({"bookId": whole(1)})["bookId"]
    _must_be_linked(hash.lower())
    return _link(hash.lower(), book_id)


@web_routes.delete("/hash-links/<hash>")
def delete_link(hash: str) -> Response:
    """Undo a link."""
    _must_be_linked(hash.lower())
    with store().transaction():
        store().execute("DELETE FROM orbit_hash_links WHERE user_id = ? AND hash = ?", (asker().id, hash.lower()))
    return Response(status=204)


def _must_be_linked(hash: str) -> None:
    if store().one("SELECT 1 FROM orbit_hash_links WHERE user_id = ? AND hash = ?", (asker().id, hash)) is None:
        raise NotFound("Link not found")


@web_routes.get("/books/<int:book_id>/progress")
def book_progress(book_id: int) -> Response:
    """Where the reader is, by the newest source and by each device."""
    match = matching.primary_file(store(), asker(), book_id) if book_id < 2**63 else None
    if match is None:
        raise NotFound("Book not found")
    return reply(figures.book_progress(store(), asker().id, match))


@web_routes.get("/plugin-package")
def plugin_package() -> Response:
    """The plugin with the reader's account baked in; the key in it is the package's own."""
    origin = query({"origin": text(300)})["origin"] or request.host_url.rstrip("/")
    refuse_if([] if package.is_origin(origin) else ["origin must be an http or https origin"])
    account = accounts.of_user(store(), asker().id)
    if account is None:
        raise NotFound("KOReader credentials not found")
    content = package.provision(origin, account.username, accounts.package_key(store(), account),
                                iso_millis(store().now_us()))
    return package.zip_reply({package.PROVISION: content})


@web_routes.post("/test-connection")
def check_connection() -> Response:
    """Try a name and a password as a device would."""
    values = body({"username": text(100), "password": text(128)})
    account = accounts.by_name(store(), values["username"])
    if account is None or account.user_id != asker().id or not accounts.is_key(store(), account, values["password"]):
        raise BadRequest("Username or password is wrong")
    return reply({"success": account.sync_enabled, "username": account.username,
                  "serverUrl": f"{request.host_url}api/v1/koreader"})
