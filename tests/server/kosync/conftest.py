"""kosync with one account, tom."""

from __future__ import annotations

import pytest
from kosync_under_test import Kosync
from server_under_test import Server


@pytest.fixture
def kosync(server: Server) -> Kosync:
    """tom's account."""
    account = Kosync(server)
    assert account.create().status_code == 201
    return account
