"""The bodies of requests (specs/tome.md §1). Unknown fields are ignored; an empty Lua table may stand for a list."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from harness.server.fields import INT64_MAX

Whole = Annotated[int, Field(ge=-INT64_MAX, le=INT64_MAX)]
Number = Annotated[float, Field(allow_inf_nan=False)]


def _as_list(value: Any) -> Any:
    return [] if value is None or value == {} else value


class Position(BaseModel):
    """Where a reader is."""

    percentage: Number
    progress: str | None = None
    device: str | None = None


class Session(BaseModel):
    """A stretch of reading."""

    book_id: Whole
    started_at: str
    ended_at: str | None = None
    duration_seconds: Whole | None = None
    progress_start: Number | None = None
    progress_end: Number | None = None
    pages_turned: Whole | None = None
    device: str | None = None
    session_uuid: str | None = None


class Rating(BaseModel):
    """Stars and a review; what is missing is cleared."""

    rating: Number | None = None
    review: str | None = None


class Status(BaseModel):
    """A reading status."""

    status: str


class Sweep(BaseModel):
    """What a device knows of a book that it has closed."""

    status: Literal["reading", "read"] | None = None
    rating: Number | None = None
    review: str | None = None
    percentage: Number | None = None
    progress: str | None = None
    device: str | None = None


class Upsert(BaseModel):
    """A highlight, new or changed."""

    anchor: str
    anchor_end: str | None = None
    highlighted_text: str | None = None
    note: str | None = None
    chapter: str | None = None
    color: str | None = None
    datetime: str | None = None
    datetime_updated: str | None = None
    adopted_from: str | None = None

    def modified(self) -> str:
        """When it was changed last, by the device's clock on the wall; may be empty."""
        return self.datetime_updated or self.datetime or ""


class Delete(BaseModel):
    """A highlight that is no more."""

    anchor: str
    datetime: str | None = None


class AnnotationSync(BaseModel):
    """What changed on a device since it last asked."""

    upserts: Annotated[list[Upsert], BeforeValidator(_as_list)] = []
    deletes: Annotated[list[Delete], BeforeValidator(_as_list)] = []
    device_time: str | None = None


class Hashes(BaseModel):
    """Fingerprints to look up."""

    hashes: Annotated[list[str], BeforeValidator(_as_list)] = []


class StatsBook(BaseModel):
    """A book of KOReader's statistics."""

    ko_id: Whole
    md5: str | None = None
    title: str | None = None
    authors: str | None = None
    series: str | None = None
    filename: str | None = None
    pages: Whole | None = None
    total_read_pages: Whole | None = None


class PageStat(BaseModel):
    """A page that was looked at."""

    ko_id: Whole
    page: Whole
    start_time: Whole
    duration: Whole
    total_pages: Whole | None = None


class StatsImport(BaseModel):
    """A window of KOReader's statistics."""

    device: str = ""
    books: Annotated[list[StatsBook], BeforeValidator(_as_list)]
    page_stats: Annotated[list[PageStat], BeforeValidator(_as_list)]


class Rename(BaseModel):
    """A device has another name now."""

    from_device: str
    to_device: str


class Login(BaseModel):
    """Who wants in."""

    username: str
    password: str


class Setup(Login):
    """The first account."""

    email: str | None = None


class KeyLabel(BaseModel):
    """What a key is for."""

    label: str = "KOReader Plugin"


class Code(BaseModel):
    """A code that a device shows."""

    code: str


class Poll(Code):
    """A device asks whether its code was accepted."""

    poll_token: str


class Nothing(BaseModel):
    """A body that says nothing."""


class WebSave(BaseModel):
    """What the web reader saves."""

    status: Literal["unread", "reading", "read", "shelved", "want_to_read"] | None = None
    progress_pct: Number | None = None
    cfi: str | None = None


class Queue(BaseModel):
    """Books to be sent to the devices."""

    book_ids: Annotated[list[Whole], Field(min_length=1, max_length=50)]
