"""Write `docs/coverage.md`: each sentence of the pages that describe the plugins, and the scenarios that prove it.

usage: python tools/coverage_of_seeds.py [--check] [--seeds DIRECTORY]

The rows are in `docs/coverage/*.yaml`, one for each page and one for the field's stories. A row has `at` (line and
sentence in the page, or a range of them), `mark` (the beginning of a digest of the words), `says` (their gist) and one
of:

    proven: {scenario: what in it proves the sentence}
    background: why nothing is promised by it
    heading: true
    open: what is missing

With the pages themselves in DIRECTORY (`../shared/seeds` by default, where it is there) every sentence must have a row,
and every mark must be that of its words.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
ROWS = ROOT / "docs" / "coverage"
PAGE = ROOT / "docs" / "coverage.md"
SEEDS = ROOT.parent / "shared" / "seeds"
SCENARIOS = ROOT / "scenarios"
STORIES = "field-stories"
KINDS = ("proven", "background", "heading", "open")

_BREAK = re.compile(r"(?<=[.!?:])[*\"”)]*\s+(?=[A-Z“\"*(\[])")


@dataclass(frozen=True)
class Row:
    """A sentence, or several neighbours that say one thing, and what is said of it."""

    at: str
    mark: str
    says: str
    kind: str
    proof: dict[str, str]
    reason: str


@dataclass(frozen=True)
class Source:
    """A page, and its rows in order."""

    title: str
    file: str
    rows: tuple[Row, ...]

    def count(self, kind: str) -> int:
        """How many rows are of a kind."""
        return sum(row.kind == kind for row in self.rows)


def pieces(text: str) -> dict[str, str]:
    """The sentences, table rows and list items of a page by their place: ``12.2`` is the second sentence of line 12."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"[A-Za-z]", line):
            stripped = line.strip()
            parts = [stripped] if stripped.startswith("|") else _BREAK.split(stripped)
            found.update({f"{number}.{place}": part for place, part in enumerate(parts, 1)})
    return found


def span(at: str, places: list[str]) -> list[str]:
    """The places that `at` names: ``12.2``, or ``12.2-14.1`` with all between them. KeyError for an unknown one."""
    first, _, last = at.partition("-")
    for place in (first, last or first):
        if place not in places:
            raise KeyError(place)
    return places[places.index(first) : places.index(last or first) + 1]


def mark_of(words: list[str]) -> str:
    """The beginning of a digest of some words."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:8]


def _row(where: str, data: dict[str, Any]) -> Row:
    kinds = [kind for kind in KINDS if data.get(kind)]
    if len(kinds) != 1:
        raise ValueError(f"{where}: {data.get('at')} needs one of {', '.join(KINDS)}, and has {kinds or 'none'}")
    [kind] = kinds
    proof = {str(name): str(note) for name, note in data["proven"].items()} if kind == "proven" else {}
    reason = str(data[kind]) if kind in ("background", "open") else ""
    return Row(str(data["at"]), str(data.get("mark", "")), str(data["says"]), kind, proof, reason)


def sources() -> list[Source]:
    """All pages with their rows. ValueError where a row says nothing."""
    found = []
    for file in sorted(ROWS.glob("*.yaml")):
        data = YAML(typ="safe").load(file.read_text("utf-8"))
        rows = tuple(_row(file.name, row) for row in data["rows"])
        found.append(Source(str(data["title"]), str(data.get("file", "")), rows))
    return found


def missing_scenarios(all_sources: list[Source]) -> list[str]:
    """Scenarios that rows name and that do not exist."""
    return [
        f"{source.title}: {row.at} names {name}"
        for source in all_sources
        for row in source.rows
        for name in row.proof
        if not (SCENARIOS / f"{name}.yaml").is_file()
    ]


def disagreements(source: Source, text: str) -> Iterator[str]:
    """Sentences of a page without a row, rows without a sentence, and rows whose sentence has changed."""
    words = pieces(text)
    left = list(words)
    for row in source.rows:
        try:
            places = span(row.at, list(words))
        except KeyError as error:
            yield f"{source.title}: there is no sentence {error.args[0]}"
            continue
        mark = mark_of([words[place] for place in places])
        if row.mark != mark:
            yield f"{source.title}: {row.at} has changed (now {mark}): {words[places[0]][:60]}"
        for place in places:
            if place not in left:
                yield f"{source.title}: {place} has two rows"
            else:
                left.remove(place)
    for place in left:
        yield f"{source.title}: {place} is forgotten: {words[place][:60]}"


def page(all_sources: list[Source]) -> str:
    """The whole page."""
    lines = [
        "# What is proven, sentence by sentence",
        "",
        "The pages that describe what a sync plugin does, each sentence with the scenarios that prove it, and what",
        "readers and authors of plugins report from the field. Written by `tools/coverage_of_seeds.py` from",
        "[coverage/](coverage); the gists are in our words. *Background* promises nothing.",
        "*Open* is not proven by any scenario.",
        "",
        "| Page | Rows | Proven | Background and headings | Open |",
        "|---|---|---|---|---|",
    ]
    for source in all_sources:
        other = source.count("background") + source.count("heading")
        lines.append(
            f"| [{source.title}](#{_anchor(source.title)}) | {len(source.rows)} | {source.count('proven')} | {other} | "
            f"{source.count('open')} |"
        )
    for source in all_sources:
        lines += ["", f"## {source.title}", "", "| | What it says | What proves it |", "|---|---|---|"]
        lines += [f"| {row.at} | {_cell(row.says)} | {_proof(row)} |" for row in source.rows]
    return "\n".join(lines) + "\n"


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _proof(row: Row) -> str:
    if row.kind == "heading":
        return "heading"
    if row.kind == "proven":
        return "; ".join(f"[{name}](../scenarios/{name}.yaml): {_cell(note)}" for name, note in row.proof.items())
    return f"*{'Open' if row.kind == 'open' else 'Background'}*: {_cell(row.reason)}"


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is up to date."""
    try:
        found = sources()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    seeds = Path(arguments[arguments.index("--seeds") + 1]) if "--seeds" in arguments else SEEDS
    trouble = missing_scenarios(found)
    for source in found:
        original = seeds / source.file
        if source.file and original.is_file():
            trouble += disagreements(source, original.read_text("utf-8"))
    text = page(found)
    if "--check" not in arguments:
        PAGE.write_text(text, "utf-8")
    elif not PAGE.is_file() or PAGE.read_text("utf-8") != text:
        trouble.append("docs/coverage.md is stale: run python tools/coverage_of_seeds.py")
    for line in trouble:
        print(line, file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
