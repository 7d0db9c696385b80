"""Rows put before the engine one at a time: every combination of the values that the rules tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from attrs import frozen

from perfeval.evaluate.outcome import Value
from perfeval.evaluate.situations import Judged, judge
from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.book import RuleBook, Unit
from perfeval.rulebook.examples import GivenRows, Situation
from perfeval.tables.cells import Among, Cell, Range
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.flow import reads
from perfeval.tables.model import FormulaStep, Model, Table

# More rows than this are not tried.
MOST = 600
# What stands in a column of free text.
ANY_TEXT = "甲"


@frozen(eq=False)
class Tried:
    """Rows of one ledger, each alone; those that the ledger does not take are left out.

    rows: the situations with their number. at: for each situation the row's number in the outcome.
    """

    ledger: Ledger
    judged: Judged
    rows: tuple[int, ...]
    at: dict[int, int]

    @classmethod
    def of(cls, book: RuleBook, model: Model, ledger: Ledger) -> Tried:
        """All rows of a ledger that are worth trying."""
        rows = islice(_rows(book, model, ledger), MOST)
        judged = judge(book, model, [situation_of(ledger, [row]) for row in rows])
        at = {number: row for row, number in enumerate(judged.outcome.facts.tables[ledger.name].populations)}
        taken = [number for number, refused in enumerate(judged.refusals) if not refused and number in at]
        return cls(ledger, judged, tuple(taken), at)

    def cells(self, number: int) -> tuple[str, ...]:
        """The row as it stands in the ledger, 单位 first."""
        return self.judged.situations[number].rows[0].rows[0]

    def value(self, number: int, column: str) -> Value:
        """What the engine has in a column of the row."""
        return self.judged.outcome.columns[self.ledger.name, column][self.at[number]]

    def unit(self, number: int) -> Unit:
        """The unit that the row is about."""
        name = self.cells(number)[0]
        return next(unit for unit in self.judged.book.units if unit.name == name)


def situation_of(ledger: Ledger, rows: Sequence[Sequence[str]]) -> Situation:
    """These rows of one ledger, and nothing else."""
    columns = (UNIT_COLUMN, *(column.name for column in ledger.columns))
    made = tuple(tuple(row) for row in rows)
    return Situation(rows=(GivenRows(ledger.name, columns, made, tuple(range(1, len(made) + 1))),))


def _rows(book: RuleBook, model: Model, ledger: Ledger) -> Iterator[tuple[str, ...]]:
    cells = list(_cells(model, ledger))
    asked = {name for node in model.nodes for grain, name in reads(node) if grain == ledger.name}
    values = [
        # What nobody asks about is the same in all rows.
        list(_values(book, model, ledger, column, cells))[: None if column.name in asked else 1]
        for column in ledger.columns
    ]
    return ((unit, *row) for unit in _units(book, cells) for row in product(*values))


def _cells(model: Model, ledger: Ledger) -> Iterator[tuple[str, Cell]]:
    """What the tables over the rows of a ledger ask, by column."""
    for node in model.nodes:
        if isinstance(node, Table) and node.grain == ledger.name:
            for row in node.rows:
                yield from zip(node.inputs, row.cells, strict=True)


def _units(book: RuleBook, cells: Sequence[tuple[str, Cell]]) -> list[str]:
    """One unit of each kind that the tables tell apart."""
    asked = [
        (GROUP_COLUMNS.index(name), frozenset(cell.values))
        for name, cell in cells
        if name in GROUP_COLUMNS and isinstance(cell, Among)
    ]
    kinds: dict[tuple[bool, ...], str] = {}
    for unit in book.units:
        of_unit = (unit.name, unit.category, unit.series)
        kinds.setdefault(tuple(of_unit[place] in values for place, values in asked), unit.name)
    return list(kinds.values())


def _values(
    book: RuleBook, model: Model, ledger: Ledger, column: Column, cells: Sequence[tuple[str, Cell]]
) -> Iterator[str]:
    """What may stand in a column so that every cell about it is met, and is missed."""
    if column.values:
        yield from column.values
    elif column.type is ColumnType.BOOL:
        yield from ("是", "否")
    elif column.type is ColumnType.TEXT:
        yield ANY_TEXT
    elif column.type is ColumnType.DATE:
        yield book.year[0].isoformat()
    elif column.type is ColumnType.YEAR:
        yield str(book.year[0].year - 1)
    else:
        yield from _numbers(model, ledger, column, cells)


def _numbers(
    model: Model, ledger: Ledger, column: Column, cells: Sequence[tuple[str, Cell]]
) -> Iterator[str]:
    """The ends of what is asked of a number and the numbers beside them, and so far off as is asked for
    of what is computed from it (前移位数)."""
    one = power_of_ten(column.places)
    low, high = column.ends[0] or 0, column.ends[1]
    computed = [
        node.name for node in model.nodes if isinstance(node, FormulaStep) and node.grain == ledger.name
    ]
    apart = [end for name, cell in cells if name in computed for end in _ends(cell)]
    wanted = [low, low + one]
    for name, cell in cells:
        other = ledger.column(name)
        if other is not None and other.type is column.type:
            wanted.extend(near for end in _ends(cell) for near in (end, end - 1, end + 1))
    wanted.extend([near + far for near in wanted for far in apart])
    for value in dict.fromkeys(wanted):
        if value >= low and (high is None or value <= high):
            yield column.cell_text(value)


def _ends(cell: Cell) -> list[int]:
    if isinstance(cell, Range):
        return [end for end in (cell.low, cell.high) if isinstance(end, int)]
    return [value for value in cell.values if isinstance(value, int)] if isinstance(cell, Among) else []
