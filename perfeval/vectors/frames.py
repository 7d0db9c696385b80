"""Facts as arrays: the units of all populations, and the rows of each ledger in the order of their units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from perfeval.ledger.facts import Facts
from perfeval.ledger.schema import Ledger
from perfeval.rulebook.book import RuleBook
from perfeval.tables.draft import kind_of
from perfeval.tables.model import Kind
from perfeval.vectors.vector import Array, Vector, vector_of


@frozen(eq=False)
class UnitFrame:
    """All units: those of population 0 in roster order, then those of population 1, and so on.

    population: for each unit the number of its population, never falling. columns: 单位, 类别 and 序列.
    count: how many populations there are. alike: how many units each has, where the units of all
    populations have the same names, categories and series in the same order; 0 where they do not.
    """

    population: Array
    columns: Mapping[str, Vector]
    count: int
    alike: int

    def __len__(self) -> int:
        return len(self.population)


@frozen(eq=False)
class LedgerFrame:
    """The rows of one ledger, those of unit 0 first, and for each unit in the order of the file.

    unit: for each row the number of its unit (of a ledger that is about none, that of the first of its
    population). line: its line in the file. columns: by name, as the schema scales and names them.
    """

    unit: Array
    line: Array
    columns: Mapping[str, Vector]

    def __len__(self) -> int:
        return len(self.unit)


@frozen(eq=False)
class Frames:
    """The facts of all populations; every ledger of the schema is there, perhaps without rows."""

    units: UnitFrame
    ledgers: Mapping[str, LedgerFrame]


def unit_frame(book: RuleBook, count: int) -> UnitFrame:
    """The units that the book lists, ``count`` times."""
    size = len(book.units)
    population = np.repeat(np.arange(count, dtype=np.int32), size)
    texts: dict[str, Sequence[str | None]] = {
        "单位": [unit.name for unit in book.units],
        "类别": [unit.category for unit in book.units],
        "序列": [unit.series for unit in book.units],
    }
    places = np.tile(np.arange(size), count)
    columns = {name: vector_of(Kind.TEXT, values).taken(places) for name, values in texts.items()}
    return UnitFrame(population, columns, count, size)


def frames_of(book: RuleBook, facts: Facts, populations: Sequence[int] | None = None) -> Frames:
    """The reference's facts as arrays. populations: for each unit of the book its own, rising from 0."""
    if populations is None:
        units = unit_frame(book, 1)
    else:
        one = unit_frame(book, 1)
        numbers = np.array(populations, dtype=np.int32)
        units = UnitFrame(numbers, one.columns, len(dict.fromkeys(populations)), 0)
    index = {
        (population, unit.name): number
        for number, (population, unit) in enumerate(zip(units.population.tolist(), book.units, strict=True))
    }
    ledgers = {ledger.name: _ledger(ledger, facts, units, index) for ledger in book.schema.ledgers}
    return Frames(units, ledgers)


def _ledger(
    ledger: Ledger, facts: Facts, units: UnitFrame, index: Mapping[tuple[int, str], int]
) -> LedgerFrame:
    table = facts.tables[ledger.name]
    populations = table.populations or (0,) * len(table)
    if ledger.shared:
        first = np.searchsorted(units.population, np.array(populations, dtype=np.int32))
        unit = np.asarray(first, dtype=np.int64)
    else:
        pairs = zip(populations, table.units, strict=True)
        unit = np.array([index[pair] for pair in pairs], dtype=np.int64)
    order = np.argsort(unit, kind="stable")
    columns = {}
    for column in ledger.columns:
        made = vector_of(kind_of(column.type), table.columns[column.name], column.values)
        columns[column.name] = made.taken(order)
    return LedgerFrame(unit[order], np.array(table.lines, dtype=np.int64)[order], columns)
