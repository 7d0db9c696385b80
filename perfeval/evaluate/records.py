"""Result records: one a unit, in roster order, with the fields that the book lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from perfeval.evaluate.outcome import Outcome, Value
from perfeval.quantity.number import plain
from perfeval.rulebook.book import RuleBook
from perfeval.tables.calculated import BandsStep, OrderStep, ShareStep
from perfeval.tables.cells import show_value
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.flow import writes
from perfeval.tables.model import Column, FormulaStep, Kind, Model, RankStep, Table
from perfeval.tables.places import UNIT_GRAIN

# Plain data: text, whole number, truth, list of texts, or None where nothing applies.
Field = str | int | bool | list[str] | None
Record = dict[str, Field]


def field_of(outcome: Outcome, name: str, unit: int) -> Field:
    """One result of one unit: decimals as text in plain notation, ranks and counts as numbers."""
    return _field(outcome, UNIT_GRAIN, name, unit)


def _field(outcome: Outcome, grain: str, name: str, element: int) -> Field:
    values = outcome.columns.get((grain, name))
    return field_value(None if values is None else values[element], outcome.model.columns.get((grain, name)))


def field_value(value: Value, column: Column | None) -> Field:
    """A value as a field of a record. column: what the model says of its column, if there is one."""
    if column is not None and column.kind is Kind.LIST:
        return list(cast(Sequence[str], value or ()))
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if column is None or column.whole:
            return value
        return plain(value, column.places)
    return show_value(value) if not isinstance(value, tuple) else list(value)


def result_names(outcome: Outcome) -> tuple[str, ...]:
    """The fields of a record: as the book lists them, else all that its clauses compute."""
    return names_of_results(outcome.book, outcome.model)


def names_of_results(book: RuleBook, model: Model) -> tuple[str, ...]:
    """The fields of the records that a model of a book gives."""
    if book.results:
        return book.results
    made: list[str] = []
    for node in model.nodes:
        named = isinstance(node, FormulaStep | RankStep | OrderStep | BandsStep | ShareStep)
        if named or (isinstance(node, Table) and node.grain == UNIT_GRAIN):
            made.extend(name for grain, name in writes(node)[:1] if grain == UNIT_GRAIN)
    return (*GROUP_COLUMNS, *(name for name in made if not name.startswith("【")))


def record_of(outcome: Outcome, unit: int) -> Record:
    """The record of the unit with this number in the roster."""
    return {name: field_of(outcome, name, unit) for name in result_names(outcome)}


def records_of(outcome: Outcome) -> list[Record]:
    """All records in roster order."""
    return [record_of(outcome, unit) for unit in range(len(outcome.book.units))]


def row_records_of(outcome: Outcome) -> dict[str, list[Record]]:
    """For each ledger whose rows have results of their own: a record a row, in the order of its file."""
    found: dict[str, list[Record]] = {}
    for results in outcome.book.row_results:
        rows = range(len(outcome.facts.tables[results.ledger]))
        records = [
            {name: _field(outcome, results.ledger, name, row) for name in results.fields} for row in rows
        ]
        if results.once:
            records = [each for place, each in enumerate(records) if each not in records[:place]]
        found[results.ledger] = records
    return found
