"""The plugin's pending queue, read from its database on the device's disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from harness.actor import Actor
from harness.contract import QueueTable
from harness.expectations.verdict import Verdict
from harness.scenario import Words, expectation
from harness.scenario.words import CountRange, Range, parse_count_range
from harness.world import World


class Queue(Words):
    """How many of what wait: 'empty', or a count for each queue of the plugin's contract, or of a table named here."""

    counts: dict[str, CountRange] = {}
    empty: bool = False
    database: str | None = Field(
        default=None, description="an SQLite file on the device, for a plugin without a contract"
    )
    table: str | None = None
    where: str | None = Field(default=None, description="an SQL condition on the rows to count")
    rows: CountRange | None = Field(default=None, description="how many rows of that table")

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, value: Any) -> Any:
        if isinstance(value, str) and value.strip().lower() == "empty":
            return {"empty": True}
        if isinstance(value, (int, str)):
            return {"counts": {"": value}}
        if not isinstance(value, Mapping):
            return value
        own = {"database", "table", "where", "rows", "empty", "counts"}
        counts = {key: item for key, item in value.items() if key not in own}
        rest = {key: item for key, item in value.items() if key in own}
        return {**rest, "counts": counts} if counts else rest

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        properties = {name: {"type": "string"} for name in ("database", "table", "where")}
        counts = {"type": ["string", "integer"], "description": "how many wait in that queue"}
        return {
            "description": cls.__doc__ or "",
            "anyOf": [
                {"type": ["string", "integer"], "description": "'empty', or how many wait in all"},
                {"type": "object", "properties": {**properties, "rows": counts}, "additionalProperties": counts},
            ],
        }


def queue_tables(actor: Actor) -> dict[str, QueueTable]:
    """All queues of a device's plugins by name."""
    return {name: table for plugin in actor.plugins for name, table in plugin.contract.queues.items()}


def queue_count(actor: Actor, table: QueueTable) -> int:
    """How many rows wait in a queue; 0 when its database does not exist yet."""
    condition = f" WHERE {table.where}" if table.where else ""
    counted = f"DISTINCT {table.distinct}" if table.distinct else "*"
    rows = actor.rows(table.database, f"SELECT count({counted}) AS n FROM {table.table}{condition}")
    return int(rows[0]["n"]) if rows else 0


@expectation("queue")
def queue(words: Queue, world: World) -> Iterator[Verdict]:
    """What waits in the plugin's queue."""
    actor = world.actor
    if words.database is not None and words.table is not None:
        table = QueueTable(database=words.database, table=words.table, where=words.where)
        yield _verdict(actor, words.table, table, words.rows or parse_count_range(0))
        return
    known = queue_tables(actor)
    if not known:
        yield Verdict(False, "queue", "a contract that says where the queue is", "none; name 'database' and 'table'")
        return
    wanted: dict[str, Range] = dict(words.counts)
    if words.empty or not wanted:
        wanted = {name: parse_count_range("none") for name in known}
    if "" in wanted:
        counts = {name: queue_count(actor, table) for name, table in known.items()}
        total = sum(counts.values())
        yield Verdict(wanted[""].holds(total), "queue", f"{wanted['']} waiting", f"{total}")
        return
    for name, count in wanted.items():
        if name not in known:
            yield Verdict(False, "queue", f"a queue called '{name}'", f"the plugin has: {', '.join(known)}")
            continue
        yield _verdict(actor, name, known[name], count)


def _verdict(actor: Actor, name: str, table: QueueTable, wanted: Range) -> Verdict:
    seen = queue_count(actor, table)
    near: tuple[str, ...] = ()
    if not wanted.holds(seen) and seen:
        rows = actor.rows(table.database, f"SELECT * FROM {table.table} LIMIT 3")
        near = tuple(
            "waiting: " + ", ".join(f"{key}={value}" for key, value in row.items() if value is not None) for row in rows
        )
    return Verdict(wanted.holds(seen), "queue", f"{name}: {wanted}", str(seen), near)
