"""What is allowed in a ledger but hardly meant: warnings, which change no result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger import errors
from perfeval.ledger.blanks import BLANKS
from perfeval.ledger.rows import Rows, repeated
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType
from perfeval.source.lookalike import skeleton

# Years on either side of the evaluation year that a ledger may well be about.
YEARS = 20

Makers = Iterator[Callable[[], Diagnostic]]


def suspicions(rows: Rows, year: int | None) -> Iterator[Makers]:
    """Equal rows, names that only look equal, days far from the evaluation year; a run for each."""
    if UNIT_COLUMN not in rows.read:
        return
    if not rows.ledger.per_unit and not rows.ledger.key:
        yield _equal_rows(rows)
    for column in rows.ledger.columns:
        if column.name not in rows.read:
            continue
        if column.type is ColumnType.TEXT:
            yield _look_equal(rows, column)
        elif year is not None and column.type in (ColumnType.DATE, ColumnType.YEAR):
            yield _far_away(rows, column, year)


def _equal_rows(rows: Rows) -> Makers:
    """One for all rows that are equal. Where no text or day tells what a row is about, many may be so."""
    columns = rows.ledger.columns
    names = rows.ledger.file_columns
    telling = any(column.type in (ColumnType.TEXT, ColumnType.DATE) for column in columns)
    if not telling or not all(name in rows.read for name in names):
        return
    alike: dict[int, list[int]] = {}
    for row, earlier in repeated(rows, names):
        alike.setdefault(earlier, [earlier]).append(row)
    for same in alike.values():
        lines = [rows.lines[row] for row in same]
        yield partial(errors.equal_rows, rows.where(same[1], UNIT_COLUMN), lines)


def _look_equal(rows: Rows, column: Column) -> Makers:
    """Values of one unit that a reader takes for one although they are two."""
    units = rows.read[UNIT_COLUMN].values
    values = rows.read[column.name].values
    seen = {text: skeleton(text) for text in dict.fromkeys(values) if isinstance(text, str)}
    if len(dict.fromkeys(seen.values())) == len(seen):
        return
    first: dict[tuple[object, str], int] = {}
    for row, (unit, text) in enumerate(zip(units, values, strict=True)):
        if unit is None or not isinstance(text, str):
            continue
        earlier = first.setdefault((unit, seen[text]), row)
        other = values[earlier]
        if isinstance(other, str) and other != text:
            where = rows.where(row, column.name)
            yield partial(errors.looks_equal, where, text, other, rows.lines[earlier])


def _far_away(rows: Rows, column: Column, year: int) -> Makers:
    for row, value in enumerate(rows.read[column.name].values):
        own = value.year if isinstance(value, date) else value
        if isinstance(own, int) and not year - YEARS <= own <= year + YEARS:
            text = rows.texts[column.name][row].strip(BLANKS)
            yield partial(errors.far_year, rows.where(row, column.name), text, year)
