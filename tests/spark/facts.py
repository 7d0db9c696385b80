"""Facts of many populations as Parquet folders of natural types, as a cluster would have them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.field import plan_facts
from perfeval.ledger.schema import Column, Ledger
from perfeval.populations.arrow import decimals

POPULATION = "辖区"


def name_of(population: int) -> str:
    """A population by its number, so that text order is the order of numbers."""
    return f"第{population:06}区"


def natural(column: Column, array: Any) -> Any:
    """Scaled integers as the decimals that people would write; all else as it is."""
    if column.type.written_places == 0:
        return array
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return decimals(whole.to_numpy(), None, column.type.written_places)


def write_plan(folder: Path, populations: int, parts: int = 2) -> None:
    """The facts of the plan of 2013 for so many populations, each ledger in so many files."""
    for part in range(parts):
        first, end = populations * part // parts, populations * (part + 1) // parts
        tables = plan_facts.ledgers(first, end - first)
        for ledger in plan_facts.book().schema.ledgers:
            write_part(folder, ledger, tables[ledger.name], part)


def write_part(folder: Path, ledger: Ledger, table: Any, part: int) -> None:
    """One file of one ledger."""
    numbers = table["_population"].to_pylist()
    columns: dict[str, Any] = {
        POPULATION: pa.array([name_of(number) for number in numbers]).dictionary_encode()
    }
    if not ledger.shared:
        columns["单位"] = table["单位"]
    for column in ledger.columns:
        columns[column.name] = natural(column, table[column.name])
    own = folder / ledger.name
    own.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), own / f"part-{part:05}.parquet", store_decimal_as_integer=True)


def write_rows(folder: Path, ledger: Ledger, rows: Mapping[str, Any]) -> None:
    """A ledger of columns that are already natural."""
    own = folder / ledger.name
    own.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(rows), own / "part-00000.parquet")
