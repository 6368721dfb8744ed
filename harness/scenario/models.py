"""A scenario file as models: the story, the devices, the server, and what may differ between its variants.

The steps and expectations inside stay raw here; the loader compiles them with the registry's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from fake_koreader.zone import Zone
from harness.scenario.base import Doubt, Expectations, Steps, Surroundings, Words
from harness.scenario.faults import Fault
from harness.scenario.words import Duration, Moment, When, parse_moment

DEFAULT_CLOCK = parse_moment("2026-03-01 18:00")


class User(Words):
    """Somebody with an account on the server."""

    shorthand = "name"
    name: str = Field(min_length=1)
    password: str = Field(default="tide-pool", min_length=1)


class ServerBook(Words):
    """A book in the server's library; its fingerprint is that of the real file."""

    shorthand = "file"
    file: str
    title: str | None = None
    authors: list[str] = []
    isbn: str | None = None
    series: str | None = None
    number: float | None = Field(default=None, description="its place in the series")
    kind: str | None = Field(default=None, description="book, light_novel, manga, comic or a kind of your own")

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        yield Doubt(("file",), self.file, around.books, "a book that can be found")


class Server(Words):
    """The reference server at the start of the story."""

    users: list[User] = Field(default=[User(name="mira", password="tide-pool")], min_length=1)
    books: list[ServerBook] = []
    quirks: list[str] = Field(default=[], description="misbehaviour of the server, by name")


class Device(Words):
    """One e-reader and how its owner left it."""

    profile: str = Field(default="kobo-clara", description="see: koharness profiles")
    plugin: str | list[str] = Field(
        default="shelfsync", description="a bundled plugin's name or a directory; none: no plugin"
    )
    configure: dict[str, Any] = Field(default={}, description="the plugin's settings, beside those that make it work")
    settings: dict[str, Any] = Field(default={}, description="KOReader's own settings")
    wifi: Literal["on", "off"] = "on"
    clock: When = Field(default=DEFAULT_CLOCK, description="the wall clock at the start, in the device's zone")
    zone: str = Field(default="UTC", description="the time zone, such as Europe/Paris")
    user: str | None = Field(default=None, description="who owns it; the server's first user by default")
    associates_in: Duration | None = Field(default=None, description="how long the radio takes to connect")
    books: list[str] = Field(default=[], description="books already in the reader's library")

    @field_validator("wifi", mode="before")
    @classmethod
    def _old_yaml(cls, value: Any) -> Any:
        return {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value

    @field_validator("clock")
    @classmethod
    def _has_a_day(cls, value: Moment) -> Moment:
        if value.day is None:
            raise ValueError("the clock of a device needs a date: write '2026-03-01 18:00'")
        return value

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        Zone(value)
        return value

    @property
    def plugins(self) -> list[str]:
        """The plugins to install, in order."""
        named = [self.plugin] if isinstance(self.plugin, str) else self.plugin
        return [name for name in named if name != "none"]

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        yield Doubt(("profile",), self.profile, around.profiles, "a device profile")
        for number, name in enumerate(self.plugins if around.plugin_trouble is not None else ()):
            path = ("plugin",) if isinstance(self.plugin, str) else ("plugin", number)
            yield Doubt(path, name, (name,), "a plugin", around.plugin_trouble and around.plugin_trouble(name))
        for number, book in enumerate(self.books):
            yield Doubt(("books", number), book, around.books, "a book that can be found")
        if self.user is not None:
            yield Doubt(("user",), self.user, around.users, "a user of the server")


class Invariants(Words):
    """What a run must satisfy by itself: the limits, and what is switched off, each with its reason."""

    freeze_budget: Duration = Field(
        default=5.0, description="the longest that the reader may be frozen (Android gives up at 5 s)"
    )
    queue_limit: int = Field(default=10_000, ge=1, description="the most rows a pending queue may hold")
    settle: Duration = Field(
        default=120.0, description="how long the network must have been good for everything to be home"
    )
    off: dict[str, str] = Field(default={}, description="names of invariants that this story breaks, with the reason")

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        from harness.invariants import names

        for name in self.off:
            yield Doubt(("off", name), name, tuple(names()), "an invariant")


class Scenario(Words):
    """A reading story: who reads what, what happens, and what must be true at the end."""

    story: str = Field(min_length=1, description="what happens, in a reader's words")
    name: str | None = Field(default=None, description="instead of the file's name")
    device: Device | None = None
    devices: dict[str, Device] = Field(default={}, description="several devices by name; steps say 'on: phone'")
    server: Server = Server()
    faults: list[Fault] = Field(default=[], description="what goes wrong on the network from the beginning")
    steps: Steps
    expect: Expectations = {}
    matrix: dict[str, list[Any]] = Field(default={}, description="variants: each <word> in the file takes each value")
    invariants: Invariants = Invariants()

    @field_validator("steps")
    @classmethod
    def _some_steps(cls, value: list[Any]) -> list[Any]:
        if not value:
            raise ValueError("a story needs at least one step")
        return value

    @field_validator("matrix")
    @classmethod
    def _some_values(cls, value: dict[str, list[Any]]) -> dict[str, list[Any]]:
        for name, values in value.items():
            if not values:
                raise PydanticCustomError("empty", "matrix '{name}' has no values", {"name": name})
        return value

    @model_validator(mode="after")
    def _one_or_several(self) -> Scenario:
        if self.device is not None and self.devices:
            raise PydanticCustomError("both", "write either 'device' or 'devices', not both")
        return self

    def all_devices(self) -> dict[str, Device]:
        """The devices by name; a single one is called ``reader``."""
        return dict(self.devices) if self.devices else {"reader": self.device or Device()}
