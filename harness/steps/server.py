"""Steps that happen on the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from harness import bundled
from harness.scenario import Doubt, Surroundings, Words, step
from harness.scenario.models import ServerBook, User
from harness.world import World


class NewPassword(Words):
    """Whose password becomes what."""

    user: str
    to: str = Field(min_length=1)

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        yield Doubt(("user",), self.user, around.users, "a user of the server")


class ServerStep(Words):
    """What happens on the server."""

    add_book: ServerBook | None = Field(default=None, description="a book comes into the library")
    remove_book: str | None = Field(default=None, description="a book leaves the library")
    add_user: User | None = Field(default=None, description="somebody gets an account")
    change_password: NewPassword | None = None
    expire_tokens: str | None = Field(default=None, description="the user whose tokens become invalid")
    revoke_keys: str | None = Field(default=None, description="the user whose API keys are taken back")
    switch_on: str | None = Field(default=None, description="a misbehaviour of the server, by name")
    switch_off: str | None = Field(default=None, description="a misbehaviour of the server, by name")

    @model_validator(mode="after")
    def _one_thing(self) -> ServerStep:
        if sum(getattr(self, name) is not None for name in type(self).model_fields) != 1:
            raise PydanticCustomError("two_kinds", "say one of: {words}", {"words": ", ".join(self.keys())})
        return self

    def secrets(self) -> Iterator[str]:
        if self.add_user is not None:
            yield self.add_user.password
        if self.change_password is not None:
            yield self.change_password.to

    def doubts(self, around: Surroundings) -> Iterator[Doubt]:
        if self.remove_book is not None:
            yield Doubt(("remove book",), self.remove_book, around.books, "a book that can be found")
        if self.expire_tokens is not None:
            yield Doubt(("expire tokens",), self.expire_tokens, around.users, "a user of the server")
        if self.revoke_keys is not None:
            yield Doubt(("revoke keys",), self.revoke_keys, around.users, "a user of the server")


def _book(name: str, world: World) -> Path:
    file = bundled.find_book(name, world.story.path.parent)
    if file is None:
        raise FileNotFoundError(name)
    return file


@step("server")
def server(words: ServerStep, world: World) -> None:
    """Something happens on the server: a book comes or goes, a password changes, tokens expire."""
    backend = world.backend
    if words.add_book is not None:
        book = words.add_book
        backend.add_book(_book(book.file, world), title=book.title, authors=book.authors, isbn=book.isbn)
    elif words.remove_book is not None:
        backend.remove_book(_book(words.remove_book, world))
    elif words.add_user is not None:
        backend.add_user(words.add_user.name, words.add_user.password)
    elif words.change_password is not None:
        backend.change_password(words.change_password.user, words.change_password.to)
    elif words.expire_tokens is not None:
        backend.expire_tokens(words.expire_tokens)
    elif words.revoke_keys is not None:
        backend.revoke_keys(words.revoke_keys)
    elif words.switch_on is not None:
        backend.set_quirk(words.switch_on, True)
    elif words.switch_off is not None:
        backend.set_quirk(words.switch_off, False)
