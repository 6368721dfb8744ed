"""What a file name says about a book: whose title it is, which volume (specs/tome.md §2.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORT_TITLE_CHARS = 4
_VOLUMES = (
    re.compile(r"[Vv]ol\.?\s*([0-9]+(?:\.[0-9]+)?)"),
    re.compile(r"(?<!\w)v([0-9]{1,3})(?!\w)"),
    re.compile(r"[-—]\s*([0-9]{1,3})\s*[-—]"),
)
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class FileName:
    """A file name without its last extension, and what was read in it."""

    stem: str
    volume: float | None
    rest: str
    """The stem without the mark of the volume."""


def read_name(name: str) -> FileName:
    """Take a file name apart."""
    stem = name.rpartition(".")[0] or name
    for pattern in _VOLUMES:
        match = pattern.search(stem)
        if match is not None:
            rest = f"{stem[:match.start()]} {stem[match.end():]}".strip(" -—.,_")
            return FileName(stem, float(match[1]), rest)
    return FileName(stem, None, stem)


def sanitised(title: str) -> str:
    """A title as a device saves it: signs that file names cannot have become `_`."""
    return _UNSAFE.sub("_", title).rstrip(". ")


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether `phrase` stands in `text` as whole words, capitals aside; a short one must be all of it."""
    text, phrase = text.lower(), phrase.lower()
    if len(phrase) < SHORT_TITLE_CHARS:
        return text == phrase
    return re.search(rf"(?<![^\W_]){re.escape(phrase)}(?![^\W_])", text) is not None


def begins_word(title: str, fragment: str) -> bool:
    """Whether `fragment` stands in `title` at the beginning of a word, capitals aside."""
    fragment = fragment.lower()
    return (len(fragment) >= SHORT_TITLE_CHARS
            and re.search(rf"(?<![^\W_]){re.escape(fragment)}", title.lower()) is not None)


def like(pattern: str, text: str) -> bool:
    """SQL's LIKE: `_` is any character, `%` any run of them, ASCII capitals aside."""
    parts = {"_": ".", "%": ".*"}
    expression = "".join(parts.get(char, re.escape(char)) for char in pattern)
    return re.fullmatch(expression, text, re.IGNORECASE | re.ASCII | re.DOTALL) is not None


def library_name(title: str, series: str | None, index: float | None, extension: str) -> str:
    """The name of a book's file in Tome's own library: `Glass Harbor v01.epub`."""
    if not series or index is None:
        return f"{title}.{extension}"
    volume = f"{int(index):02d}" if index == int(index) else f"{index:g}"
    return f"{title} v{volume}.{extension}"
