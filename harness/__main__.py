"""``python -m harness`` is ``koharness``."""

from harness.cli import main

main(prog_name="koharness")
