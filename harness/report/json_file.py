"""The JSON report: one document, whose version changes when its shape does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.options import Failure, Result

VERSION = 1


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """``{"version": 1, "results": [{"name", "outcome", "seconds", "virtual_seconds", "failures", …}]}``."""
    return {"version": VERSION, "results": [_result(result) for result in results]}


def _result(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "outcome": result.outcome,
        "seconds": round(result.seconds, 6),
        "virtual_seconds": result.virtual_seconds,
        "failures": [_failure(failure) for failure in result.failures],
        "where": result.where,
        "seed": result.seed,
        "profile": result.profile,
        "plugins": list(result.plugins),
        "events": result.events,
        "requests": result.requests,
        "trace_digest": result.trace_digest,
        "notes": list(result.notes),
        **({"suite": result.suite} if result.suite else {}),
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "kind": failure.kind,
        "message": failure.message,
        "where": failure.where,
        "expected": failure.expected,
        "seen": failure.seen,
        "step": failure.step,
        "events": list(failure.events),
    }


def write_json(results: Sequence[Result], path: Path) -> None:
    """Write the report to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_json(results), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
