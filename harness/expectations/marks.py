"""What the server has of a reader's marks and opinions: highlights, notes, bookmarks, ratings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from harness.expectations.verdict import Verdict
from harness.scenario import Words
from harness.scenario.words import CountRange
from harness.world import World


class MarkWords(Words):
    """One highlight, note, bookmark or rating as the server must have it; what is not said may be anything."""

    shorthand = "book"
    book: str | None = Field(default=None, description="the book's file name")
    user: str | None = None
    text: str | None = Field(default=None, description="the highlighted words, or a part of them")
    note: str | None = Field(default=None, description="the note, or a part of it; none: there is no note")
    title: str | None = Field(default=None, description="a bookmark's or a page note's title, or a highlight's chapter")
    color: str | None = None
    style: str | None = None
    cfi: str | None = Field(default=None, description="how the place begins")
    rating: float | None = None

    def reasons_against(self, record: dict[str, Any]) -> list[str]:
        """Why a record is not the one that is meant; empty when it is."""
        reasons = [
            f"{name} is {record.get(name)}, not {wanted}"
            for name, wanted in (("book", self.book), ("user", self.user), ("title", self.title),
                                 ("color", self.color), ("style", self.style), ("rating", self.rating))
            if wanted is not None and wanted != record.get(name)
        ]  # fmt: skip
        for name, wanted in (("text", self.text), ("note", self.note)):
            seen = str(record.get(name) or "")
            if wanted is not None and (seen != "" if wanted == "none" else wanted not in seen):
                reasons.append(f"{name} is {seen or 'missing'}, not {wanted}")
        if self.cfi is not None and not str(record.get("cfi") or "").startswith(self.cfi):
            reasons.append(f"cfi is {record.get('cfi')}, not {self.cfi}…")
        return reasons


class MarksWords(Words):
    """Either how many there are, or every one of them."""

    count: CountRange | None = None
    all: list[MarkWords] | None = None

    @model_validator(mode="before")
    @classmethod
    def _either(cls, value: Any) -> Any:
        return {"all": value} if isinstance(value, list) else {"count": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        properties = handler.resolve_ref_schema(handler(core_schema))["properties"]
        return {"anyOf": [properties["count"]["anyOf"][0], properties["all"]["anyOf"][0]]}


def judge_marks(kind: str, words: MarksWords, world: World) -> Iterator[Verdict]:
    """Whether the server has so many of that kind, or exactly these."""
    records = _records(kind, world)
    if words.count is not None:
        near = tuple(_shown(record) for record in records[:5])
        ok = words.count.holds(len(records))
        yield Verdict(ok, "server", f"{kind}: {words.count}", str(len(records)), () if ok else near)
        return
    rest = list(records)
    for wanted in words.all or []:
        fitting = [record for record in rest if not wanted.reasons_against(record)]
        near = tuple(f"{_shown(record)}: {'; '.join(wanted.reasons_against(record))}" for record in rest[:5])
        described = ", ".join(f"{name} {value}" for name, value in wanted.model_dump(exclude_none=True).items())
        yield Verdict(bool(fitting), "server", f"{kind}: {described or 'any'}", f"{len(fitting)} like it",
                      () if fitting else near)  # fmt: skip
        rest = [record for record in rest if record is not fitting[0]] if fitting else rest
    extra = tuple(_shown(record) for record in rest[:5])
    yield Verdict(not rest, "server", f"no other {kind}", f"{len(rest)} more", extra)


def _records(kind: str, world: World) -> list[dict[str, Any]]:
    books = {int(book["id"]): str(book.get("file_name")) for book in world.backend.records("books")}
    return [{**row, "book": books.get(int(row["book_id"]), f"book {row['book_id']}")}
            for row in world.backend.records(kind)]


def _shown(record: dict[str, Any]) -> str:
    parts = [f"{name} {record[name]}" for name in ("book", "text", "note", "title", "color", "style", "cfi", "rating")
             if record.get(name) is not None]
    return ", ".join(parts)
