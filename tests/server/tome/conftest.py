"""Tome with mira, her key and her book."""

from __future__ import annotations

from typing import Any

import pytest
from server_under_test import Server
from tome_under_test import Tome

from harness.server.tome.admin import TomeAdmin


@pytest.fixture
def tome(server: Server) -> Tome:
    """A server that behaves."""
    admin = TomeAdmin(server.app)
    return Tome(server, admin, admin.add_key("mira"))


@pytest.fixture
def stranger(tome: Tome) -> str:
    """The key of tom, who may see no library."""
    tome.server.admin.add_user("tom", "low-water", libraries=[])
    return tome.admin.add_key("tom")


@pytest.fixture
def sitting(tome: Tome) -> dict[str, Any]:
    """A session as the plugin posts it."""
    return {"book_id": tome.book, "started_at": "2026-05-01T08:00:00Z", "ended_at": "2026-05-01T08:20:00Z",
            "duration_seconds": 1200, "progress_start": 0.05, "progress_end": 0.35, "pages_turned": 22,
            "device": "Kobo_clara", "session_uuid": "1-1777622400-Kobo_clara"}
