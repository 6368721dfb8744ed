"""The Flask application: protocols, pages and the admin API over one store."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Flask, Response, g, request
from werkzeug.exceptions import MethodNotAllowed, NotFound, RequestEntityTooLarge

from harness.server import admin_http, booklore, bookorbit, kosync, package_page, release_feed, tome, web
from harness.server.booklore.errors import TooLarge, Unexpected
from harness.server.context import STORE_EXTENSION, check_quirks, store
from harness.server.replies import json_reply
from harness.server.store import Store

BODY_BYTES_MAX = 64 * 1024 * 1024


def create_app(
    store: Store, *, now: Callable[[], float], seed: int = 0, quirks: Iterable[str] = (),
    admin_token: str | None = None, public: bool = False,
) -> Flask:
    """The reference server over `store`.

    `now` tells the time, seconds since 1970; signing keys and salts come from `seed`. `quirks` are names from
    `harness.server.context.QUIRKS` and stay changeable as `app.config["QUIRKS"]`; ValueError for an unknown one. The
    admin API exists where an `admin_token` is given. `public` answers 500 to an error of ours instead of raising it.
    """
    store.use(now, seed)
    app = Flask("harness.server", template_folder="templates", static_folder=None)
    app.config.update(QUIRKS=check_quirks(quirks), MAX_CONTENT_LENGTH=BODY_BYTES_MAX,
                      PROPAGATE_EXCEPTIONS=not public, ADMIN_TOKEN=admin_token)
    app.extensions[STORE_EXTENSION] = store
    app.url_map.merge_slashes = False
    booklore.register(app)
    bookorbit.register(app)
    tome.register(app)
    kosync.register(app)
    app.register_blueprint(release_feed.blueprint)
    app.register_blueprint(package_page.blueprint)
    app.register_blueprint(web.blueprint)
    if admin_token is not None:
        app.register_blueprint(admin_http.blueprint)
    app.register_error_handler(NotFound, _unknown_endpoint)
    app.register_error_handler(MethodNotAllowed, _unknown_endpoint)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    if public:
        app.register_error_handler(500, _unforeseen)
    app.after_request(_log)
    return app


def _unknown_endpoint(_error: Exception) -> Response:
    store().log_unknown_endpoint(request.method, request.path)
    return json_reply({
        "status": 501, "method": request.method, "path": request.path,
        "message": f"The reference server does not know {request.method} {request.path}",
    }, 501)


def _too_large(_error: Exception) -> Response:
    return TooLarge().get_response()


def _unforeseen(_error: Exception) -> Response:
    return Unexpected().get_response()


def _log(response: Response) -> Response:
    if not request.path.startswith("/admin/"):
        query = request.query_string.decode("latin-1")
        store().log_request(request.method, request.path, query, response.status_code, g.get("username"))
    return response
