"""Every conformance script prints what the real KOReader printed.

`tests/conformance/not_yet.txt` names the scripts that do not yet; one that begins to pass must leave the
list, so the list can only shrink.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from fake_koreader.conformance import difference, run_script

FOLDER = Path(__file__).parent / "conformance"
SCRIPTS = sorted(path for path in FOLDER.glob("*/*.lua") if path.stem != "probe")
NOT_YET = {line for line in (FOLDER / "not_yet.txt").read_text().split("\n") if line and not line.startswith("#")}


def name_of(script: Path) -> str:
    return f"{script.parent.name}/{script.stem}"


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_script(script: Path) -> None:
    found = difference(script, run_script(script))
    if name_of(script) in NOT_YET:
        if found is None:
            pytest.fail(f"{name_of(script)} passes now: take it off not_yet.txt")
        pytest.xfail("not yet")
    assert found is None, found


def test_all_scripts_are_here() -> None:
    assert len(SCRIPTS) == 374
    assert {name_of(script) for script in SCRIPTS} >= NOT_YET
