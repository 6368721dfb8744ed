"""Tables of the reference server: one domain for every protocol it speaks.

Instants are integers, microseconds since 1970 UTC; progress of reading sessions is percent (0–100)
as BookLore counts it, progress of kosync is a fraction (0–1).
"""

from __future__ import annotations

import sqlite_utils

from harness.server.schema_bookorbit import BOOKORBIT_INDEXES, BOOKORBIT_TABLES

_TABLES: dict[str, dict[str, type]] = {
    "meta": {"key": str, "value": str},
    "users": {"id": int, "username": str, "password": str, "is_admin": int, "can_download": int,
              "all_libraries": int, "default_password": int, "disabled": int},
    "koreader_users": {"id": int, "user_id": int, "username": str, "key": str, "sync_enabled": int,
                       "sync_with_booklore": int},
    "tokens": {"token": str, "user_id": int, "kind": str, "expires_at": int, "revoked": int},
    "login_failures": {"id": int, "kind": str, "subject": str, "at": int},
    "libraries": {"id": int, "name": str},
    "library_access": {"id": int, "user_id": int, "library_id": int},
    "books": {"id": int, "library_id": int, "title": str, "subtitle": str, "authors": str, "publisher": str,
              "isbn10": str, "isbn13": str, "hardcover_id": str, "hardcover_book_id": str, "added_at": int},
    "files": {"id": int, "book_id": int, "name": str, "extension": str, "book_type": str, "size_bytes": int,
              "hash": str, "path": str, "content": bytes, "added_at": int},
    "sessions": {"id": int, "user_id": int, "book_id": int, "protocol": str, "book_type": str, "start_at": int,
                 "end_at": int, "duration_seconds": int, "duration_formatted": str, "start_progress": float,
                 "end_progress": float, "progress_delta": float, "start_location": str, "end_location": str,
                 "client_session_id": str, "created_at": int, "device": str, "pages_turned": int},
    "idempotency": {"id": int, "user_id": int, "key": str, "fingerprint": str, "status": int, "body": str,
                    "at": int},
    "reading_states": {"id": int, "user_id": int, "book_id": int, "rating": int, "status": str, "progress": float,
                       "locator": str, "review": str, "finished_at": int, "updated_at": int},
    "marks": {"id": int, "kind": str, "user_id": int, "book_id": int, "cfi": str, "text": str, "note": str,
              "title": str, "color": str, "style": str, "created_at": int, "updated_at": int},
    "shelves": {"id": int, "user_id": int, "name": str, "icon": str, "icon_type": str, "public": int},
    "shelf_books": {"id": int, "shelf_id": int, "book_id": int},
    "progress": {"id": int, "user_id": int, "document": str, "progress": str, "percentage": float, "device": str,
                 "device_id": str, "updated_at": int},
    "releases": {"id": int, "owner": str, "name": str, "tag": str, "body": str, "published_at": int},
    "release_assets": {"id": int, "release_id": int, "name": str, "content": bytes},
    "book_facts": {"book_id": int, "series": str, "series_index": float, "book_type": str, "owner_id": int},
    "api_keys": {"id": int, "user_id": int, "label": str, "hash": str, "preview": str, "created_at": int,
                 "last_used_at": int},
    "positions": {"id": int, "user_id": int, "book_id": int, "progress": str, "percentage": float, "device": str,
                  "updated_at": int},
    "position_history": {"id": int, "user_id": int, "book_id": int, "progress": str, "percentage": float,
                         "device": str, "created_at": int},
    "anchored_annotations": {"id": int, "user_id": int, "book_id": int, "anchor": str, "anchor_end": str, "text": str,
                             "note": str, "chapter": str, "color": str, "datetime": str, "datetime_updated": str,
                             "updated_at": int, "by_server": int},
    "annotation_tombstones": {"id": int, "user_id": int, "book_id": int, "anchor": str, "deleted_at": str,
                              "by_server": int},
    "page_stats": {"id": int, "user_id": int, "book_id": int, "page": int, "start_time": int, "duration": int,
                   "total_pages": int, "device": str},
    "watermarks": {"id": int, "user_id": int, "device": str, "start_time": int},
    "inbox": {"id": int, "user_id": int, "book_id": int, "file_id": int, "queued_at": int, "delivered_at": int},
    "quick_connects": {"id": int, "code": str, "poll_hash": str, "user_id": int, "expires_at": int},
    "plugin_texts": {"name": str, "build": int, "semver": str, "template": str},
    "requests": {"id": int, "at": int, "method": str, "path": str, "query": str, "status": int, "user": str},
    "unknown_endpoints": {"id": int, "at": int, "method": str, "path": str},
    **BOOKORBIT_TABLES,
}
_KEYS = {"meta": "key", "tokens": "token", "book_facts": "book_id", "plugin_texts": "name"}
_INDEXES: list[tuple[str, list[str], bool]] = [
    ("users", ["username"], True),
    ("koreader_users", ["username"], True),
    ("koreader_users", ["user_id"], True),
    ("tokens", ["user_id"], False),
    ("login_failures", ["kind", "subject"], False),
    ("libraries", ["name"], True),
    ("library_access", ["user_id", "library_id"], True),
    ("files", ["hash"], False),
    ("files", ["book_id"], False),
    ("sessions", ["user_id", "book_id", "start_at", "end_at"], False),
    ("sessions", ["user_id", "client_session_id"], False),
    ("idempotency", ["user_id", "key"], True),
    ("reading_states", ["user_id", "book_id"], True),
    ("marks", ["user_id", "book_id", "kind", "cfi"], False),
    ("shelves", ["user_id", "name"], False),
    ("shelf_books", ["shelf_id", "book_id"], True),
    ("progress", ["user_id", "document"], True),
    ("book_facts", ["series"], False),
    ("api_keys", ["hash"], True),
    ("api_keys", ["user_id"], False),
    ("positions", ["user_id", "book_id"], True),
    ("position_history", ["user_id", "book_id"], False),
    ("anchored_annotations", ["user_id", "book_id", "anchor"], True),
    ("annotation_tombstones", ["user_id", "book_id", "anchor"], True),
    ("page_stats", ["user_id", "book_id", "page", "start_time"], True),
    ("watermarks", ["user_id", "device"], True),
    ("inbox", ["user_id", "book_id"], False),
    ("quick_connects", ["code"], False),
    ("releases", ["owner", "name"], True),
    ("release_assets", ["release_id", "name"], True),
    *BOOKORBIT_INDEXES,
]

TABLE_NAMES = tuple(_TABLES)
"""Every table of the store, in the order of creation."""


def create_tables(database: sqlite_utils.Database) -> None:
    """Create the tables, columns and indexes that `database` does not have yet."""
    existing = set(database.table_names())
    for name, columns in _TABLES.items():
        table = database.table(name)
        if name not in existing:
            table.create(columns, pk=_KEYS.get(name, "id"))
            continue
        for column in [column for column in columns if column not in table.columns_dict]:
            table.add_column(column, columns[column])
    for name, columns_of_index, unique in _INDEXES:
        database.table(name).create_index(columns_of_index, unique=unique, if_not_exists=True)
