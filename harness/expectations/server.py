"""What the server has recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from harness.expectations.bookorbit import BookOrbitWords, judge_bookorbit
from harness.expectations.marks import MarksWords, judge_marks
from harness.expectations.verdict import Verdict
from harness.records import PositionRecord, SessionRecord, position_records, session_records
from harness.scenario import Words, expectation
from harness.scenario.words import CountRange, DurationRange, PercentRange, Range, parse_count_range
from harness.world import World


class SessionWords(Words):
    """One reading session as the server must have it; what is not said may be anything."""

    shorthand = "book"
    book: str | None = Field(default=None, description="the book's file name")
    user: str | None = None
    duration: DurationRange | None = None
    start: PercentRange | None = Field(default=None, description="progress at the start")
    end: PercentRange | None = Field(default=None, description="progress at the end")
    start_location: str | None = None
    end_location: str | None = None
    book_type: str | None = None
    times: CountRange | None = Field(default=None, description="how many such sessions; one by default")

    def reasons_against(self, record: SessionRecord) -> list[str]:
        """Why a record is not the one that is meant; empty when it is."""
        reasons: list[str] = []
        for name, wanted, seen in (
            ("book", self.book, record.book),
            ("user", self.user, record.user),
            ("start location", self.start_location, record.start_location),
            ("end location", self.end_location, record.end_location),
            ("book type", self.book_type, record.book_type),
        ):
            if wanted is not None and wanted != seen:
                reasons.append(f"{name} is {seen}, not {wanted}")
        ranges: tuple[tuple[str, Range | None, float | None], ...] = (
            ("duration", self.duration, record.seconds),
            ("start", self.start, record.start_percent),
            ("end", self.end, record.end_percent),
        )
        for name, wanted_range, value in ranges:
            if wanted_range is not None and not wanted_range.holds(value):
                unit = " s" if name == "duration" else " %"
                reasons.append(
                    f"{name} is {value:g}{unit}, not {wanted_range}" if value is not None else f"{name} is missing"
                )
        return reasons


class SessionsWords(Words):
    """Either how many sessions there are, or every one of them."""

    count: CountRange | None = None
    all: list[SessionWords] | None = None

    @model_validator(mode="before")
    @classmethod
    def _either(cls, value: Any) -> Any:
        if isinstance(value, list):
            return {"all": value}
        return {"all": [value]} if isinstance(value, Mapping) else {"count": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        properties = handler.resolve_ref_schema(handler(core_schema))["properties"]
        listed = properties["all"]["anyOf"][0]
        return {"anyOf": [properties["count"]["anyOf"][0], listed, listed["items"]]}


class PositionWords(Words):
    """Where the server believes a reader to be; what is not said may be anything."""

    book: str
    user: str | None = None
    percent: PercentRange | None = None
    location: str | None = Field(default=None, description="how the place begins, in the notation of who stored it")
    device: str | None = None

    def reasons_against(self, record: PositionRecord) -> list[str]:
        """Why a record is not the one that is meant; empty when it is."""
        reasons = [
            f"{name} is {seen}, not {wanted}"
            for name, wanted, seen in (
                ("book", self.book, record.book),
                ("user", self.user, record.user),
                ("device", self.device, record.device),
            )
            if wanted is not None and wanted != seen
        ]
        if self.percent is not None and not self.percent.holds(record.percent):
            reasons.append(f"percent is {record.percent:g}, not {self.percent}")
        if self.location is not None and not (record.location or "").startswith(self.location):
            reasons.append(f"location is {record.location}, not {self.location}…")
        return reasons


class ServerWords(Words):
    """What the server must hold. A list of sessions must be all there is, in any order."""

    sessions: SessionsWords | None = Field(default=None, description="a list, or how many")
    has_session: SessionWords | None = Field(default=None, description="a session that must be there among others")
    positions: list[PositionWords] | None = Field(default=None, description="all the places that the server knows")
    ratings: MarksWords | None = Field(default=None, description="a list, or how many")
    annotations: MarksWords | None = Field(default=None, description="a list, or how many")
    notes: MarksWords | None = Field(default=None, description="a list, or how many")
    bookmarks: MarksWords | None = Field(default=None, description="a list, or how many")
    bookorbit: BookOrbitWords | None = Field(default=None, description="what BookOrbit has of the first user's books")
    unknown_endpoints: CountRange | None = Field(
        default=None, description="requests to endpoints that the server does not know"
    )


@expectation("server")
def server(words: ServerWords, world: World) -> Iterator[Verdict]:
    """What the server has recorded: sessions, ratings, annotations, notes, bookmarks."""
    records = session_records(world)
    if words.sessions is not None and words.sessions.all is not None:
        yield from _all_sessions(words.sessions.all, records)
    elif words.sessions is not None and words.sessions.count is not None:
        near = tuple(str(record) for record in records[:5])
        ok = words.sessions.count.holds(len(records))
        yield Verdict(ok, "server", f"sessions: {words.sessions.count}", str(len(records)), () if ok else near)
    if words.has_session is not None:
        yield _one_kind(words.has_session, records)
    if words.positions is not None:
        yield from _all_positions(words.positions, position_records(world))
    for kind in ("ratings", "annotations", "notes", "bookmarks"):
        wanted: MarksWords | None = getattr(words, kind)
        if wanted is not None:
            yield from judge_marks(kind, wanted, world)
    if words.bookorbit is not None:
        yield from judge_bookorbit(words.bookorbit, world)
    if words.unknown_endpoints is not None:
        unknown = world.backend.unknown_endpoints()
        ok = words.unknown_endpoints.holds(len(unknown))
        yield Verdict(
            ok, "server", f"unknown endpoints: {words.unknown_endpoints}", str(len(unknown)), tuple(unknown[:5])
        )


def _all_sessions(wanted: list[SessionWords], records: list[SessionRecord]) -> Iterator[Verdict]:
    if not wanted:
        near = tuple(str(record) for record in records[:5])
        yield Verdict(not records, "server", "sessions: none", str(len(records)), near)
        return
    rest = list(records)
    for number, words in enumerate(wanted, 1):
        verdict, used = _take(words, rest, number, len(wanted))
        rest = [record for record in rest if record not in used]
        yield verdict
    extra = tuple(str(record) for record in rest[:5])
    yield Verdict(not rest, "server", "no other sessions", f"{len(rest)} more", extra)


def _all_positions(wanted: list[PositionWords], records: list[PositionRecord]) -> Iterator[Verdict]:
    rest = list(records)
    for words in wanted:
        fitting = [record for record in rest if not words.reasons_against(record)]
        near = tuple(f"{record}: {'; '.join(words.reasons_against(record))}" for record in rest[:5])
        yield Verdict(bool(fitting), "server", f"position: {_describe(words)}", f"{len(fitting)} like it",
                      () if fitting else near)  # fmt: skip
        rest = [record for record in rest if record not in fitting[:1]]
    extra = tuple(str(record) for record in rest[:5])
    yield Verdict(not rest, "server", "no other positions", f"{len(rest)} more", extra)


def _take(words: SessionWords, rest: list[SessionRecord], number: int, of: int) -> tuple[Verdict, list[SessionRecord]]:
    fitting = [record for record in rest if not words.reasons_against(record)]
    wanted = words.times or parse_count_range(1)
    most = int(wanted.high) if wanted.high != float("inf") else len(fitting)
    used = fitting[:most]
    near = tuple(
        f"{record}: {'; '.join(words.reasons_against(record))}" for record in rest[:5] if record not in fitting
    )
    ok = wanted.holds(len(used))
    noun = f"session {number} of {of}: {_describe(words)}"
    return Verdict(ok, "server", noun, f"{len(fitting)} like it", () if ok else near), used


def _one_kind(words: SessionWords, records: list[SessionRecord]) -> Verdict:
    fitting = [record for record in records if not words.reasons_against(record)]
    wanted = words.times or parse_count_range("at least 1")
    near = tuple(f"{record}: {'; '.join(words.reasons_against(record))}" for record in records[:5])
    ok = wanted.holds(len(fitting))
    return Verdict(ok, "server", f"session: {_describe(words)}", f"{len(fitting)} like it", () if ok else near)


def _describe(words: SessionWords | PositionWords) -> str:
    parts = []
    for name in type(words).model_fields:
        value = getattr(words, name)
        if value is not None:
            parts.append(f"{name.replace('_', ' ')} {value}")
    return ", ".join(parts) or "any"
