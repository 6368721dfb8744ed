"""What the harness knows of a plugin that it did not write: where its settings are, where its queue is, what they mean.

A contract is a small YAML file: ``koharness.yaml`` in the plugin's directory, or ``contracts/<plugin>.yaml`` of ours.
A plugin without one runs as well; then its settings are raw keys, and nothing is known of its queue.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from harness import bundled
from harness.scenario.base import Words
from harness.scenario.document import Document
from harness.scenario.mistakes import Mistake, ScenarioMistakes
from harness.scenario.words import parse_duration


class SettingsFile(Words):
    """Where the plugin keeps its settings: a LuaSettings file, or a table in KOReader's own settings."""

    file: str | None = Field(default=None, description="a Lua settings file, from KOReader's directory")
    key: str | None = Field(default=None, description="a table of that name in KOReader's own settings")


class Setting(Words):
    """A setting under a reader's words."""

    shorthand = "key"
    key: str
    kind: Literal["text", "flag", "number", "duration", "tables"] = Field(
        default="text", description="'tables' is a list of tables with the same words"
    )
    default: Any = None
    numbered: str | None = Field(default=None, description="the key that gets each table's number, as text, from 2 on")


class QueueTable(Words):
    """A table of things that wait to be uploaded. Times are epoch seconds; columns are SQL expressions."""

    database: str
    table: str
    where: str | None = None
    distinct: str | None = Field(default=None, description="rows alike in this are one thing, for several servers")
    fingerprint: str | None = Field(default=None, description="the book's partial MD5")
    start: str | None = None
    end: str | None = None


class Sessions(Words):
    """How the plugin tells reading sessions from noise, for the invariants."""

    protocol: Literal["booklore"] = "booklore"
    minimum_duration: str = Field(default="minimum duration", description="the word of that setting")
    manual: str | None = Field(default=None, description="the word of the setting that switches automatic uploads off")
    enabled: str | None = Field(default=None, description="the word of the setting that switches the plugin on")
    unless: dict[str, str | list[str]] = Field(
        default={}, description="settings with which the plugin reports no sessions: a value, or several"
    )


class PluginContract(Words):
    """A plugin's contract."""

    plugin: str
    settings: SettingsFile = SettingsFile()
    words: dict[str, Setting] = {}
    defaults: dict[str, Any] = Field(
        default={}, description="settings that make it work; <server>, <user>, <password> are filled in"
    )
    queues: dict[str, QueueTable] = {}
    databases: list[str] = Field(default=[], description="SQLite files that must be readable after every crash")
    sessions: Sessions | None = None
    menu: list[str] = Field(default=[], description="the way to the plugin in the main menu")

    def raw_settings(self, words: dict[str, Any]) -> dict[str, Any]:
        """``words`` under the plugin's own keys. ValueError when a value is not of its setting's kind."""
        raw: dict[str, Any] = {}
        for word, value in words.items():
            setting = self.words.get(word)
            if setting is None:
                raw[word] = value
            elif setting.kind == "tables":
                raw[setting.key] = self._tables(word, setting, value)
            else:
                raw[setting.key] = _converted(word, setting, value)
        return raw

    def with_defaults(self, words: dict[str, Any]) -> dict[str, Any]:
        """``words`` with what makes the plugin work, in each table of settings too."""
        filled = dict(words)
        for word, value in words.items():
            setting = self.words.get(word)
            if setting is not None and setting.kind == "tables" and isinstance(value, list):
                filled[word] = [{**self.defaults, **item} if isinstance(item, dict) else item for item in value]
        return filled

    def _tables(self, word: str, setting: Setting, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ValueError(f"'{word}' is a list of settings in braces, as in [{{server: http://books.example}}]")
        tables = [self.raw_settings(item) for item in value]
        if setting.numbered:
            tables = [{setting.numbered: str(number), **table} for number, table in enumerate(tables, 2)]
        return tables

    def value_of(self, word: str, raw: dict[str, Any]) -> Any:
        """What the setting ``word`` is in ``raw`` settings, else its default."""
        setting = self.words.get(word)
        return raw.get(word) if setting is None else raw.get(setting.key, setting.default)


def _converted(word: str, setting: Setting, value: Any) -> Any:
    if setting.kind == "flag":
        answers = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
        text = str(value).lower()
        if text not in answers:
            raise ValueError(f"'{word}' is either on or off, not '{value}'")
        return answers[text]
    if setting.kind == "duration":
        seconds = parse_duration(value)
        return int(seconds) if seconds == int(seconds) else seconds
    if setting.kind == "number":
        return value if isinstance(value, (int, float)) else float(str(value))
    return str(value)


def load_contract(plugin_directory: Path) -> PluginContract:
    """The contract of a plugin; an empty one when nobody wrote any. ScenarioMistakes when it is wrong."""
    name = plugin_directory.name.removesuffix(".koplugin")
    for path in (plugin_directory / "koharness.yaml", bundled.contracts() / f"{name}.yaml"):
        if path.is_file():
            return _read(path)
    return PluginContract(plugin=name)


def _read(path: Path) -> PluginContract:
    document = Document.read(path)
    try:
        return PluginContract.model_validate(document.data)
    except ValidationError as error:
        raise ScenarioMistakes(
            Mistake(document.locate(detail["loc"]), f"{detail['msg']}: {detail.get('ctx', '')}")
            for detail in error.errors(include_url=False)
        ) from None
