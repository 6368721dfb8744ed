"""Tome's replies: what is not known is left out, or null with the quirk `tome.null-fields`."""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from harness.server.context import has_quirk
from harness.server.replies import json_reply


def reply(value: Any, status: int = 200) -> Response:
    """A reply with a JSON body; a plugin takes an empty one for a failure, so there always is one."""
    if not has_quirk("tome.null-fields"):
        return json_reply(value, status)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(text, status, content_type="application/json")
