"""A step about a server's web reader: somebody reads there, and not on a device."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from harness import bundled
from harness.scenario import Doubt, Surroundings, Words, step
from harness.scenario.words import Percent
from harness.world import World


class WebReader(Words):
    """Who reads what on the web, and how far they come."""

    book: str
    user: str | None = Field(default=None, description="the first user of the server by default")
    percent: Percent | None = Field(default=None, description="where the reading ends; without it, it is only opened")
    location: str | None = Field(default=None, description="the place in the web reader's notation, an EPUB CFI")

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        yield Doubt(("book",), self.book, around.books, "a book that can be found")
        if self.user is not None:
            yield Doubt(("user",), self.user, around.users, "a user of the server")


@step("web reader")
def web_reader(words: WebReader, world: World) -> None:
    """Somebody opens a book in the server's web reader, and reads to a place."""
    file = bundled.find_book(words.book, world.story.path.parent)
    if file is None:
        raise FileNotFoundError(words.book)
    user = words.user or world.story.scenario.server.users[0].name
    fraction = None if words.percent is None else words.percent / 100
    world.backend.read_on_the_web(user, file, fraction, words.location)
