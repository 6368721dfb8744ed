"""A page where a reader fetches the plugin with their account in it; beside what the servers themselves offer.

Name and password are asked for and held against the account: nobody gets a package for somebody else, and the package
holds nothing that the reader has not typed, but for a key of Tome's, which is made for it and can be revoked there.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request

from harness.server import api_keys, users
from harness.server.bookorbit.package import is_origin
from harness.server.context import store
from harness.server.passwords import koreader_key
from harness.server.plugin_package import PLUGIN, package, plugin_files

KINDS = {"booklore": "BookLore", "kosync": "KOReader progress sync", "tome": "Tome"}
_TEXT_MAX = 200

blueprint = Blueprint("package_page", __name__)


@blueprint.get("/package")
def form() -> Response:
    """The form."""
    return _page("", 200)


@blueprint.post("/package")
def download() -> Response:
    """The zip, or the form again with what is wrong."""
    kind, name, password = (request.form.get(field, "") for field in ("kind", "username", "password"))
    address = _origin()
    if kind not in KINDS or not name or not password or max(len(name), len(password)) > _TEXT_MAX:
        return _page("Choose a kind of server and enter name and password.", 400)
    if not is_origin(address):
        return _page("The address must be http:// or https:// with a host and nothing behind it.", 400)
    files = plugin_files()
    if not files:
        return _page("There is no plugin here to make a package of.", 503)
    came_from = request.remote_addr or ""
    if users.is_locked(store(), came_from, name):
        return _page("Too many failed logins. Try again in some minutes.", 429)
    account = _account(kind, name, password)
    if account is None:
        users.note_failure(store(), came_from, name)
        return _page("Name or password is wrong.", 401)
    users.forget_failures(store(), came_from, name)
    content = package(files, {"server_kind": kind, "server_url": address, **account})
    return Response(content, content_type="application/zip", headers={
        "Content-Disposition": f'attachment; filename="{PLUGIN}.zip"', "Cache-Control": "no-store"})


def _account(kind: str, name: str, password: str) -> dict[str, str] | None:
    """What the plugin needs to know of the account; None when the password is not its own."""
    owner = users.check_login(store(), name, password)
    if kind == "tome":
        if owner is None or owner.disabled:
            return None
        return {"username": owner.username, "tome_key": api_keys.create_key(store(), owner.id).key}
    found: dict[str, str] = {}
    if users.check_koreader_key(store(), name, koreader_key(password)) is not None:
        found |= {"username": name, "password": password}
    if kind == "booklore" and owner is not None:
        found |= {"booklore_username": name, "booklore_password": password}
    return found or None


def _origin() -> str:
    given = request.form.get("server_url") or current_app.config.get("PUBLIC_URL") or request.host_url
    return str(given).rstrip("/")


def _page(trouble: str, status: int) -> Response:
    text = render_template("package.html", kinds=KINDS, trouble=trouble, address=request.host_url.rstrip("/"))
    return Response(text, status, content_type="text/html; charset=utf-8")
