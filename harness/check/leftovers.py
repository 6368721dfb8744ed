"""What is on the disk and in the log after the day: files that cannot be read back, secrets that were written down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from fake_koreader.luatable import python_entries, python_value
from fake_koreader.storage.inode import DIRECTORY, FILE
from fake_koreader.storage.reading import read_database
from fake_koreader.trace import Event
from harness.check.findings import Findings, Kind
from harness.check.watched import WatchedDevice

_SQLITE = b"SQLite format 3\0"
# How files of KOReader's LuaData begin: a program of calls, one for each entry.
_LUADATA = b"-- we can read Lua syntax here!"
_NO_SETTINGS = ("/plugins/", "/patches/", "/common/", "/frontend/", "/proc/")
_SHORTEST_SECRET = 6
_SECRET_WORDS = {
    "password", "passwd", "passphrase", "pass", "pwd", "secret", "token", "cookie", "credential", "bearer", "jwt",
    "apikey", "userkey", "accesskey", "privatekey", "authkey",
}  # fmt: skip
# Under such a name there is as often the name of a column or of a button: only what looks like a key counts.
_DOUBTFUL_WORDS = {"key", "auth", "authorization", "signature"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def written_files(device: WatchedDevice) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file that KOReader wrote, in the order of their paths."""
    yield from sorted(_below(device, b"/"))


def _below(device: WatchedDevice, folder: bytes) -> Iterator[tuple[str, bytes]]:
    for name in device.disk.list(folder):
        path = folder.rstrip(b"/") + b"/" + name
        inode = device.disk.find(path, follow=False)
        if inode.kind == DIRECTORY:
            yield from _below(device, path)
        elif inode.kind == FILE and inode.source is None:
            yield path.decode("utf-8", "backslashreplace"), inode.read(0, inode.size)


def look_for_damage(device: WatchedDevice, findings: Findings, during: str) -> None:
    """Every settings file and every database must be readable."""
    writers = _writers(device)
    for path, content in written_files(device):
        reason = _unreadable(device, path, content)
        if reason:
            shown = path.removeprefix(device.data_dir + "/")
            message = f"{shown} cannot be read: {reason.splitlines()[0].strip()}"
            findings.add(Kind.SETTINGS_UNREADABLE, message, writers.get(path, ""), during, again=False)


def _unreadable(device: WatchedDevice, path: str, content: bytes) -> str | None:
    if content.startswith(_SQLITE) or path.endswith((".sqlite", ".sqlite3", ".db")):
        return _damaged(device, path) if content else None
    if not path.endswith(".lua") or any(part in path for part in _NO_SETTINGS):
        return None
    try:
        value = _values(content)
    except ValueError as error:
        return str(error).partition("]:")[2] or str(error)
    return None if value is not None or not content.strip() else "it returns nothing"


def _values(content: bytes) -> Any:
    """What a file of settings holds. ValueError when it cannot be read."""
    return python_entries(content) if content.startswith(_LUADATA) else python_value(content)


def _damaged(device: WatchedDevice, path: str) -> str | None:
    try:
        rows = read_database(device.disk, path, "PRAGMA integrity_check")
    except (KeyError, ValueError) as error:
        return str(error)
    return next((str(value) for row in rows for value in row.values() if value != "ok"), None)


def _writers(device: WatchedDevice) -> dict[str, str]:
    """For each path, the plugin's line that last opened it for writing, or gave it a value that cannot be saved."""
    found: dict[str, str] = {}
    for kind in ("check.opens", "check.unsavable"):
        for event in device.trace.of(kind):
            path = str(event.fields["path"])
            whole = path if path.startswith("/") else f"{device.profile.install_dir}/{path.removeprefix('./')}"
            if event.fields["where"]:
                found[whole] = str(event.fields["where"])
    return found


def secrets_of(device: WatchedDevice) -> set[str]:
    """What the settings on the disk hold under names of secrets."""
    found: set[str] = set()
    for path, content in written_files(device):
        if path.endswith(".lua") and not any(part in path for part in _NO_SETTINGS):
            try:
                found.update(_secret_values(_values(content)))
            except ValueError:
                continue
    return found


def _secret_values(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _secret_values(inner, str(key))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _secret_values(inner, name)
    elif isinstance(value, str) and len(value) >= _SHORTEST_SECRET and _is_secret(name, value):
        yield value


def _is_secret(name: str, value: str) -> bool:
    """By the last word of the name: ``api_token`` is a secret, ``token_type`` and ``compass`` are none."""
    words = [word.lower() for word in _WORD.findall(name) if not word.isdigit()]
    if not words:
        return False
    last = {words[-1], words[-1].removesuffix("s"), "".join(words[-2:])}
    if last & _SECRET_WORDS:
        return True
    return bool(last & _DOUBTFUL_WORDS) and any(letter.isdigit() for letter in value)


def look_for_secrets(events: list[Event], secrets: set[str], findings: Findings, during: str) -> None:
    """Neither a secret nor its MD5 digest, which serves as a password as well, may be in the log."""
    wanted = dict.fromkeys(sorted(secrets), "a secret")
    for secret in sorted(secrets):
        wanted[hashlib.md5(secret.encode(), usedforsecurity=False).hexdigest()] = "the digest of a secret"
    for event in events:
        if event.kind != "log":
            continue
        text = str(event.fields.get("text", ""))
        for secret, what in wanted.items():
            if secret in text:
                line = text.replace(secret, "***")
                where = str(event.fields.get("where") or "")
                findings.add(Kind.SECRET_IN_LOG, f"writes {what} into the log: {_brief(line)}", where, during)


def _brief(text: str) -> str:
    return text if len(text) <= 100 else text[:97] + "..."
