"""The endpoints of the plugin's own update (specs/bookorbit.md §1.13)."""

from __future__ import annotations

from flask import Response, request

from harness.server.bookorbit import devices, package
from harness.server.bookorbit.asking import asker, device_routes
from harness.server.bookorbit.errors import reply
from harness.server.context import has_quirk, store

SERVER_VERSION = "v2.5.0"
CAPABILITIES = ("catalogBulkManifest", "catalogDashboardSections", "bookmarkSync")
UPDATES_SINCE = (1, 4, 0)
"""Plugins before this version crash while they update."""


@device_routes.get("/plugin/version")
def version() -> Response:
    """The plugin that the server has, and what the server can do. A plugin that would crash is told of no update."""
    known = package.plugin_version(store())
    return reply({"pluginVersion": package.UNKNOWN if _withheld() else known, "serverVersion": SERVER_VERSION,
                  "capabilities": list(CAPABILITIES)})


def _withheld() -> bool:
    device_id = request.headers.get("x-bookorbit-device-id")
    caller = request.headers.get("x-bookorbit-plugin-version")
    if device_id and caller and not has_quirk("bookorbit.update-withheld-for-all"):
        return package.older(caller, UPDATES_SINCE)
    rows = [row for row in devices.of_user(store(), asker().id) if row["swept_at"] is not None]
    if not has_quirk("bookorbit.update-withheld-for-all"):
        rows = [row for row in rows if not row["retired"]]
    return any(package.older(row["swept_version"], UPDATES_SINCE) for row in rows)


@device_routes.get("/plugin/package")
def plain_package() -> Response:
    """The plugin without anybody's account."""
    return package.zip_reply()
