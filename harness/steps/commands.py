"""Steps about commands that plugins give to the device's shell."""

from __future__ import annotations

from pydantic import Field

from harness.scenario import Words, step
from harness.world import World


class CommandReply(Words):
    """What a command answers."""

    command: str = Field(description="the command line; * and ? stand for anything, as in file names")
    prints: str = Field(default="", description="what it writes to its standard output")
    status: int = Field(default=0, ge=0, le=255, description="its exit code")


class CommandReplies(Words):
    """Replies to command lines; the latest that fits counts."""

    shorthand = "replies"
    replies: list[CommandReply] = Field(min_length=1)


@step("command replies")
def command_replies(words: CommandReplies, world: World) -> None:
    """From now on the device answers these command lines of plugins as said, as if it had the program."""
    for reply in words.replies:
        world.actor.device.scripted_commands.add(reply.command, reply.prints, reply.status)
