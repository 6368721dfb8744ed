"""A fault on the wire, in words: what goes wrong, with which requests, how often and for how long."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from harness.scenario.base import Words
from harness.scenario.words import Duration

Kind = Literal[
    "refused",
    "black hole",
    "no route",
    "dns failure",
    "slow",
    "status",
    "bad gateway",
    "rate limited",
    "lost reply",
    "reset",
    "truncated",
    "corrupted",
    "tls error",
    "captive portal",
    "redirect",
]


class Fault(Words):
    """Something goes wrong with requests. ``slow: 20 s`` and ``status: 500`` say their kind by themselves."""

    shorthand = "kind"
    kind: Kind | None = Field(default=None, description="what goes wrong")
    slow: Duration | None = Field(default=None, description="each reply takes so long")
    status: int | None = Field(default=None, ge=100, le=599, description="the server answers with this status")
    body: str | None = Field(default=None, description="the body of that answer")
    location: str | None = Field(default=None, description="where a redirect leads")
    retry_after: Duration | None = Field(default=None, description="what a rate-limiting server asks for")
    bytes_per_second: int | None = Field(default=None, ge=1, description="how fast a slow reply comes")
    on: str | None = Field(
        default=None, description="which requests: 'POST */reading-sessions*' or '*/login'; all by default"
    )
    times: int | None = Field(default=None, ge=1, description="how many requests it hits; no end by default")
    after: int = Field(default=0, ge=0, description="how many matching requests go well first")
    for_: Duration | None = Field(default=None, description="how long it lasts from now on")
    may_rest: bool = Field(default=False, description="true: the run may pass although the fault never came to bear")

    @model_validator(mode="after")
    def _one_kind(self) -> Fault:
        named = [word for word, value in (("slow", self.slow), ("status", self.status)) if value is not None]
        if self.kind is None and not named:
            raise PydanticCustomError("no_kind", "expected 'kind', 'slow' or 'status' to say what goes wrong")
        if len(named) > 1 or (named and self.kind not in (None, *named, "bad gateway", "captive portal")):
            raise PydanticCustomError("two_kinds", "one fault goes wrong in one way; write two faults")
        return self

    @property
    def name(self) -> str:
        """The kind of the fault."""
        return self.kind or ("slow" if self.slow is not None else "status")

    @property
    def method(self) -> str | None:
        """The HTTP method that ``on`` names, if it names one."""
        words = (self.on or "").split()
        return words[0].upper() if len(words) == 2 else None

    @property
    def url(self) -> str:
        """The glob that ``on`` names; ``*`` for every address."""
        words = (self.on or "*").split()
        return words[-1]

    def describe(self) -> dict[str, Any]:
        """What was written, for reports."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
