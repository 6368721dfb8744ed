"""A plugin made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def plugin(tmp_path: Path) -> Callable[[str, str], Path]:
    """``plugin("name", main_lua)``: a plugin's directory, made for this test."""

    def make(name: str, main: str) -> Path:
        folder = tmp_path / f"{name}.koplugin"
        folder.mkdir()
        (folder / "main.lua").write_text(main, encoding="utf-8")
        (folder / "_meta.lua").write_text(f'return {{ name = "{name}" }}\n', encoding="utf-8")
        return folder

    return make
