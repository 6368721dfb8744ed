"""The trace: append-only, the same bytes for the same events."""

from __future__ import annotations

import io
import json

from fake_koreader.trace import Trace


def test_events_are_numbered_and_told_to_listeners() -> None:
    trace, heard = Trace(), []
    trace.listen(lambda event: heard.append(event.kind))
    first = trace.emit("kobo", 1_000_000, "request.started", {"url": "http://x/", "method": "GET"})
    trace.emit("kobo", 2_000_000, "wifi.off", {})
    assert (first.sequence, [event.sequence for event in trace.events]) == (0, [0, 1])
    assert heard == ["request.started", "wifi.off"]


def test_selection_by_kind_and_by_subject() -> None:
    trace = Trace()
    for kind in ("request.started", "request.finished", "requested", "log"):
        trace.emit("kobo", 0, kind, {})
    assert [event.kind for event in trace.of("request.")] == ["request.started", "request.finished"]
    assert [event.kind for event in trace.of("log", "request.started")] == ["request.started", "log"]


def test_lines_do_not_depend_on_the_order_of_fields() -> None:
    one, other = Trace(), Trace()
    one.emit("kobo", 5, "tap", {"b": 1, "a": "é"})
    other.emit("kobo", 5, "tap", {"a": "é", "b": 1})
    texts = []
    for trace in (one, other):
        stream = io.StringIO()
        trace.write(stream)
        texts.append(stream.getvalue())
    assert texts[0] == texts[1] == '{"n":0,"at":5,"device":"kobo","kind":"tap","a":"é","b":1}\n'
    assert json.loads(texts[0])["a"] == "é"


def test_text_for_people_is_cut() -> None:
    event = Trace().emit("kobo", 1_500_000, "log", {"text": "x" * 200})
    assert str(event).startswith("     1.500s kobo: log text=xxx")
    assert len(str(event)) < 120
