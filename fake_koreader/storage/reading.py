"""Looking into a database on a device's disk from outside, without leaving a trace there."""

from __future__ import annotations

from typing import Any

import apsw

from fake_koreader.storage.disk import Disk
from fake_koreader.storage.vfs import DiskVFS


def read_database(disk: Disk, path: str, query: str) -> list[dict[str, Any]]:
    """The rows of a query. KeyError when there is no such file, ValueError with SQLite's words when it fails.

    The question is put to a fork of the disk: what is uncommitted is rolled back there as after a kill,
    and nothing changes here.
    """
    if not disk.exists(path):
        raise KeyError(f"there is no database {path} on the device")
    twin = disk.fork()
    twin.dead = None
    vfs = DiskVFS(twin)
    try:
        connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READWRITE, vfs=vfs.name)
        try:
            rows: list[dict[str, Any]] = []
            cursor = connection.execute(query)
            for row in cursor:
                names = [column[0] for column in cursor.description]
                rows.append(dict(zip(names, row, strict=True)))
            return rows
        finally:
            connection.close()
    except apsw.Error as error:
        raise ValueError(str(error)) from None
    finally:
        vfs.close()
