"""Accounts: a reader's account, the KOReader account linked to it, and the lock after failed logins."""

from __future__ import annotations

from dataclasses import dataclass

from harness.server.passwords import check_key, check_password, hash_key, hash_password, koreader_key
from harness.server.store import Row, Store

FAILURES_MAX = 5
FAILURE_WINDOW_US = 15 * 60 * 1_000_000
_DUMMY_KEY = hash_key("", b"\0" * 16)


class NameTaken(ValueError):
    """An account of that name exists already."""


@dataclass(frozen=True)
class User:
    """One person's account, and what it may do."""

    id: int
    username: str
    is_admin: bool
    can_download: bool
    all_libraries: bool
    default_password: bool
    disabled: bool = False


def _user(row: Row) -> User:
    return User(
        id=row["id"], username=row["username"], is_admin=bool(row["is_admin"]),
        can_download=bool(row["can_download"]), all_libraries=bool(row["all_libraries"]),
        default_password=bool(row["default_password"]), disabled=bool(row["disabled"]),
    )


def add_user(
    store: Store, username: str, password: str, *, is_admin: bool = False, can_download: bool = True,
    all_libraries: bool = True, default_password: bool = False,
) -> User:
    """Create an account; `NameTaken` when there is one of that name."""
    if find_user(store, username) is not None:
        raise NameTaken(f"there is a user {username!r} already")
    stored = hash_password(password, store.salt(f"user:{username}"), store.password_rounds)
    with store.transaction():
        number = store.insert(
            "users", username=username, password=stored, is_admin=int(is_admin), can_download=int(can_download),
            all_libraries=int(all_libraries), default_password=int(default_password),
        )
    return User(number, username, is_admin, can_download, all_libraries, default_password)


def find_user(store: Store, username: str) -> User | None:
    """The account of that name, or None."""
    row = store.one("SELECT * FROM users WHERE username = ?", (username,))
    return None if row is None else _user(row)


def user_by_id(store: Store, user_id: int) -> User | None:
    """The account of that number, or None."""
    row = store.one("SELECT * FROM users WHERE id = ?", (user_id,))
    return None if row is None else _user(row)


def check_login(store: Store, username: str, password: str) -> User | None:
    """The account, when the password is its own."""
    row = store.one("SELECT * FROM users WHERE username = ?", (username,))
    if row is None or not check_password(password, row["password"]):
        return None
    return _user(row)


def set_password(store: Store, user: User, password: str) -> None:
    """Give an account another password, and its KOReader account too where it has one."""
    stored = hash_password(password, store.salt(f"user:{user.username}"), store.password_rounds)
    with store.transaction():
        store.execute("UPDATE users SET password = ? WHERE id = ?", (stored, user.id))
        linked = koreader_user(store, user.id)
        if linked is not None:
            set_koreader_user(store, user.id, linked["username"], password)


def set_koreader_user(store: Store, user_id: int, username: str, password: str) -> None:
    """Create or replace the KOReader account of a user. Sync of a new one is off, as on BookLore.

    Raises `NameTaken` when another user's KOReader account has that name.
    """
    owner = store.one("SELECT user_id FROM koreader_users WHERE username = ?", (username,))
    if owner is not None and owner["user_id"] != user_id:
        raise NameTaken(f"there is a KOReader user {username!r} already")
    set_koreader_key(store, user_id, username, koreader_key(password))


def set_koreader_key(store: Store, user_id: int, username: str, x_auth_key: str) -> None:
    """Create or replace the KOReader account of a user, whose key is known and whose password is not."""
    key = hash_key(x_auth_key, store.salt(f"koreader:{username}"))
    with store.transaction():
        if not store.execute("UPDATE koreader_users SET username = ?, key = ? WHERE user_id = ?",
                             (username, key, user_id)):
            store.insert("koreader_users", user_id=user_id, username=username, key=key, sync_enabled=0,
                         sync_with_booklore=0)


def koreader_user(store: Store, user_id: int) -> Row | None:
    """The KOReader account of a user, without its key, or None."""
    return store.one("SELECT username, sync_enabled, sync_with_booklore FROM koreader_users WHERE user_id = ?",
                     (user_id,))


def set_koreader_flag(store: Store, user_id: int, flag: str, enabled: bool) -> bool:
    """Switch `sync_enabled` or `sync_with_booklore`; False when the user has no KOReader account."""
    if flag not in ("sync_enabled", "sync_with_booklore"):
        raise ValueError(f"no such flag: {flag}")
    with store.transaction():
        return store.execute(f"UPDATE koreader_users SET {flag} = ? WHERE user_id = ?", (int(enabled), user_id)) > 0


def check_koreader_key(store: Store, username: str, key: str) -> User | None:
    """The account behind an `x-auth-user` and `x-auth-key` pair, or None."""
    row = store.one(
        "SELECT users.*, koreader_users.key AS koreader_key FROM koreader_users"
        " JOIN users ON users.id = koreader_users.user_id WHERE koreader_users.username = ?", (username,),
    )
    good = check_key(key, _DUMMY_KEY if row is None else row["koreader_key"])
    return _user(row) if row is not None and good else None


def is_locked(store: Store, address: str, username: str) -> bool:
    """Whether five logins failed within 15 minutes, from `address` or for `username`."""
    since = store.now_us() - FAILURE_WINDOW_US
    return any(
        (store.one("SELECT count(*) AS n FROM login_failures WHERE kind = ? AND subject = ? AND at > ?",
                   (kind, subject, since)) or {"n": 0})["n"] >= FAILURES_MAX
        for kind, subject in (("address", address), ("username", username))
    )


def note_failure(store: Store, address: str, username: str) -> None:
    """Count one failed login."""
    with store.transaction():
        for kind, subject in (("address", address), ("username", username)):
            store.insert("login_failures", kind=kind, subject=subject, at=store.now_us())


def forget_failures(store: Store, address: str, username: str) -> None:
    """Start counting anew after a good login."""
    with store.transaction():
        store.execute("DELETE FROM login_failures WHERE (kind = 'address' AND subject = ?)"
                      " OR (kind = 'username' AND subject = ?)", (address, username))
