"""From the events of a day to findings."""

from __future__ import annotations

from collections.abc import Callable

from fake_koreader.trace import Event
from harness.check.findings import Findings, Kind, first_line, is_not_emulated, refusal_of

FREEZE_BUDGET = 2.0
"""Seconds. A reader who taps and sees nothing for longer taps again; Android offers to end KOReader after 5 s."""


class Noticing:
    """Listens to a trace and notes what is wrong. ``during`` says what is being done at the moment."""

    def __init__(self, findings: Findings, during: Callable[[], str], freeze_budget: float = FREEZE_BUDGET) -> None:
        self.findings = findings
        self._during = during
        self._budget = freeze_budget
        self._handlers: dict[str, Callable[[Event], None]] = {
            "lua.error": self._lua_error,
            "not-emulated": self._refused,
            "check.global": self._global,
            "check.endless": self._endless,
            "freeze": self._freeze,
            "request.radio-off": self._radio_off,
        }

    def hear(self, event: Event) -> None:
        """An event of the device."""
        handler = self._handlers.get(event.kind)
        if handler is not None:
            handler(event)

    def _add(self, kind: Kind, message: str, where: str, *, detail: str = "", again: bool = True) -> None:
        self.findings.add(kind, message, where, self._during(), detail=detail, again=again)

    def _lua_error(self, event: Event) -> None:
        fields = event.fields
        message, traceback = str(fields.get("message", "")), str(fields.get("traceback") or "")
        if is_not_emulated(message):
            what, where = refusal_of(message)
            # Most refusals were already noted when they were made.
            self._add(Kind.NOT_EMULATED, f"not emulated: {what}", where, detail=traceback, again=False)
            return
        where = self.findings.place_of(message, traceback, str(fields.get("where") or ""))
        text = first_line(message, where)
        if fields.get("fatal"):
            self._add(Kind.LUA_ERROR, f"{text}; KOReader ended", where, detail=traceback)
        elif "handler" not in fields and "plugin" in fields:
            self._add(Kind.LOAD_ERROR, f"the plugin does not load: {text}", where, detail=traceback)
        elif fields.get("handler") == "init":
            self._add(Kind.LOAD_ERROR, f"the plugin does not start: {text}", where, detail=traceback)
        else:
            handler = fields.get("handler")
            place = f" in {handler}" if handler else ""
            self._add(Kind.SWALLOWED_ERROR, f"error{place} that KOReader swallows: {text}", where, detail=traceback)

    def _refused(self, event: Event) -> None:
        what, where = str(event.fields["what"]), str(event.fields["where"])
        # Plugins try whether a C function is there, and do without where it is not; devices differ in that too.
        if not what.startswith("ffi.C."):
            self._add(Kind.NOT_EMULATED, f"not emulated: {what}", where)

    def _global(self, event: Event) -> None:
        name = event.fields["name"]
        self._add(Kind.LEAKED_GLOBAL, f"makes the global '{name}'; is a `local` missing?", str(event.fields["where"]))

    def _endless(self, event: Event) -> None:
        message = "computes without end: KOReader's main loop never came round again; KOReader was killed"
        self._add(Kind.FREEZE, message, str(event.fields["where"]))

    def _freeze(self, event: Event) -> None:
        seconds = event.fields["seconds"]
        where = str(event.fields.get("where") or "")
        # What KOReader itself does for that long (it switches Wi-Fi on) is no fault of the plugin.
        if not isinstance(seconds, (int, float)) or seconds <= self._budget or not where:
            return
        cause = _asked(str(event.fields.get("by") or "")) or "something unnamed"
        self._add(Kind.FREEZE, f"the reader is frozen for {seconds:.1f} s by {cause}", where)

    def _radio_off(self, event: Event) -> None:
        asked = f"{event.fields.get('method')} {_asked(str(event.fields.get('url')))}"
        self._add(Kind.RADIO_OFF_REQUEST, f"{asked} while the radio is off", str(event.fields.get("where") or ""))


def _asked(url: str) -> str:
    """A URL without its query, which may differ each time."""
    return url.partition("?")[0]
