"""Tables that only BookOrbit's protocol needs; accounts, libraries, books and sessions are the common ones.

Instants are microseconds since 1970 UTC where the column ends in `_at`. `timestamp` and `start` are a device's own
seconds since 1970, `device_created` and the like its wall-clock texts.
"""

from __future__ import annotations

BOOKORBIT_TABLES: dict[str, dict[str, type]] = {
    "file_identities": {"id": int, "file_id": int, "hash": str, "replaced_at": int},
    "orbit_users": {"id": int, "user_id": int, "active": int, "permission": int, "naming_pattern": str,
                    "account_created_at": int},
    "orbit_hash_links": {"id": int, "user_id": int, "hash": str, "file_id": int, "created_at": int},
    "orbit_unmatched": {"id": int, "user_id": int, "hash": str, "device_id": str, "device_model": str, "title": str,
                        "authors": str, "last_open": int, "source": str, "ambiguous": int, "seen_at": int},
    "orbit_devices": {"id": int, "user_id": int, "device_id": str, "model": str, "plugin_version": str,
                      "retired": int, "seen_at": int, "naming_pattern": str, "swept_at": int, "swept_version": str,
                      "books_matched": int, "page_stats_uploaded": int, "annotations_upserted": int},
    "orbit_positions": {"id": int, "user_id": int, "file_id": int, "device": str, "device_id": str,
                        "percentage": float, "progress": str, "chapter": int, "timestamp": int, "updated_at": int,
                        "converged": int},
    "orbit_shared": {"id": int, "user_id": int, "file_id": int, "percentage": float, "cfi": str, "page": int,
                     "xpointer": str, "updated_at": int, "web_at": int, "web_source": str, "read_at": int, "reset": int,
                     "writer_id": int, "writer_at": int, "writer_percentage": float, "writer_progress": str,
                     "writer_timestamp": int, "writer_device": str, "writer_device_id": str},
    "orbit_page_events": {"id": int, "user_id": int, "file_id": int, "device_id": str, "page": int, "start": int,
                          "duration": int, "total_pages": int},
    "orbit_states": {"id": int, "user_id": int, "book_id": int, "status": str, "status_at": int,
                     "status_source": str, "rating": float, "rating_at": int, "review": str, "review_at": int},
    "orbit_attempts": {"id": int, "user_id": int, "book_id": int, "started_at": int, "ended_at": int,
                       "outcome": str},
    "orbit_annotations": {"id": int, "user_id": int, "book_id": int, "text": str, "color": str, "style": str,
                          "note": str, "chapter": str, "origin": str, "version": int, "created_at": int,
                          "updated_at": int, "deleted_at": int, "device_created": str, "device_updated": str,
                          "edit_pending": int},
    "orbit_annotation_positions": {"id": int, "annotation_id": int, "format": str, "pos0": str, "pos1": str,
                                   "pageno": int, "status": str},
    "orbit_annotation_links": {"id": int, "annotation_id": int, "user_id": int, "book_id": int, "device_id": str,
                               "file_id": int, "key": str, "datetime": str, "applied_version": int,
                               "delete_acked_at": int},
    "orbit_bookmarks": {"id": int, "user_id": int, "book_id": int, "pos": str, "cfi": str, "title": str,
                        "pageno": int, "origin": str, "created_at": int, "deleted_at": int},
    "orbit_bookmark_links": {"id": int, "bookmark_id": int, "user_id": int, "book_id": int, "device_id": str,
                             "file_id": int, "key": str, "datetime": str, "delete_acked_at": int},
    "orbit_plugin_files": {"id": int, "path": str, "content": bytes},
}

BOOKORBIT_INDEXES: list[tuple[str, list[str], bool]] = [
    ("file_identities", ["hash"], False),
    ("orbit_users", ["user_id"], True),
    ("orbit_hash_links", ["user_id", "hash"], True),
    ("orbit_unmatched", ["user_id", "hash", "device_id"], True),
    ("orbit_devices", ["user_id", "device_id"], True),
    ("orbit_positions", ["user_id", "file_id", "device_id", "device"], True),
    ("orbit_shared", ["user_id", "file_id"], True),
    ("orbit_page_events", ["user_id", "file_id", "device_id", "start", "page"], True),
    ("orbit_states", ["user_id", "book_id"], True),
    ("orbit_attempts", ["user_id", "book_id"], False),
    ("orbit_annotations", ["user_id", "book_id"], False),
    ("orbit_annotation_positions", ["annotation_id", "format"], True),
    ("orbit_annotation_links", ["annotation_id", "device_id"], True),
    ("orbit_annotation_links", ["user_id", "book_id", "key"], False),
    ("orbit_bookmarks", ["user_id", "book_id"], False),
    ("orbit_bookmark_links", ["bookmark_id", "device_id"], True),
    ("orbit_bookmark_links", ["user_id", "book_id", "key"], False),
    ("orbit_plugin_files", ["path"], True),
]
