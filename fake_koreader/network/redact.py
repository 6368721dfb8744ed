"""What of a request may be written down: never a password, a key, a token or a cookie."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit, urlunsplit

HIDDEN = "***"
LARGEST_SUMMARY = 4096
_SECRET = re.compile(
    r"pass(word|wd|phrase)?|secret|token|api[-_]?key|auth(?!or(?!iz))|cookie|credential|userkey|bearer|jwt|signature|(^|[-_])(key|pwd|sig)$",
    re.IGNORECASE,
)
_PLAIN_HEADERS = {"x-auth-user"}


def is_secret(name: str) -> bool:
    """True when a header, field or query parameter of this name holds something that must not be written down."""
    return name.lower() not in _PLAIN_HEADERS and _SECRET.search(name) is not None


def safe_url(url: str) -> str:
    """``url`` without its user and password, and with the values of secret query parameters hidden."""
    if "?" not in url and "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0].rpartition("@")[2]
    place = parts.netloc
    if "@" in place:
        place = f"{HIDDEN}@{place.rpartition('@')[2]}"
    pairs = (pair.partition("=") for pair in parts.query.split("&"))
    query = "&".join(name + mark + (HIDDEN if mark and is_secret(name) else value) for name, mark, value in pairs)
    return urlunsplit((parts.scheme, place, parts.path, query, parts.fragment))


def safe_headers(headers: list[tuple[str, str]]) -> list[list[str]]:
    """``[[name, value], …]`` with the values of secret headers hidden: that they were there is all one learns."""
    return [[name, HIDDEN if is_secret(name) else _safe_value(name, value)] for name, value in headers]


def _safe_value(name: str, value: str) -> str:
    return safe_url(value) if name.lower() in ("location", "referer") else value


def safe_json(value: Any, name: str = "") -> Any:
    """A JSON value with what its secret-like keys hold hidden, at any depth."""
    if isinstance(value, dict):
        return {key: HIDDEN if is_secret(key) else safe_json(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [safe_json(inner, name) for inner in value]
    return value


def body_fields(body: bytes, content_type: str | None) -> dict[str, Any]:
    """Trace fields of a body: ``size``; ``sha256`` (12 digits) unless empty; ``body`` (small JSON, redacted)."""
    if not body:
        return {"size": 0}
    import hashlib

    fields: dict[str, Any] = {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()[:12]}
    if content_type is not None and "json" in content_type and len(body) <= LARGEST_SUMMARY:
        try:
            fields["body"] = safe_json(json.loads(body))
        except ValueError:
            fields["body"] = None
    return fields
