"""Setting up a world for a story: its server, its devices as their owners left them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from fake_koreader.network import Transport
from fake_koreader.profile import PROFILES
from fake_koreader.trace import Trace
from harness import bundled
from harness.actor import Actor
from harness.backend import Backend
from harness.device_contract import DeviceLike
from harness.errors import CannotRun
from harness.options import RunOptions
from harness.reference import InProcess, OverHttp
from harness.scenario import Story
from harness.scenario.models import Device as DeviceWords
from harness.scenario.models import User
from harness.world import World, wall_of

DeviceFactory = Callable[..., DeviceLike]


def real_device(profile: str, **options: Any) -> DeviceLike:
    """An emulated device of ours. ``wall`` is epoch µs, ``zone`` an IANA name; the rest as for `Device`."""
    from fake_koreader.clock import Clock
    from fake_koreader.device import Device

    clock = Clock(wall=options.pop("wall"), zone=options.pop("zone"))
    return Device(PROFILES[profile], clock=clock, **options)


def build_world(story: Story, options: RunOptions, trace: Trace, make: DeviceFactory = real_device) -> World:
    """A world in which the story can begin. CannotRun when something that it names is missing."""
    world: World | None = None

    def now() -> float:
        return world.now() if world is not None else 0.0

    def present() -> float:
        return world.present() if world is not None else 0.0

    backend = _backend(story, options, now, present)
    world = World(story, backend, trace, options.seed)
    users = story.scenario.server.users
    for user in users:
        world.keep_secret(user.password)
    transport = Transport()
    backend.connect(transport)
    for number, (name, words) in enumerate(story.scenario.all_devices().items()):
        world.actors[name] = _actor(name, number, words, world, options, transport, make)
    for user in users:
        backend.add_user(user.name, user.password)
    for name, words in story.scenario.all_devices().items():
        _configure(world.actors[name], words, world)
    for book in story.scenario.server.books:
        file = bundled.find_book(book.file, story.path.parent)
        if file is None:
            raise CannotRun(f"there is no book '{book.file}'")
        backend.add_book(file, title=book.title, authors=book.authors, isbn=book.isbn)
        if book.series or book.number is not None or book.kind:
            backend.set_series(file, book.series, book.number, book.kind)
    for fault in story.scenario.faults:
        world.add_fault(fault, None, world.actors.values())
    return world


def _backend(
    story: Story, options: RunOptions, now: Callable[[], float], present: Callable[[], float]
) -> Backend:
    quirks = story.scenario.server.quirks
    if options.server is None:
        try:
            return InProcess(now=now, seed=options.seed, quirks=quirks, present=present)
        except ValueError as error:
            raise CannotRun(f"{story.shown}: {error}") from None
    backend = OverHttp(options.server, options.admin_token)
    for quirk in quirks:
        backend.set_quirk(quirk, True)
    return backend


def _actor(
    name: str, number: int, words: DeviceWords, world: World, options: RunOptions, transport: Any, make: DeviceFactory
) -> Actor:
    profile = options.profile or words.profile
    if profile not in PROFILES:
        raise CannotRun(f"there is no profile '{profile}'; known are: {', '.join(PROFILES)}")
    device = make(
        profile, name=name, trace=world.trace, seed=options.seed * 1000 + number, wall=wall_of(words), zone=words.zone,
        transport=transport,
    )  # fmt: skip
    owner = next((user for user in world.story.scenario.server.users if user.name == words.user), _first(world))
    actor = Actor(name, device, words, owner, world.history, world.story.path.parent)
    for plugin in [str(options.plugin)] if options.plugin else words.plugins:
        actor.install(plugin)
    for book in words.books:
        actor.place(book)
    if words.associates_in is not None:
        device.radio.association_us = round(words.associates_in * 1_000_000)
    if words.wifi == "on":
        device.radio.connect_now()
        device.set_setting("wifi_was_on", True)
    for key, value in ({"device_id": _device_id(options.seed, name)} | words.settings).items():
        device.set_setting(key, value)
    return actor


def _device_id(seed: int, name: str) -> str:
    """What KOReader made up on the day it was first started, which was another one for each device."""
    digits = hashlib.md5(f"{seed} {name}".encode(), usedforsecurity=False).hexdigest().upper()
    return f"{digits[:12]}4{digits[13:16]}8{digits[17:]}"


def _first(world: World) -> User:
    return world.story.scenario.server.users[0]


def _configure(actor: Actor, words: DeviceWords, world: World) -> None:
    filled = {"server": world.backend.base_url, "user": actor.owner.name, "password": actor.owner.password}
    if "<key>" in str(words.configure):
        filled["key"] = world.backend.api_key(actor.owner.name)
        world.keep_secret(filled["key"])
    settings: dict[str, Any] = {}
    for plugin in actor.plugins:
        settings.update(plugin.contract.defaults)
    settings.update(words.configure)
    for plugin in actor.plugins:
        settings = plugin.contract.with_defaults(settings)
    settings = _filled(settings, filled)
    for secret in _secrets(settings):
        world.keep_secret(secret)
    if settings:
        actor.configure(settings)


def _filled(value: Any, words: dict[str, str]) -> Any:
    """``value`` with every ``<word>`` in it replaced, however deep."""
    if isinstance(value, dict):
        return {key: _filled(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, words) for item in value]
    if isinstance(value, str):
        for word, real in words.items():
            value = value.replace(f"<{word}>", real)
    return value


def _secrets(settings: dict[str, Any]) -> list[str]:
    from harness.fault_building import secret_values

    return list(secret_values(settings))
