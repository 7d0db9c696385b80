"""Nothing wrong is passed over: facts with damage are told of in the words of the evaluation."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest

from perfeval.evaluate.run import run
from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.ledger.schema import Column, ColumnType, Schema
from perfeval.sql.loading import Population
from perfeval.sql.on_duckdb import run_populations
from tests.sql import books

pytest.importorskip("duckdb")
YEARS = 16


def damaged(dice: random.Random, population: Population) -> Population:
    """Facts with cells emptied, exchanged and driven to their ends, and rows left out."""
    own, facts = population
    return own, Facts({name: _table(dice, own.schema, table) for name, table in facts.tables.items()})


def _table(dice: random.Random, schema: Schema, table: Table) -> Table:
    ledger = schema.ledger(table.ledger)
    assert ledger is not None
    kept = list(range(len(table)))
    if dice.random() < 0.1:
        kept = [row for row in kept if dice.random() < 0.9]
    columns = {}
    for column in ledger.columns:
        values = [table.columns[column.name][row] for row in kept]
        columns[column.name] = tuple(_cell(dice, column, value, values) for value in values)
    units, lines = (tuple(values[row] for row in kept) for values in (table.units, table.lines))
    return Table(table.ledger, units, lines, columns)  # type: ignore[arg-type]


def _cell(
    dice: random.Random, column: Column, value: CellValue | None, others: list[CellValue | None]
) -> CellValue | None:
    chance = dice.random()
    if chance < 0.002:
        return None
    if chance < 0.03:
        return dice.choice(others)
    number = column.type.is_number and column.type is not ColumnType.YEAR
    if chance < 0.05 and number:
        ends = [end for end in column.ends if end is not None]
        return dice.choice([*ends, value])
    return value


@pytest.mark.parametrize("name", books.NAMES)
def test_damaged_years(name: str, asked: Sequence[Facts]) -> None:
    """Same outcome, or same findings; and both happen. The query finds just what the evaluation tells of."""
    model = books.model(name)
    populations = [damaged(random.Random(seed), books.random_year(name, seed)) for seed in range(YEARS)]
    found = run_populations(books.book(name), model, populations).value
    assert found is not None
    refused: Counter[bool] = Counter()
    for seed, (own, facts), outcome in zip(range(YEARS), populations, found, strict=True):
        expected = run(own, model, facts)
        refused[expected.value is None] += 1
        assert books.differences(expected, outcome) == [], seed
    assert refused[True] and refused[False], refused
    assert len(asked) == refused[True]
