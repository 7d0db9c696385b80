"""CSV files as Parquet files of natural types: decimals, integers, truths, days, words."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.ledger.schema import Column, ColumnType
from perfeval.quantity.calendar import read_date
from perfeval.rulebook.book import RuleBook
from tests.populations.folders import rows_of

_DECIMALS = {
    ColumnType.POINTS: (13, 4),
    ColumnType.YUAN: (13, 4),
    ColumnType.WAN: (18, 6),
    ColumnType.DECIMAL: (38, 10),
    ColumnType.PERCENT: (13, 4),
}
_INTEGERS = {ColumnType.INTEGER: pa.int32(), ColumnType.COUNT: pa.int64(), ColumnType.YEAR: pa.int16()}


def array_of(column: Column | None, texts: list[str]) -> pa.Array:
    """Cells as their natural type."""
    kind = None if column is None else column.type
    if kind in _DECIMALS:
        numbers = [Decimal(text.rstrip("%％")) if text else None for text in texts]
        return pa.array(numbers, type=pa.decimal128(*_DECIMALS[kind]))
    if kind in _INTEGERS:
        return pa.array([int(text) if text else None for text in texts], type=_INTEGERS[kind])
    if kind is ColumnType.BOOL:
        return pa.array([text == "是" if text else None for text in texts], type=pa.bool_())
    if kind is ColumnType.DATE:
        return pa.array([read_date(text) if text else None for text in texts], type=pa.date32())
    return (
        pa.array(texts).dictionary_encode() if kind is ColumnType.ENUM else pa.array(texts, type=pa.string())
    )


def table_of(book: RuleBook, ledger: str, content: bytes, *, natural: bool = True) -> pa.Table:
    """A CSV file as an Arrow table; natural: not all texts."""
    header, *rows = rows_of(content)
    schema = book.schema.ledger(ledger)
    assert schema is not None
    columns = {
        name: array_of(schema.column(name) if natural else None, [row[place] for row in rows])
        for place, name in enumerate(header)
    }
    return pa.table(columns)


def write_parquet(
    folder: Path,
    book: RuleBook,
    files: Mapping[str, bytes],
    chance: random.Random | None = None,
    *,
    mixed: bool = False,
) -> Path:
    """Put files into a folder as Parquet: by chance as text, in small groups of rows, as several files.

    mixed: some stay CSV files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = chance or random.Random(0)
    for file, content in files.items():
        name = file.removesuffix(".csv")
        if mixed and chance.random() < 0.4:
            (folder / file).write_bytes(content)
            continue
        table = table_of(book, name, content, natural=chance.random() < 0.8)
        size = chance.choice((3, 50, 100_000))
        if chance.random() < 0.3 and len(table) > 1:
            (folder / name).mkdir()
            cut = chance.randrange(len(table))
            for number, part in enumerate((table.slice(0, cut), table.slice(cut))):
                pq.write_table(part, folder / name / f"{number}.parquet", row_group_size=size)
        else:
            pq.write_table(table, folder / f"{name}.parquet", row_group_size=size)
    return folder
