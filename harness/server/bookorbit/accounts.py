"""The KOReader account of a BookOrbit user: kill switch, permission, and the keys that open it.

It is the common KOReader account (`koreader_users`). A package made for a user carries a key of its own, derived
from the server's secret and the account, so that no key that opens an account is stored: new credentials and a new
password close it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from harness.server import users
from harness.server.passwords import check_key, koreader_key
from harness.server.store import Row, Store
from harness.server.users import User


@dataclass(frozen=True)
class Account:
    """A KOReader account; `key_hash` is the salted hash of its key."""

    user_id: int
    username: str
    key_hash: str
    sync_enabled: bool


def by_name(store: Store, username: str) -> Account | None:
    """The account of that name, or None."""
    return _account(store.one("SELECT * FROM koreader_users WHERE username = ?", (username,)))


def of_user(store: Store, user_id: int) -> Account | None:
    """The account of a user, or None."""
    return _account(store.one("SELECT * FROM koreader_users WHERE user_id = ?", (user_id,)))


def _account(row: Row | None) -> Account | None:
    return None if row is None else Account(row["user_id"], row["username"], row["key"], bool(row["sync_enabled"]))


def is_key(store: Store, account: Account, incoming: str) -> bool:
    """Whether `incoming` opens the account: MD5 of the password in any case, the password, or a package's key."""
    if hmac.compare_digest(incoming.lower().encode("utf-8"), package_key(store, account).encode("ascii")):
        return True
    return check_key(incoming.lower(), account.key_hash) or check_key(koreader_key(incoming), account.key_hash)


def package_key(store: Store, account: Account) -> str:
    """The key baked into a package for this account: 32 lower-case hex digits."""
    label = f"package:{account.user_id}:{account.username}:{account.key_hash}:{created_at(store, account.user_id)}"
    return hmac.digest(store.secret, label.encode("utf-8"), "sha256").hex()[:32]


def _settings(store: Store, user_id: int) -> Row:
    row = store.one("SELECT * FROM orbit_users WHERE user_id = ?", (user_id,))
    return row or {"active": 1, "permission": 1, "naming_pattern": None, "account_created_at": 0}


def change(store: Store, user_id: int, column: str, value: object) -> None:
    """Change one of `active`, `permission`, `naming_pattern`, `account_created_at` of a user."""
    if column not in ("active", "permission", "naming_pattern", "account_created_at"):
        raise ValueError(f"no such setting: {column}")
    with store.transaction():
        if not store.execute(f"UPDATE orbit_users SET {column} = ? WHERE user_id = ?", (value, user_id)):
            values = {"active": 1, "permission": 1, "account_created_at": 0, column: value}
            store.insert("orbit_users", user_id=user_id, **values)


def created_at(store: Store, user_id: int) -> int:
    """When the account was made, 0 when it came with the user."""
    return int(_settings(store, user_id)["account_created_at"])


def naming_pattern(store: Store, user_id: int) -> str | None:
    """The user's own pattern for the names of downloads, or None."""
    found: str | None = _settings(store, user_id)["naming_pattern"]
    return found


def is_active(store: Store, user: User) -> bool:
    """Whether the BookOrbit user is enabled."""
    return bool(_settings(store, user.id)["active"])


def may_sync(store: Store, user: User) -> bool:
    """Whether an enabled user has the permission `koreader_sync`; admins have every permission."""
    row = _settings(store, user.id)
    return bool(row["active"]) and (user.is_admin or bool(row["permission"]))


def create(store: Store, user_id: int, username: str, password: str) -> Account:
    """Make the user's account, with sync on; `users.NameTaken` when the user has one or the name is another's."""
    if of_user(store, user_id) is not None:
        raise users.NameTaken("there is a KOReader account already")
    with store.transaction():
        users.set_koreader_user(store, user_id, username, password)
        users.set_koreader_flag(store, user_id, "sync_enabled", True)
        change(store, user_id, "account_created_at", store.now_us())
    return _must(of_user(store, user_id))


def rename(store: Store, account: Account, username: str) -> None:
    """Give an account another name; its password stays. `users.NameTaken` when it is another's."""
    other = by_name(store, username)
    if other is not None and other.user_id != account.user_id:
        raise users.NameTaken(f"there is a KOReader user {username!r} already")
    with store.transaction():
        store.execute("UPDATE koreader_users SET username = ? WHERE user_id = ?", (username, account.user_id))


def delete(store: Store, user_id: int) -> bool:
    """Delete the credentials; what devices have synced stays. False when there are none."""
    with store.transaction():
        return store.execute("DELETE FROM koreader_users WHERE user_id = ?", (user_id,)) > 0


def _must(account: Account | None) -> Account:
    if account is None:
        raise LookupError("the account that was just made is gone")
    return account
