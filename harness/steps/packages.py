"""Steps about packages of the plugin: fetched by its owner, set up already, and published as releases."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from harness.errors import StepFailed
from harness.scenario import Doubt, Surroundings, Words, step
from harness.world import World

_VERSION = re.compile(rb"""(\bversion\s*=\s*["'])[^"']*""")


class InstallPackage(Words):
    """A package from the server's page, unpacked on the device."""

    shorthand = "kind"
    kind: Literal["booklore", "kosync", "tome"]
    user: str | None = Field(default=None, description="whose account; the device's owner by default")

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        if self.user is not None:
            yield Doubt(("user",), self.user, around.users, "a user of the server")


@step("install package")
def install_package(words: InstallPackage, world: World) -> None:
    """The owner fetches the plugin, set up already. A running KOReader is left before it and started again after it."""
    actor = world.actor
    users = {user.name: user for user in world.story.scenario.server.users}
    owner = users[words.user] if words.user else actor.owner
    content = world.backend.package(words.kind, owner.name, owner.password)
    running = actor.device.alive
    if running:
        actor.leave()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        actor.device.unpack_plugin({name: archive.read(name) for name in archive.namelist()})
    if words.kind == "tome":
        for key in re.findall(rb'tome_key = "([^"]*)"', _provision(content)):
            world.keep_secret(key.decode())
    if running:
        actor.boot()


def _provision(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.endswith("_provision.lua"))


class Publish(Words):
    """A release of the device's plugin, in the feed of a repository."""

    shorthand = "version"
    version: str = Field(min_length=1)
    repository: str = Field(default="tidewater/shelfsync", pattern="^[^/]+/[^/]+$")
    notes: str = ""


@step("publish")
def publish(words: Publish, world: World) -> None:
    """A version of the device's first plugin is published: its files, with that version in `_meta.lua`."""
    if not world.actor.plugins:
        raise StepFailed("there is no plugin to publish", expected="a device with a plugin")
    folder = world.actor.plugins[0].directory
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                if path.name == "_meta.lua":
                    data = _VERSION.sub(rb"\g<1>" + words.version.removeprefix("v").encode(), data)
                archive.writestr(zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}"), data)
    world.backend.publish(words.repository, words.version, words.notes, {f"{folder.name}.zip": buffer.getvalue()})
