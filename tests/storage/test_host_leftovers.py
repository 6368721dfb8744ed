"""A machine that nobody needs any more leaves nothing on the host."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from fake_koreader.machine import Machine
from fake_koreader.profile import profile


@pytest.fixture
def host_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_a_database_lent_from_the_host_is_given_back(host_folder: Path) -> None:
    machine = Machine(profile("kobo-clara"))
    process = machine.start()
    process.run("conn = require('lua-ljsqlite3/init').open('/mnt/x.sqlite3') conn:exec('CREATE TABLE t (a)')", "=t")
    machine.close()
    assert list(host_folder.iterdir()) == []
    machine.close()
    assert machine.disk.exists(b"/mnt/x.sqlite3")
