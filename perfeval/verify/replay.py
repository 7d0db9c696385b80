"""Facts put before the engine under two books: what it says is what counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from perfeval.evaluate.outcome import Value
from perfeval.evaluate.records import Record, record_of
from perfeval.evaluate.situations import Judged, judge
from perfeval.ledger.schema import Schema
from perfeval.quantity.number import plain
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, Situation
from perfeval.tables.cells import show_value
from perfeval.tables.model import Column, Model
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.proof import NO_RESULT, FieldChange


@frozen(eq=False)
class Side:
    """A book and its model."""

    book: RuleBook
    model: Model


def for_schema(situation: Situation, schema: Schema) -> Situation:
    """The facts of a situation that a book with this schema knows of; numbers set outright stay."""
    rows: list[GivenRows] = []
    for given in situation.rows:
        ledger = schema.ledger(given.ledger)
        if ledger is None:
            continue
        kept = [
            place for place, name in enumerate(given.columns) if place == 0 or ledger.column(name) is not None
        ]
        rows.append(
            evolve(
                given,
                columns=tuple(given.columns[place] for place in kept),
                rows=tuple(tuple(row[place] for place in kept) for row in given.rows),
            )
        )
    return evolve(situation, rows=tuple(rows))


Changes = dict[str, tuple[FieldChange, ...]]


def changes_of(old: Side, new: Side, situations: Sequence[Situation], facts: frozenset[str]) -> list[Changes]:
    """For each situation, for each unit whose record differs, the fields that do.

    facts: the facts of units of either book; those that a book does not have are left out for it.
    """
    judged = [
        judge(side.book, side.model, [known_to(side, each, facts) for each in situations])
        for side in (old, new)
    ]
    return [
        {
            unit: changes
            for unit in situation.units
            if (changes := _changes(old, new, *(_record(each, number, unit) for each in judged)))
        }
        for number, situation in enumerate(situations)
    ]


def compared_fields(old: RuleBook, new: RuleBook, fields: Iterable[str]) -> list[str]:
    """Of the fields of two records those to be compared: what only one book lists as a result is not."""
    listed = old.results and new.results
    return [
        name for name in dict.fromkeys(fields) if not listed or (name in old.results) == (name in new.results)
    ]


def _changes(old: Side, new: Side, one: Record, other: Record) -> tuple[FieldChange, ...]:
    names = compared_fields(old.book, new.book, [*one, *other])
    if NO_RESULT in names:
        names = [NO_RESULT]
    return tuple(
        FieldChange(name, one.get(name), other.get(name))
        for name in names
        if one.get(name) != other.get(name)
    )


def known_to(side: Side, situation: Situation, facts: frozenset[str]) -> Situation:
    """The facts of a situation, and the numbers set outright, that a book knows of."""
    own = {column.name for ledger in side.book.schema.ledgers if ledger.per_unit for column in ledger.columns}
    values = tuple(
        value
        for value in situation.values
        if value.name in own or (value.name not in facts and (UNIT_GRAIN, value.name) in side.model.columns)
    )
    return for_schema(evolve(situation, values=values), side.book.schema)


def _record(judged: Judged, situation: int, unit: str) -> Record:
    """The record of a unit, or why there is none."""
    refusals = judged.refusals[situation]
    if refusals:
        return {NO_RESULT: "；".join(dict.fromkeys(finding.message for finding in refusals))}
    number = judged.unit(situation, unit)
    return {} if number is None else record_with_rows(judged, situation, unit)


def record_with_rows(judged: Judged, situation: int, unit: str) -> Record:
    """The record of a unit, and what is listed of its rows: 河长的得分."""
    number = judged.unit(situation, unit)
    assert number is not None
    outcome, found = judged.outcome, dict(record_of(judged.outcome, number))
    for listed in outcome.book.row_results:
        table = outcome.facts.tables[listed.ledger]
        populations = table.populations or (situation,) * len(table.units)
        pairs = zip(table.units, populations, strict=True)
        rows = [row for row, (name, own) in enumerate(pairs) if name == unit and own == situation]
        for name in listed.fields:
            column = outcome.model.columns.get((listed.ledger, name))
            values = outcome.columns.get((listed.ledger, name))
            if column is not None and values is not None:
                found[f"{listed.ledger}的{name}"] = [_text(values[row], column) for row in rows]
    return found


def _text(value: Value, column: Column) -> str:
    """A value of a row as it would be listed."""
    if isinstance(value, int) and not isinstance(value, bool):
        return plain(value, column.places)
    return "无" if value is None else show_value(value) if not isinstance(value, tuple) else "、".join(value)
