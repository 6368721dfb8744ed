"""Steps about files on a device's disk that neither KOReader nor a plugin has written."""

from __future__ import annotations

from pydantic import Field

from harness.scenario import Words, step
from harness.world import World

RUIN = b"\x00\xff\x13\x37" * 64
"""What a ruined stretch of a disk reads as: neither a text nor the beginning of any kind of file."""


class DamageFile(Words):
    """Which file, and where in it."""

    shorthand = "file"
    file: str = Field(min_length=1, description="its path, from KOReader's directory")
    at: int = Field(default=0, ge=0, description="from which byte on; the rest of the file stays as it is")


@step("damage file")
def damage_file(words: DamageFile, world: World) -> None:
    """A stretch of a file is ruined, as by a cable that was pulled or a card that wears out."""
    actor = world.actor
    data = actor.read(words.file)
    if data is None:
        world.fail(f"there is no file '{words.file}' to damage", expected="a file that the device has by now")
        return
    if words.at >= len(data):
        world.fail(f"'{words.file}' has no byte {words.at}", seen=f"{len(data)} bytes")
    ruined = data[: words.at] + RUIN[: len(data) - words.at] + data[words.at + len(RUIN) :]
    actor.device.write_file(words.file, ruined)
