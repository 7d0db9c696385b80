"""Situations put before the engine before anything is searched for: a few dozen that tell much apart.

Rows of a ledger twice and all together, and whole series: one below the other, tied at each place, and
with the first unit cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from attrs import evolve

from perfeval.checks.rows_tried import ANY_TEXT, Tried, situation_of
from perfeval.ledger.schema import Column, ColumnType, Ledger
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenValue, Situation
from perfeval.tables.cells import Range
from perfeval.tables.model import Model, PlacesStep, Table
from perfeval.tables.places import UNIT_GRAIN

# Of one ledger so many rows are tried twice; all together so many.
_TWICE = 12
_TOGETHER = 40
# Of so many series, of different sizes, ties are tried at each place.
_SERIES = 3


def situations_tried(book: RuleBook, model: Model, total: str | None) -> list[Situation]:
    """Rows first. total: what units are ranked by."""
    tried = [Tried.of(book, model, ledger) for ledger in book.schema.ledgers if not ledger.per_unit]
    found = [situation for each in tried for situation in _of_rows(book, each)]
    steps = [node for node in model.nodes if isinstance(node, PlacesStep)]
    if total is None or not steps:
        return found
    cancelling = next((each for step in steps for each in _cancelling(tried, step)), None)
    above = _highest_line(model, total)
    sizes = {len(series.units): series.units for series in book.series}
    for number, size in enumerate(sorted(sizes)):
        # Places by a rate are rounded otherwise for each size; ties are the same for all.
        for places in islice(_standings(size), None if number < _SERIES else 1):
            standing = _standing(sizes[size], [above + place for place in places], total)
            found.append(standing)
            if cancelling is not None:
                rows = _renamed(cancelling, sizes[size][0]).rows
                found.append(evolve(standing, rows=rows))
    return found


# ---------------------------------------------------------------- rows


def _of_rows(book: RuleBook, tried: Tried) -> Iterator[Situation]:
    """Of a unit with ordinary facts: each kind of row twice, and all of them together."""
    units = dict.fromkeys(tried.cells(number)[0] for number in tried.rows)
    for unit in units:
        usual = tuple(_usual(book, unit))
        rows = [tried.cells(number) for number in tried.rows if tried.cells(number)[0] == unit]
        for row in rows[:_TWICE]:
            yield evolve(_situation(tried.ledger, _alike(tried.ledger, row)), values=usual)
        if not tried.ledger.key:
            yield evolve(_situation(tried.ledger, rows[:_TOGETHER]), values=usual)


def _alike(ledger: Ledger, row: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The row twice; where a key may stand once only, with each other key that is listed."""
    for place, column in enumerate(ledger.columns, 1):
        if column.name in ledger.key and column.values:
            return [(*row[:place], value, *row[place + 1 :]) for value in column.values]
    return [row] if ledger.key else [row, row]


def _situation(ledger: Ledger, rows: list[tuple[str, ...]]) -> Situation:
    """These rows, each about something else."""
    texts = [place for place, column in enumerate(ledger.columns, 1) if column.type is ColumnType.TEXT]
    named = [
        tuple(f"{ANY_TEXT}{number}" if place in texts else cell for place, cell in enumerate(row))
        for number, row in enumerate(rows)
    ]
    return situation_of(ledger, named)


def _usual(book: RuleBook, unit: str) -> Iterator[GivenValue]:
    """Ordinary facts of a unit."""
    for ledger in book.schema.ledgers:
        for column in ledger.columns if ledger.per_unit and unit not in ledger.excepted else ():
            yield GivenValue(unit, column.name, _ordinary(column))


def _ordinary(column: Column) -> str:
    """Four fifths of what is to be had: with fewer points there is room for more."""
    if column.values:
        return column.values[-1]
    if column.type is ColumnType.BOOL:
        return "否"
    low, high = column.ends
    one = power_of_ten(column.places)
    if high is None:
        return column.cell_text(10 * one if low is None else low)
    return column.cell_text(high * 4 // 5 // one * one if high >= 2 * one else high)


# ---------------------------------------------------------------- standings


def _standings(size: int) -> Iterator[list[int]]:
    """One below the other; then tied at each place in turn."""
    strict = list(range(size, 0, -1))
    yield strict
    for tied in range(1, size):
        yield [*strict[:tied], strict[tied - 1], *strict[tied + 1 :]]


def _standing(units: tuple[str, ...], scores: list[int], total: str) -> Situation:
    pairs = zip(units, scores, strict=True)
    return Situation(tuple(GivenValue(unit, total, str(score)) for unit, score in pairs))


def _highest_line(model: Model, total: str) -> int:
    """The highest score that a table asks about, so that places decide and not the scores."""
    places = model.columns[UNIT_GRAIN, total].places
    ends = [
        end
        for node in model.nodes
        if isinstance(node, Table) and total in node.inputs
        for row in node.rows
        for cell in [row.cells[node.inputs.index(total)]]
        for end in ([cell.low, cell.high] if isinstance(cell, Range) else ())
        if isinstance(end, int)
    ]
    return max(ends, default=0) // power_of_ten(places) + 1


def _cancelling(tried: list[Tried], step: PlacesStep) -> Iterator[Situation]:
    """Rows that cancel a unit's right to a place."""
    for each in tried if step.cancelled is not None else ():
        cancelled = each.judged.outcome.columns[UNIT_GRAIN, step.cancelled or ""]
        for number in each.rows:
            unit = each.judged.unit(number, each.cells(number)[0])
            if unit is not None and cancelled[unit]:  # how many circumstances hold
                yield each.judged.situations[number]


def _renamed(situation: Situation, unit: str) -> Situation:
    """The same rows of another unit."""
    rows = tuple(
        evolve(given, rows=tuple((unit, *row[1:]) for row in given.rows)) for given in situation.rows
    )
    return evolve(situation, rows=rows)
