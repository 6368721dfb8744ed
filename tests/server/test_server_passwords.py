"""A user's password is changed behind the protocols' back."""

from __future__ import annotations

import pytest
from server_under_test import Server

from harness.server import AdminError


def test_both_accounts_take_the_new_password(server: Server) -> None:
    server.admin.set_password("mira", "low-water")
    login = {"username": "mira", "password": "low-water"}
    assert server.ask("POST", "/api/v1/auth/login", json=login).status_code == 200
    assert server.ask("GET", "/api/koreader/users/auth", server.x_auth("mira", "low-water")).status_code == 200


def test_the_old_password_is_refused(server: Server) -> None:
    server.admin.set_password("mira", "low-water")
    login = {"username": "mira", "password": "tide-pool"}
    assert server.ask("POST", "/api/v1/auth/login", json=login).status_code == 400
    assert server.ask("GET", "/api/koreader/users/auth", server.x_auth()).status_code in (401, 403)


def test_nobody_has_no_password(server: Server) -> None:
    with pytest.raises(AdminError, match="no user 'nobody'"):
        server.admin.set_password("nobody", "x")
