"""Who is asking, and with what: the guard of the device routes, bodies, and the device a body names.

Device routes take `x-auth-user` and `x-auth-key`; the routes of the web application take a bearer token of the
common login and the permission `koreader_sync` (specs/bookorbit.md §1.1, §1.15, §2.2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Blueprint, Response, g, request

from harness.server import tokens, users
from harness.server.bookorbit import accounts
from harness.server.bookorbit.errors import BadRequest, SyncOff, TooLarge, Unauthorized, request_id
from harness.server.bookorbit.instants import device_seconds, local_date
from harness.server.bookorbit.validation import Rule, device_datetime, record, text
from harness.server.context import has_quirk, remember_user, store
from harness.server.users import User

BODY_BYTES_MAX = 1024 * 1024
PREFIX = "/api/v1/koreader"

public = Blueprint("bookorbit_public", __name__, url_prefix=PREFIX)
device_routes = Blueprint("bookorbit_device", __name__, url_prefix=PREFIX)
web_routes = Blueprint("bookorbit_web", __name__, url_prefix=PREFIX)

_DEVICE_FIELDS: dict[str, Rule] = {
    "deviceId": text(pattern=r"[A-Za-z0-9-]{1,100}"), "deviceModel": text(100), "pluginVersion": text(20),
}


@dataclass(frozen=True)
class Device:
    """The device that sent a body. `offset_seconds`: how far its wall clock is ahead of UTC, 0 when it did not say."""

    id: str
    model: str
    plugin_version: str
    offset_seconds: int = 0

    def date_of(self, instant_us: int) -> str:
        """The date on the device's clock at an instant, or UTC's with the quirk `bookorbit.utc-dates`."""
        return local_date(instant_us, 0 if has_quirk("bookorbit.utc-dates") else self.offset_seconds)


@public.before_request
@device_routes.before_request
@web_routes.before_request
def check_size() -> None:
    """Refuse bodies beyond 1 MiB before anything else."""
    if (request.content_length or 0) > BODY_BYTES_MAX or len(request.get_data()) > BODY_BYTES_MAX:
        raise TooLarge


@device_routes.before_request
def guard() -> None:
    """Let in who may sync: the order of the checks is the server's own (a wrong key with sync off is 403)."""
    name = request.headers.get("x-auth-user", "").encode("latin-1", "replace").decode("utf-8", "replace")
    key = request.headers.get("x-auth-key", "")
    if not name or not key:
        raise Unauthorized
    account = accounts.by_name(store(), name)
    if account is None:
        raise Unauthorized
    if not account.sync_enabled:
        raise SyncOff
    if not accounts.is_key(store(), account, key):
        raise Unauthorized
    user = users.user_by_id(store(), account.user_id)
    if user is None or not accounts.may_sync(store(), user):
        raise Unauthorized
    g.orbit_user = remember_user(user)


@web_routes.before_request
def web_guard() -> None:
    """Let in who is logged in and may use KOReader sync."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    user_id = tokens.user_id_of(store(), token.strip(), "access") if scheme.lower() == "bearer" else None
    user = None if user_id is None else users.user_by_id(store(), user_id)
    if user is None or not accounts.is_active(store(), user):
        raise Unauthorized
    if not accounts.may_sync(store(), user):
        raise SyncOff("Missing permission koreader_sync")
    g.orbit_user = remember_user(user)


@public.after_request
@device_routes.after_request
@web_routes.after_request
def number_answer(response: Response) -> Response:
    """Every answer names its request."""
    response.headers["X-Request-Id"] = request_id()
    return response


def asker() -> User:
    """The user whom the guard let in."""
    user: User = g.orbit_user
    return user


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def body(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> dict[str, Any]:
    """The JSON body by its rules; 400 for anything else. Absent optional fields are None."""
    try:
        value = json.loads(request.get_data().decode("utf-8") or "{}", parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise BadRequest("The body is no valid JSON") from None
    return by_rules(record(required, optional), value)


def plugin_body(
    required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None,
) -> tuple[dict[str, Any], Device]:
    """A body that names its device, and that device."""
    values = body({**required, **_DEVICE_FIELDS}, {**(optional or {}), "deviceTime": device_datetime})
    offset = 0
    if values["deviceTime"] is not None:
        offset = device_seconds(values["deviceTime"]) - store().now_us() // 1_000_000
    return values, Device(values["deviceId"], values["deviceModel"], values["pluginVersion"], offset)


def query(rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The query by its rules; parameters that are absent are None."""
    values: dict[str, Any] = {}
    for name in request.args:
        given = request.args.getlist(name)
        values[name] = given[0] if len(given) == 1 else given
    return by_rules(record({}, rules), values)


def by_rules(rule: Rule, value: Any) -> dict[str, Any]:
    """`value` by `rule`, or 400 with every problem."""
    problems: list[str] = []
    found: dict[str, Any] = rule(value, "", problems)
    refuse_if(problems)
    return found


def refuse_if(problems: list[str]) -> None:
    """400 with the problems, if there are any."""
    if problems:
        raise BadRequest(problems)
