"""Facts and rosters as the tables that a query starts from; several populations one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import frozen

from perfeval.evaluate.outcome import Value
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.sql.plan import LINE, POPULATION, UNIT
from perfeval.sql.relations import GivenTable, relations

# A book with the units of a population, and what is known of them.
Population = tuple[RuleBook, Facts]


@frozen(eq=False)
class Loaded:
    """A given table and its values, column by column, each of ``size`` rows."""

    given: GivenTable
    columns: tuple[list[Value], ...]
    size: int


def in_line_order(facts: Facts) -> bool:
    """Whether the rows of every ledger stand in the order of their lines, each line once."""
    return all(one < other for table in facts.tables.values() for one, other in pairwise(table.lines))


def loaded_tables(book: RuleBook, populations: Sequence[Population]) -> tuple[Loaded, ...]:
    """The tables of some populations; the facts of each are in line order."""
    roster, *ledgers = relations(book)
    return (_roster(roster, populations), *(_ledger(given, populations) for given in ledgers))


def _roster(given: GivenTable, populations: Sequence[Population]) -> Loaded:
    rows = [
        (number, place, unit.name, unit.category, unit.series)
        for number, (book, _) in enumerate(populations)
        for place, unit in enumerate(book.units)
    ]
    assert [column.source for column in given.columns[:2]] == [POPULATION, UNIT]
    columns: tuple[list[Value], ...] = tuple(list(each) for each in zip(*rows, strict=True))
    return Loaded(given, columns or ([],) * len(given.columns), len(rows))


def _ledger(given: GivenTable, populations: Sequence[Population]) -> Loaded:
    columns: list[list[Value]] = [[] for _ in given.columns]
    size = 0
    for number, (_, facts) in enumerate(populations):
        table = facts.tables[given.ledger]
        own: dict[str, Sequence[Value]] = {POPULATION: [number] * len(table), LINE: table.lines}
        size += len(table)
        for values, column in zip(columns, given.columns, strict=True):
            if column.of_roster:
                values.extend(own.get(column.source, table.units))
            else:
                values.extend(table.columns[column.source])
    return Loaded(given, tuple(columns), size)
