"""Draw `docs/run.svg`: what the terminal shows after `koharness run`.

usage: python tools/make_picture.py [SCENARIO…]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent


def main(scenarios: list[str]) -> int:
    """Run the scenarios and save the picture. Exit status 1 when a scenario failed."""
    done = subprocess.run(
        [sys.executable, "-m", "harness", "run", *scenarios],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    with open("/dev/null", "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=90, file=nowhere, force_terminal=True)
        console.print(Text("$ koharness run", style="bold"))
        for line in done.stdout.splitlines():
            text = Text(line)
            text.highlight_regex("^✓", "bold green")
            text.highlight_regex("^✗", "bold red")
            text.highlight_regex("  [0-9].*$", "dim")
            console.print(text)
        console.save_svg(str(ROOT / "docs" / "run.svg"), title="koharness")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
