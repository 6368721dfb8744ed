"""The protocol of KOReader's own progress sync, at the root of the server, under /kosync, and under Tome's /api/v1."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the protocol's endpoints to `app`."""
    from harness.server.kosync import accounts, documents

    for group in (accounts, documents):
        for prefix in ("", "/kosync", "/api/v1"):
            name = group.blueprint.name + prefix.replace("/", "_")
            app.register_blueprint(group.blueprint, url_prefix=prefix or None, name=name)
    for prefix in ("", "/kosync"):
        app.add_url_rule(f"{prefix}/healthcheck", f"kosync_health{prefix.replace('/', '_')}", accounts.healthcheck,
                         methods=["GET"])
