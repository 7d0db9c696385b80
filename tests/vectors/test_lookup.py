"""Decision tables looked up by classes: the same rows fire as for the reference, and the same clash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.evaluate.tables import fire
from perfeval.tables.cells import ANY, Among, AnyValue, Cell, Range
from perfeval.tables.model import Fixed, HitPolicy, Kind, Row, Table
from perfeval.vectors import lookup
from perfeval.vectors.vector import looked_up, vector_of, width_of

# Ends of 8, 16, 32 and 64 bits and what lies beside them, and beyond.
EDGES = sorted(
    {
        sign * (2**bits) + beside
        for bits in (0, 7, 15, 31, 63, 70)
        for sign in (1, -1)
        for beside in (-1, 0, 1)
    }
)
WORDS = tuple(f"词{number}" for number in range(5))
DAYS = (date.min, date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date.max - timedelta(1), date.max)
Inputs = Sequence[Sequence[Any]]


def pool_of(kind: Kind) -> Sequence[Any]:
    """What columns of a kind hold and cells ask about."""
    pools: dict[Kind, Sequence[Any]] = {
        Kind.NUMBER: EDGES,
        Kind.TEXT: WORDS,
        Kind.BOOL: (True, False),
        Kind.DATE: DAYS,
    }
    return pools[kind]


@st.composite
def ranges(draw: st.DrawFn, kind: Kind) -> Cell:
    """A range over numbers or days. Nothing lies beyond the last day, so no range asks for that."""
    pool = [value for value in pool_of(kind) if value not in (date.min, date.max)]
    low, high = draw(st.sampled_from((None, *pool))), draw(st.sampled_from((None, *pool_of(kind))))
    beyond = high in (date.min, date.max)
    return Range(low, draw(st.booleans()), high, beyond or draw(st.booleans()))


def cells(kind: Kind) -> st.SearchStrategy[Cell]:
    """Any cell about a column of a kind; Range() asks only that there is a value."""
    among = st.lists(st.sampled_from(pool_of(kind)), max_size=3).map(lambda found: Among(tuple(found)))
    every: list[st.SearchStrategy[Cell]] = [st.just(ANY), among, st.just(Range())]
    if kind in (Kind.NUMBER, Kind.DATE):
        every.append(ranges(kind))
    return st.one_of(every)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, list[Kind], Inputs]:
    """A table, the kinds of its inputs, and values for some elements."""
    kinds = draw(st.lists(st.sampled_from((Kind.NUMBER, Kind.TEXT, Kind.BOOL, Kind.DATE)), max_size=4))
    size = draw(st.integers(0, 12))
    asked = st.tuples(*(cells(kind) for kind in kinds))
    outputs = st.sampled_from(((Fixed("甲"),), (Fixed("乙"),)))
    made = draw(st.lists(st.tuples(asked, outputs, st.integers(0, 2)), max_size=8))
    tiered = sorted(made, key=lambda row: row[2])
    rows = tuple(Row(row, given_out, "条", tier=tier) for row, given_out, tier in tiered)
    names = tuple(f"列{number}" for number in range(len(kinds)))
    table = Table("表", "单位", names, ("果",), rows, draw(st.sampled_from(HitPolicy)))
    # Few different values a column, so that its bounds are not always the widest.
    values = [
        draw(st.lists(st.sampled_from((None, *draw(some(kind)))), min_size=size, max_size=size))
        for kind in kinds
    ]
    return table, kinds, values


def some(kind: Kind) -> st.SearchStrategy[list[Any]]:
    """Some values of a kind."""
    return st.lists(st.sampled_from(pool_of(kind)), min_size=1, max_size=4)


def same_rows(table: Table, kinds: Sequence[Kind], values: Inputs, size: int) -> None:
    """The look-up gives each element the rows that the reference gives it, and tells the same clashes.

    So it does for a part of the elements, whose columns have other bounds, once it knows the table.
    """
    known: lookup.Known = {}
    for first, end in ((0, size), (0, size // 2), (size // 2, size), (0, size)):
        part = [each[first:end] for each in values]
        fired, clashes = fire(table, part, end - first)
        vectors = [
            vector_of(kind, each, ("另一词", *WORDS[::2])) for kind, each in zip(kinds, part, strict=True)
        ]
        found = lookup.look_up(table, vectors, end - first, known, {})
        index = found.index.tolist()
        assert [found.rows[number] for number in index] == fired
        clashing = [element for element, number in enumerate(index) if number in found.clashes]
        assert clashing == sorted(dict.fromkeys(element for element, _, _ in clashes))


@settings(max_examples=150, deadline=None)
@given(tables(), st.sampled_from((1, 5, 30_000)))
def test_any_table(made: tuple[Table, list[Kind], Inputs], most: int) -> None:
    """However soon meetings of classes are put together."""
    table, kinds, values = made
    size = len(values[0]) if values else 3
    with patch.object(lookup, "_MOST", most):
        same_rows(table, kinds, values, size)


@pytest.mark.parametrize("width", [np.int8, np.int16, np.int32, np.int64, np.object_, np.bool_])
def test_entries_that_are_looked_up(width: type) -> None:
    """Few or many different ones, at the ends of what their type holds; -1 may stand for the first."""
    chance = Random(3)
    plain: tuple[int, ...] = (0, 1) if width is np.bool_ else (-(2**70), 2**70, 5)
    if width not in (np.bool_, np.object_):
        ends = np.iinfo(width)
        plain = (ends.min, ends.max, 0, -1)
    for size in (1, 2, 3, 9, 40, 127, 128, 129, 300):
        for kinds in (1, 2, len(plain)):
            every = [chance.choice(plain[:kinds]) for _ in range(size)]
            for first in (0, -1):
                index = [chance.randrange(size) + first for _ in range(50)]
                numbers = np.array(index, dtype=width_of(first, size))
                found = looked_up(np.array(every, dtype=width), numbers, first)
                assert found.dtype == np.dtype(width)
                assert found.tolist() == [every[number - first] for number in index]


# ---------------------------------------------------------------- many rows


def many_ranges(chance: Random) -> Cell:
    low = chance.randrange(1000)
    return Range(low, chance.random() < 0.5, low + chance.randrange(300), chance.random() < 0.5)


def test_more_meetings_than_are_looked_up_at_once() -> None:
    """Three numbers with more than a hundred ends each."""
    chance = Random(7)
    for policy in HitPolicy:
        rows = tuple(
            Row(
                tuple(many_ranges(chance) for _ in range(3)),
                (Fixed(f"果{number % 3}"),),
                "条",
                tier=number // 20,
            )
            for number in range(60)
        )
        table = Table("表", "单位", ("一", "二", "三"), ("果",), rows, policy)
        values = [[chance.choice((None, *range(1300))) for _ in range(400)] for _ in range(3)]
        ends = [
            len(
                lookup.classes_of(
                    vector_of(Kind.NUMBER, each), [row.cells[place] for row in rows], {}
                ).samples
            )
            for place, each in enumerate(values)
        ]
        assert ends[0] * ends[1] * ends[2] > lookup._MOST
        same_rows(table, [Kind.NUMBER] * 3, values, 400)


def test_more_words_than_a_byte_can_number() -> None:
    """300 words, each with a row of its own; some words of the column are asked about nowhere."""
    words = [f"词{number}" for number in range(300)]
    values = [None, *words, None, *reversed(words)]
    for length in (126, 127, 128, 129, 255, 256, 257, 300):
        asked = words[:length:2] if length == 300 else words[:length]
        rows = tuple(Row((Among((word,)),), (Fixed(word),), "条") for word in asked)
        table = Table("表", "单位", ("词",), ("果",), rows, HitPolicy.UNIQUE)
        same_rows(table, [Kind.TEXT], [values], len(values))
        same_rows(table, [Kind.TEXT], [words[:length]], length)


def test_more_stretches_than_a_byte_can_number() -> None:
    """Every second number has a row."""
    for rows_made in (62, 63, 64, 65, 126, 127, 128, 129, 200):
        rows = tuple(
            Row((Among((2 * number,)),), (Fixed(f"果{number}"),), "条") for number in range(rows_made)
        )
        table = Table("表", "单位", ("数",), ("果",), rows, HitPolicy.UNIQUE)
        values = [None, *range(-2, 2 * rows_made + 3)]
        same_rows(table, [Kind.NUMBER], [values], len(values))


def test_parts_on_either_side_of_an_end() -> None:
    """A look-up that is known from numbers above all ends is not the one for numbers below them."""
    rows = (
        Row((Range(60, True, 90, False),), (Fixed("合格"),), "条"),
        Row((Range(90, True),), (Fixed("优秀"),), "条"),
    )
    table = Table("表", "单位", ("得分",), ("果",), rows, HitPolicy.UNIQUE)
    known: lookup.Known = {}
    for part in ([95, 99], [60, 61], [10, 20], [60, 89], [90, 91], [0, 100], [None, 59], []):
        found = lookup.look_up(table, [vector_of(Kind.NUMBER, part)], len(part), known, {})
        assert [found.rows[number] for number in found.index.tolist()] == fire(table, [part], len(part))[0]
    assert len(known) == 4  # above, between and below both ends, and across them: [] is below


def test_a_column_without_values() -> None:
    for kind in (Kind.NUMBER, Kind.TEXT, Kind.BOOL, Kind.DATE):
        rows = (
            Row((Among((pool_of(kind)[0],)),), (Fixed("甲"),), "条"),
            Row((AnyValue(),), (Fixed("乙"),), "条", tier=1),
        )
        table = Table("表", "单位", ("列",), ("果",), rows, HitPolicy.FIRST)
        same_rows(table, [kind], [[None, None]], 2)
        same_rows(table, [kind], [[]], 0)
