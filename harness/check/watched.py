"""A device that is watched more closely than usual: who waits, who logs, who makes globals, who never comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fake_koreader.device import RESTART, Device
from fake_koreader.process import Process
from fake_koreader.storage.crash import survive_kill
from fake_koreader.trace import Value

MOST_RESTARTS = 5
"""A KOReader that asks for a restart whenever it starts is left alone after so many."""

_SAYS_WHO_WAITED = {"request.started", "request.radio-off", "freeze"}


class NeverCameBack(BaseException):
    """KOReader computed for so long that whoever holds the device gives up: it is killed."""


class WatchedDevice(Device):
    """As `Device`; events that somebody caused have ``where``, the plugin's line, and checks have Lua of their own."""

    watched_plugin = ""
    """The folder of the plugin that is checked: ``x.koplugin``."""

    _restarts = 0
    _waiting = ""
    _writing = ""
    _lua: dict[str, Any]

    def start(self) -> Process:
        """A new process, with the watching in it from its first moment."""
        process = super().start()
        self._lua = {}
        process.floor("check/watch.lua", self.watched_plugin.encode())
        return process

    def lua(self, file: str, function: str, *arguments: str) -> list[Any]:
        """Call a function of ``check/<file>.lua``; its results, none when it ended KOReader.

        Texts come back as str. A main loop that was told to end is ended.
        """
        if self.process is None:
            return []
        try:
            if file not in self._lua:
                self._lua[file] = self.process.floor(f"check/{file}.lua", self.watched_plugin.encode())
            called = self._lua[file][0] if isinstance(self._lua[file], tuple) else self._lua[file]
            self.loop_resumes()
            result = self.process.enter(called[function.encode()], *(text.encode() for text in arguments))
        except BaseException as stop:
            self._stopped(stop)
            return []
        self.note_freeze()
        self._leave_if(self._exit_code_now())
        values = result if isinstance(result, tuple) else () if result is None else (result,)
        return [value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value for value in values]

    def _stopped(self, stop: BaseException) -> None:
        if not isinstance(stop, NeverCameBack):
            super()._stopped(stop)
            return
        self._drop_process()
        survive_kill(self.disk)
        super().emit("process.killed", {"why": "it never came back to its main loop"})

    def _left(self, code: int) -> None:
        if code == RESTART and self._restarts >= MOST_RESTARTS:
            self._drop_process()
            self.exit_code = code
            self.emit("process.exited", {"code": code})
            return
        self._restarts += 1
        super()._left(code)
        self._restarts -= 1

    def emit(self, kind: str, fields: Mapping[str, Value]) -> None:
        """Append an event; what the watching reports is kept until the event that it belongs to."""
        if kind == "check.blocks":
            self._waiting = str(fields["where"])
            return
        if kind == "check.writes":
            self._writing = str(fields["where"])
            return
        if kind in _SAYS_WHO_WAITED:
            fields = {**fields, "where": self._waiting}
        elif kind == "log":
            fields = {**fields, "where": self._writing}
        super().emit(kind, fields)
        if kind == "freeze":
            self._waiting = ""
        elif kind == "check.endless":
            raise NeverCameBack

    def touch(self, label: str, number: int) -> None:
        """Tap the ``number``-th thing of that label in the topmost dialog."""
        self.emit("tap", {"label": label})
        if self.process is not None:
            self.lua("dialogs", "tap", label, str(number))
