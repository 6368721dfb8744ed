"""From a fault in words to a fault of the device's network; and which settings are secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fake_koreader.clock import SECOND
from fake_koreader.network.fault_kinds import KINDS
from fake_koreader.network.faults import Fault as NetworkFault
from fake_koreader.network.redact import is_secret
from harness.scenario.faults import Fault

_NAMES = {
    "bad gateway": "html-error",
    "reset": "reset-before-request",
    "truncated": "truncated-body",
    "corrupted": "corrupted-body",
}


def build_fault(words: Fault, now: int) -> NetworkFault:
    """The fault that ``words`` describe, in force from ``now`` (the device's monotonic µs)."""
    name = words.name
    kind = KINDS[_NAMES.get(name, name.replace(" ", "-"))]
    match: dict[str, Any] = {
        "url": words.url,
        "method": words.method,
        "nth": words.after + 1,
        "count": words.times,
        "from_us": now,
        "until_us": now + round(words.for_ * SECOND) if words.for_ is not None else None,
        "name": name,
    }
    return kind(**_particulars(name, words), **match)


def _particulars(name: str, words: Fault) -> dict[str, Any]:
    if name == "slow":
        return {"latency_us": round((words.slow or 0.0) * SECOND), "bytes_per_second": words.bytes_per_second}
    if name == "status":
        body = (words.body or "").encode("utf-8")
        kind = "application/json" if body.lstrip()[:1] in (b"{", b"[") else "text/html" if body else "text/plain"
        headers = [("Content-Type", kind)]
        if words.retry_after is not None:
            headers.append(("Retry-After", str(round(words.retry_after))))
        return {"status": words.status, "headers": headers, "body": body}
    if name == "rate limited":
        return {"retry_after": round(words.retry_after) if words.retry_after is not None else None}
    if name == "bad gateway":
        return {"status": words.status or 502}
    if name == "redirect":
        return {"location": words.location or "/"}
    if name == "captive portal":
        return {"status": words.status or 200}
    return {}


def secret_values(settings: Mapping[str, Any]) -> Iterator[str]:
    """The values of settings whose names say that they are secrets."""
    for key, value in settings.items():
        if is_secret(str(key)) and isinstance(value, str):
            yield value
        for table in value if isinstance(value, list) else ():
            if isinstance(table, Mapping):
                yield from secret_values(table)
