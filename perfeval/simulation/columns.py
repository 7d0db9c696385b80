"""Cells that vary: for each sentence about a column the rows it concerns, and their values in any draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import isqrt

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from perfeval.ledger.facts import CellValue
from perfeval.ledger.schema import WIDEST_PLACES, Column, Ledger
from perfeval.quantity.number import Number, power_of_ten
from perfeval.simulation import declared as d
from perfeval.simulation.counters import Words, keys_of, words
from perfeval.simulation.identities import names_of_rows, names_of_units
from perfeval.simulation.quantiles import (
    CONFIDENCE_SCALE,
    CONFIDENCES,
    DEVIATION_BITS,
    below,
    choices,
    deviations,
)
from perfeval.tables.model import Kind
from perfeval.vectors.frames import Frames
from perfeval.vectors.vector import Array, Vector

Draws = NDArray[np.int64]
# Standard deviations have so many binary places behind the scale of their column.
_SPREAD_BITS = 16
_SHIFT = DEVIATION_BITS + _SPREAD_BITS
# Products of a spread and a deviation below 7 stay below 2**61, or are made in Python's own integers.
_WIDEST_SPREAD = (1 << 61) // (7 << DEVIATION_BITS)
# More steps than that of a floating number are made coarser.
_MOST_STEPS = 1 << 31


@frozen(eq=False)
class Change:
    """The cells of one column that vary: rows of the base frame, and what they hold in these draws.

    made: draws -> an array, a line a draw and a column a row, of what vectors hold. words: the texts
    that its codes stand for; empty where there are none.
    """

    column: str
    rows: Array
    made: Callable[[Draws], Array]
    words: tuple[str, ...] = ()


def coded(value: CellValue, vector_words: Sequence[str]) -> int:
    """A value as vectors hold it; a text has to be among their words."""
    if isinstance(value, str):
        return vector_words.index(value)
    return value if isinstance(value, int) else value.toordinal()


def with_words(vector: Vector, values: Sequence[CellValue]) -> Vector:
    """The column, able to hold these values as well."""
    texts = tuple(value for value in values if isinstance(value, str))
    known = tuple(dict.fromkeys((*vector.words, *texts)))
    if vector.kind is not Kind.TEXT or known == vector.words:
        return vector
    return Vector(vector.kind, vector.values.astype(np.int32), vector.present, known)


def change_of(sentence: d.OfColumn, ledger: Ledger, frames: Frames, seed: int) -> Change:
    """How the cells of one sentence vary; empty cells stay empty."""
    frame = frames.ledgers[ledger.name]
    vector = frame.columns[sentence.column.name]
    rows = np.flatnonzero(of_units(sentence.units, ledger, frames) & vector.known())
    named = names_of_rows(ledger, frames)
    keys = keys_of(seed, [("栏", sentence.column.name, *named[row]) for row in rows.tolist()])
    if isinstance(sentence, d.Redrawn):
        known = with_words(vector, [each.value for each in sentence.chances]).words
        codes = np.array([coded(each.value, known) for each in sentence.chances], dtype=np.int64)
        shares = [each.share for each in sentence.chances]
        return Change(sentence.column.name, rows, partial(_redrawn, keys, codes, shares), known)
    values = vector.values[rows].astype(np.int64)
    if isinstance(sentence, d.Reordered):
        groups = _groups(frame.columns.get(sentence.key or ""), values, rows)
        return Change(sentence.column.name, rows, partial(_reordered, keys, values, groups, sentence.most))
    ends = _ends(ledger, sentence.column, frame.columns, rows)
    exact: list[int] = values.tolist()
    if isinstance(sentence, d.Floating):
        step = _step(sentence.column, exact, sentence.width)
        return Change(
            sentence.column.name, rows, partial(_floating, keys, values, step, sentence.width, ends)
        )
    spreads, step = _spreads(sentence, exact)
    return Change(sentence.column.name, rows, partial(_sampled, keys, values, step, spreads, ends))


def of_units(units: Sequence[str], ledger: Ledger, frames: Frames) -> NDArray[np.bool_]:
    """For each row of a ledger whether it is about one of these units."""
    frame = frames.ledgers[ledger.name]
    if ledger.shared:
        return np.ones(len(frame), dtype=np.bool_)
    meant = dict.fromkeys(units)
    concerned = np.array([name in meant for name in names_of_units(frames)], dtype=np.bool_)
    found: NDArray[np.bool_] = concerned[frame.unit]
    return found


# ---------------------------------------------------------------- values drawn from a list


def _redrawn(keys: Words, codes: Array, shares: Sequence[int], draws: Draws) -> Array:
    made: Array = codes[choices(words(keys, draws[:, None]), shares, d.MILLION)]
    return made


# ---------------------------------------------------------------- numbers that deviate


def _spreads(sentence: d.OfColumn, values: Sequence[int]) -> tuple[Array, int]:
    """For each row its standard deviation, 2**16 to one of the column's last places; and the step."""
    column = sentence.column
    if isinstance(sentence, d.SampledRate):
        low, high = column.ends
        assert low is not None
        assert high is not None
        # Answers between two ends vary most where all lie on the ends: then it is the variance of a share.
        squares = [(value - low) * (high - value) << 2 * _SPREAD_BITS for value in values]
        made = [isqrt(square // sentence.size) for square in squares]
        step = _step(column, values, None)
    else:
        assert isinstance(sentence, d.HalfWidth)
        width = sentence.width.units * CONFIDENCE_SCALE << _SPREAD_BITS
        made = [width // CONFIDENCES[sentence.confidence]] * len(values)
        step = _step(column, values, sentence.width)
    wide = max(made, default=0) > _WIDEST_SPREAD
    return np.array(made, dtype=np.object_ if wide else np.int64), step


def _sampled(
    keys: Words, values: Array, step: int, spreads: Array, ends: tuple[Array, Array], draws: Draws
) -> Array:
    deviation = deviations(words(keys, draws[:, None]))
    if spreads.dtype == np.object_:
        deviation = deviation.astype(np.object_)
    product = deviation * spreads
    # To the nearest step, halves away from 0.
    whole = step << _SHIFT
    steps = (2 * abs(product) + whole) // (2 * whole)
    moved = values + np.where(product < 0, -steps, steps) * step
    within: Array = np.minimum(np.maximum(moved, ends[0]), ends[1]).astype(np.int64)
    return within


def _floating(
    keys: Words, values: Array, step: int, width: Number, ends: tuple[Array, Array], draws: Draws
) -> Array:
    while width.units // step >= _MOST_STEPS:
        step *= 10
    most = width.units // step
    steps = below(words(keys, draws[:, None]), 2 * most + 1).astype(np.int64) - most
    return np.minimum(np.maximum(values + steps * step, ends[0]), ends[1])


def _step(column: Column, values: Sequence[int], width: Number | None) -> int:
    """The finest decimal place that the numbers, or how far they move, are written with."""
    numbers = [*values, *(() if width is None else (width.units,))]
    step = power_of_ten(column.type.written_places)
    while any(number % step for number in numbers):
        step //= 10
    return step


def _ends(ledger: Ledger, column: Column, columns: Mapping[str, Vector], rows: Array) -> tuple[Array, Array]:
    """Between which numbers each row stays: the range of the column, and other cells of its row."""
    widest = power_of_ten(18)
    low, high = column.ends
    least = np.full(len(rows), -widest if low is None else low, dtype=np.int64)
    most = np.full(len(rows), widest if high is None else high, dtype=np.int64)
    for other in ledger.columns:
        if other.name in (column.low_column,) or other.high_column == column.name:
            least = np.maximum(least, _bound(columns[other.name], other, column, rows, -widest, up=True))
        if other.name in (column.high_column,) or other.low_column == column.name:
            most = np.minimum(most, _bound(columns[other.name], other, column, rows, widest, up=False))
    return least, most


def _bound(vector: Vector, other: Column, column: Column, rows: Array, open_end: int, *, up: bool) -> Array:
    """Another column's numbers at the places of this one; open where there is none."""
    mine, theirs = power_of_ten(WIDEST_PLACES - column.places), power_of_ten(WIDEST_PLACES - other.places)
    found = [
        (-(-value * theirs // mine) if up else value * theirs // mine) if isinstance(value, int) else open_end
        for value in vector.taken(rows).to_values()
    ]
    return np.array(found, dtype=np.int64)


# ---------------------------------------------------------------- numbers that change places


def _groups(key: Vector | None, values: Array, rows: Array) -> list[Array]:
    """The rows of each group, lowest number first; those without a key are in none."""
    if key is None:
        return [np.argsort(values, kind="stable")]
    alike: dict[object, list[int]] = {}
    for place, value in enumerate(key.taken(rows).to_values()):
        if value is not None:
            alike.setdefault(value, []).append(place)
    members = [np.array(places, dtype=np.int64) for places in alike.values()]
    return [places[np.argsort(values[places], kind="stable")] for places in members]


def _reordered(keys: Words, values: Array, groups: Sequence[Array], most: int, draws: Draws) -> Array:
    """Each place is put up to ``most`` + 1 later, less than the whole of it, and all are sorted anew."""
    made = np.repeat(values[None, :], len(draws), axis=0)
    for places in groups:
        late = below(words(keys[places], draws[:, None]), (most + 1) << 24).astype(np.int64)
        begin = np.arange(len(places), dtype=np.int64) << 24
        order = np.argsort(begin + late, axis=1, kind="stable")
        # The row at place order[j] now has the number that stood at place j.
        moved = np.empty_like(order)
        np.put_along_axis(moved, order, np.broadcast_to(np.arange(len(places)), order.shape), axis=1)
        made[:, places] = values[places][moved]
    return made
