"""Facts that one of two books takes and the other turns down: ranges, values and types of columns.

The cells that can tell two schemas apart are the ends of their ranges, the values next to these, and
the values that only one of them knows. Rows with such cells are read by both books; what one refuses
alone is a difference that an example of refusal can hold fast.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.verify.bounded import Witness
from perfeval.verify.proof import NO_RESULT
from perfeval.verify.replay import Side, changes_of
from perfeval.verify.solver import Answer, Solver
from perfeval.verify.universe import ANY_ROW, row_in_order, universe_of

_MOST = 400
_SAMPLES = {
    ColumnType.DATE: ("2013-06-01",),
    ColumnType.YEAR: ("2012",),
    ColumnType.BOOL: ("是", "否"),
    ColumnType.TEXT: ("某事",),
}


def take_the_same(old: Side, new: Side) -> bool:
    """Whether it is proved that both books take the same facts: a row in order for one is so for both."""
    one, other = old.book.schema, new.book.schema
    if old.book.units != new.book.units or len(one.ledgers) != len(other.ledgers):
        return False
    universe = universe_of([(old.book, old.model), (new.book, new.model)], ANY_ROW)
    terms, solver = universe.terms, Solver()
    for ledger in one.ledgers:
        twin = other.ledger(ledger.name)
        if twin is None or _frame(ledger) != _frame(twin):
            return False
        if twin == ledger:
            continue
        if ledger.name not in universe.slots:
            return False
        slot = universe.slots[ledger.name][0]
        sides = [terms.all(row_in_order(universe, slot, each)) for each in (ledger, twin)]
        if solver.ask([terms.negation(terms.same(*sides))]) is not Answer.NO:
            return False
    return True


def _frame(ledger: Ledger) -> tuple[object, ...]:
    """What a ledger asks beside the cells of its rows."""
    types = sorted((column.name, column.type.value) for column in ledger.columns)
    return (ledger.per_unit, ledger.key, ledger.required, sorted(ledger.excepted), types)


def refused_by_one(old: Side, new: Side) -> Witness | None:
    """Facts that one book takes and the other turns down; None where none were found."""
    situations = list(islice(_situations(old.book, new.book), _MOST))
    facts = frozenset(
        column.name
        for side in (old, new)
        for ledger in side.book.schema.ledgers
        for column in ledger.columns
        if ledger.per_unit
    )
    found = changes_of(old, new, situations, facts) if situations else []
    for situation, by_unit in zip(situations, found, strict=True):
        for unit, changes in by_unit.items():
            # Both may refuse in different words; only a refusal by one of them is a difference.
            refusals = [change for change in changes if change.name == NO_RESULT]
            if refusals and None in (refusals[0].old, refusals[0].new):
                return Witness(situation, unit, changes)
    return None


def _situations(one: RuleBook, other: RuleBook) -> Iterator[Situation]:
    unit = next((each.name for each in one.units if each.name in other.schema.units), None)
    for ledger in one.schema.ledgers:
        twin = other.schema.ledger(ledger.name)
        if unit is None or twin is None or twin == ledger or twin.per_unit != ledger.per_unit:
            continue
        names = [column.name for column in ledger.columns if twin.column(column.name) is not None]
        usual: tuple[str, ...] = ()
        for cells in _rows(ledger, twin, names):
            usual = usual or cells
            if ledger.per_unit:
                yield Situation(tuple(GivenValue(unit, *cell) for cell in zip(names, cells, strict=True)))
            else:
                # Alone, and beside a usual row: what is a key in one book may be none in the other.
                for rows in (((unit, *cells),), ((unit, *usual), (unit, *cells))):
                    lines = tuple(range(2, 2 + len(rows)))
                    yield Situation((), (GivenRows(ledger.name, (UNIT_COLUMN, *names), rows, lines),))


def _rows(ledger: Ledger, twin: Ledger, names: list[str]) -> Iterator[tuple[str, ...]]:
    """Rows in which one column, or two of them, hold a cell that may be taken by one book only."""
    cells = [
        tuple(dict.fromkeys([*_cells(ledger.column(name)), *_cells(twin.column(name))])) for name in names
    ]
    usual = [each[0] for each in cells]
    for place, each in enumerate(cells):
        for cell in each:
            yield tuple(cell if at == place else usual[at] for at in range(len(names)))
    for first, second in product(range(len(names)), repeat=2):
        if first < second:
            for pair in product(cells[first], cells[second]):
                chosen = {first: pair[0], second: pair[1]}
                yield tuple(chosen.get(at, usual[at]) for at in range(len(names)))


def _cells(column: Column | None) -> Iterator[str]:
    if column is None:
        return
    if column.values:
        yield from column.values
    elif column.type in _SAMPLES:
        yield from _SAMPLES[column.type]
    else:
        ends = [end for end in column.ends if end is not None]
        if column.fill_in is not None:
            ends.append(column.fill_in.number.scaled(column.places))
        for end in ends or [power_of_ten(column.places)]:
            yield from (column.cell_text(end + away) for away in (0, 1, -1))
