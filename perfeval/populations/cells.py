"""Cells of natural types -> columns as arrays, and which of them are no such cells.

A number means what a CSV cell would say: 12.5 in a column of 万元 is 12.5 万元, 85.5 in one of 百分数 is
85.5%. What is wrong with a cell is not said here: whoever wants to know has the cell read as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, frozen

from perfeval.ledger.cells import ReadColumn, read_column
from perfeval.ledger.schema import Column, ColumnType
from perfeval.populations.arrow import EPOCH, number_vector, scaled_integers
from perfeval.quantity.number import MAX_DIGITS, plain, power_of_ten
from perfeval.tables.draft import kind_of
from perfeval.tables.model import Kind
from perfeval.vectors.vector import Array, Truths, Vector, vector_of

_FIRST_YEAR, _LAST_YEAR = 1000, 9999
# Days since 1970 that a date of four digits can name: from the year 1 to 9999.
_FIRST_DAY, _LAST_DAY = 1 - EPOCH, 3_652_059 - EPOCH


@frozen(eq=False)
class Cells:
    """The cells of a column. faulty: those that cannot be read, and those that are empty and may not be."""

    vector: Vector
    faulty: Truths


def is_text(arrow: Any) -> bool:
    """Whether a type is text, in whatever form."""
    if pa.types.is_dictionary(arrow):
        arrow = arrow.value_type
    return bool(
        pa.types.is_string(arrow) or pa.types.is_large_string(arrow) or pa.types.is_string_view(arrow)
    )


def is_fitting(column_type: ColumnType, arrow: Any) -> bool:
    """Whether a type can hold the cells of a column; text always can, since it is what a CSV file has."""
    if is_text(arrow) or pa.types.is_null(arrow):
        return True
    if column_type is ColumnType.BOOL:
        return bool(pa.types.is_boolean(arrow))
    if column_type is ColumnType.DATE:
        return bool(pa.types.is_date32(arrow))
    if column_type is ColumnType.YEAR:
        return bool(pa.types.is_integer(arrow))
    return column_type.is_number and bool(pa.types.is_integer(arrow) or pa.types.is_decimal(arrow))


def read_cells(column: Column, array: Any, *, is_key: bool = False) -> Cells:
    """Read the cells of a column; is_key: they tell rows apart and may not be empty."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    column = evolve(column, optional=False) if is_key else column
    if is_text(array.type) or pa.types.is_null(array.type):
        return _read_texts(column, array)
    missing = np.asarray(array.is_null().to_numpy(zero_copy_only=False))
    faulty: Truths = np.zeros(len(array), dtype=np.bool_) if column.optional else missing.copy()
    present = ~missing if bool(missing.any()) else None
    kind = kind_of(column.type)
    if kind is Kind.BOOL:
        values = pc.fill_null(array, False).to_numpy(zero_copy_only=False)
        return Cells(Vector(kind, values, present), faulty)
    if kind is Kind.DATE:
        days = pc.fill_null(array, pa.scalar(0, pa.int32()).cast(pa.date32())).cast(pa.int32()).to_numpy()
        faulty |= (days < _FIRST_DAY) | (days > _LAST_DAY)
        return Cells(Vector(kind, np.clip(days, _FIRST_DAY, _LAST_DAY) + np.int32(EPOCH), present), faulty)
    kept, wrong = _kept(column, array)
    return Cells(number_vector(kept, present), faulty | (wrong & ~missing))


def _kept(column: Column, array: Any) -> tuple[Array, Truths]:
    """The numbers as ledgers keep them, and which are none of the column."""
    if pa.types.is_uint64(array.type):
        array = array.cast(pa.decimal128(20, 0))
    scale = array.type.scale if pa.types.is_decimal(array.type) else 0
    units = scaled_integers(array) if pa.types.is_decimal(array.type) else _integers(array)
    if column.type is ColumnType.YEAR:
        wrong = (units < _FIRST_YEAR) | (units > _LAST_YEAR)
        return _within(column, units, wrong)
    places = column.type.written_places
    # Whole parts of more digits are refused; then nothing below can pass the ends of 64 bits.
    limit = power_of_ten(MAX_DIGITS + scale)
    wrong = (units >= limit) | (units <= -limit)
    units = np.where(wrong, 0, units)
    if scale > places:
        divisor = power_of_ten(scale - places)
        wrong = wrong | (units % divisor != 0)
        units = units // divisor
    elif scale < places:
        units = units * power_of_ten(places - scale)
    return _within(column, units.astype(np.int64), wrong)


def _integers(array: Any) -> Array:
    found: Array = pc.fill_null(array.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    return found


def _within(column: Column, units: Array, wrong: Truths) -> tuple[Array, Truths]:
    low, high = column.ends
    if low is not None:
        wrong = wrong | (units < low)
    if high is not None:
        wrong = wrong | (units > high)
    return np.where(wrong, 0, units).astype(np.int64), wrong.astype(np.bool_)


# ---------------------------------------------------------------- texts


def encoded(array: Any) -> tuple[Array, list[str]]:
    """Texts as codes and the words that these number; what is not there is the empty text."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_null(array.type):
        return np.zeros(len(array), dtype=np.int32), [""]
    if not pa.types.is_dictionary(array.type) or len(array.dictionary) > 2 * len(array):
        array = array.cast(pa.string()).dictionary_encode()
    words = ["" if each is None else each for each in array.dictionary.to_pylist()]
    if array.indices.null_count:
        words = [*words, ""]
    codes = pc.fill_null(array.indices.cast(pa.int32()), len(words) - 1).to_numpy(zero_copy_only=False)
    return codes, words


def _read_texts(column: Column, array: Any) -> Cells:
    codes, words = encoded(array)
    return of_words(column, codes, words, read_column(column, words))


def of_words(column: Column, codes: Array, words: Sequence[str], read: ReadColumn) -> Cells:
    """The cells whose texts were read once each."""
    wrong = np.array([word in read.faults for word in words] or [False], dtype=np.bool_)
    vector = vector_of(kind_of(column.type), read.values, column.values)
    taken = vector.taken(codes) if len(words) else vector
    if taken.present is not None and bool(taken.present.all()):
        taken = evolve(taken, present=None)
    return Cells(taken, wrong[codes] if len(codes) else np.zeros(0, dtype=np.bool_))


def texts_of(column: Column, array: Any) -> list[str]:
    """The cells as a CSV file would have them."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if is_text(array.type) or pa.types.is_null(array.type):
        return ["" if each is None else each for each in array.to_pylist()]
    sign = "%" if column.type is ColumnType.PERCENT else ""
    if pa.types.is_decimal(array.type):
        scale = array.type.scale
        there = array.is_valid().to_pylist()
        pairs = zip(scaled_integers(array).tolist(), there, strict=True)
        return [f"{plain(each, scale)}{sign}" if known else "" for each, known in pairs]
    if pa.types.is_boolean(array.type):
        return [{None: "", True: "是", False: "否"}[each] for each in array.to_pylist()]
    if pa.types.is_date32(array.type):
        return _days(array)
    return ["" if each is None else f"{each}{sign}" for each in array.to_pylist()]


def _days(array: Any) -> list[str]:
    """Days as 2013-05-01; those of no four-digit year as they are counted from 1970."""
    from datetime import date

    days = array.cast(pa.int32()).to_pylist()
    return [
        ""
        if day is None
        else date.fromordinal(day + EPOCH).isoformat()
        if _FIRST_DAY <= day <= _LAST_DAY
        else f"1970-01-01{day:+}日"
        for day in days
    ]
