"""Results of the cluster against those of one machine, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from perfeval.rulebook.book import RuleBook
from tests.spark.facts import POPULATION

_NUMBER, _LINE = "〔单位序号〕", "〔行〕"


def differences(spark: Path, single: Path, book: RuleBook) -> list[str]:
    """What is not the same in results of the cluster and in those of ``store_populations``."""
    kinds = {"单位": "", **{f"台账-{ledger.name}": ledger.name for ledger in book.schema.ledgers}}
    found: list[str] = []
    for kind, ledger in kinds.items():
        files = sorted(single.glob(f"{kind}-0*.parquet"))
        alone = pa.concat_tables([_plain(pq.read_table(each)) for each in files])
        # What is known of units anyway may stand there once more as a column of the rows.
        alone = alone.drop_columns([name for name in alone.schema.names if name == "单位〔栏〕"])
        if (spark / kind).is_dir():
            found.extend(f"{kind}: {each}" for each in _of_tables(_plain(pq.read_table(spark / kind)), alone))
        else:
            facts = book.schema.ledger(ledger)
            known = [
                POPULATION,
                "单位",
                _NUMBER,
                _LINE,
                *(each.name for each in (facts.columns if facts else ())),
            ]
            found.extend(f"{kind}: {name} is not there" for name in alone.schema.names if name not in known)
    return found


def _of_tables(own: Any, alone: Any) -> list[str]:
    if sorted(own.schema.names) != sorted(alone.schema.names):
        missing = [name for name in alone.schema.names if name not in own.schema.names]
        more = [name for name in own.schema.names if name not in alone.schema.names]
        return [f"{missing} are not there, {more} are too many"]
    if len(own) != len(alone):
        return [f"{len(own)} rows, not {len(alone)}"]
    keys = [(name, "ascending") for name in (POPULATION, _LINE, _NUMBER) if name in own.schema.names]
    own, alone = (_sorted(each, keys) for each in (own, alone))
    return [each for name in alone.schema.names for each in _of_columns(name, own[name], alone[name])]


def _sorted(table: Any, keys: Sequence[tuple[str, str]]) -> Any:
    return table.take(pc.sort_indices(table, sort_keys=keys))


def _of_columns(name: str, own: Any, alone: Any) -> list[str]:
    if own.type != alone.type:
        return [f"{name} is of type {own.type}, not {alone.type}"]
    if own.equals(alone):
        return []
    pairs = zip(own.to_pylist(), alone.to_pylist(), strict=True)
    wrong = [(row, one, other) for row, (one, other) in enumerate(pairs) if one != other]
    return [f"{name}: {len(wrong)} differ, first {wrong[0]}"] if wrong else []


def _plain(table: Any) -> Any:
    """Words as texts, all whole numbers alike, decimals with as many digits as there can be."""
    fields = [pa.field(each.name, _widest(each.type)) for each in table.schema]
    return table.replace_schema_metadata(None).cast(pa.schema(fields))


def _widest(kind: Any) -> Any:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_integer(kind):
        return pa.int64()
    if pa.types.is_decimal(kind):
        return pa.decimal128(38, kind.scale)
    if pa.types.is_list(kind):
        return pa.list_(_widest(kind.value_type))
    return kind
