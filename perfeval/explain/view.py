"""One unit's view of an outcome: its values, its ledger rows, and why a table row did not fire."""

from __future__ import annotations

from attrs import frozen

from perfeval.evaluate.outcome import Outcome, Value
from perfeval.evaluate.tables import elements_that_meet
from perfeval.quantity.number import plain
from perfeval.quantity.units import RATE
from perfeval.rulebook.book import Clause, RuleBook, Unit
from perfeval.rulebook.conditions import RowSet
from perfeval.tables.cells import Among, Cell, Range, show_value
from perfeval.tables.model import Column, Kind, Node, Table
from perfeval.tables.phrases_values import bounds_words, number_words
from perfeval.tables.places import UNIT_GRAIN

# A cell of a table that does not hold: column, cell, actual value.
Failure = tuple[str, Cell, Value]


@frozen(eq=False)
class View:
    """The outcome as it concerns the unit with number ``index`` in the roster."""

    outcome: Outcome
    index: int

    @property
    def book(self) -> RuleBook:
        """The rule book."""
        return self.outcome.book

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.book.units[self.index]

    def nodes(self, clause: Clause) -> tuple[Node, ...]:
        """The tables and steps that a clause (alone or with others) is behind."""
        return tuple(
            node
            for node in self.outcome.model.nodes
            if (clause.name in node.clauses if isinstance(node, Table) else node_clause(node) == clause.name)
        )

    def column(self, name: str, grain: str = UNIT_GRAIN) -> Column:
        """What is known of a column."""
        return self.outcome.model.columns[grain, name]

    def value(self, name: str, index: int | None = None) -> Value:
        """The value of a column of units, for this unit or another."""
        values = self.outcome.columns.get((UNIT_GRAIN, name))
        return None if values is None else values[self.index if index is None else index]

    def shown(self, name: str, index: int | None = None) -> str:
        """The value of a column of units as text with its unit: 5分."""
        return show(self.value(name, index), self.column(name))

    def rows(self, ledger: str) -> list[int]:
        """The numbers of this unit's rows in a ledger, in the order of the file."""
        units = self.outcome.facts.tables[ledger].units
        return [row for row, unit in enumerate(units) if unit == self.unit.name]

    def line(self, ledger: str, row: int) -> int:
        """The line of a row in its file (the header is line 1)."""
        return self.outcome.facts.tables[ledger].lines[row]

    def cells(self, ledger: str, row: int) -> tuple[str, ...]:
        """The cells of a row as text."""
        table = self.outcome.facts.tables[ledger]
        return tuple(show(values[row], self.column(name, ledger)) for name, values in table.columns.items())

    def failing(self, table: Table, number: int, element: int) -> list[Failure]:
        """The cells of a table's row that do not hold for an element: column, cell, actual value."""
        found: list[Failure] = []
        for name, cell in zip(table.inputs, table.rows[number].cells, strict=True):
            values = self.outcome.columns[table.grain, name]
            if not elements_that_meet(cell, values, [element]):
                found.append((name, cell, values[element]))
        return found

    def concerns(self, rows: RowSet) -> bool:
        """Whether the row set is about units such as this one."""
        return not rows.groups or any(self.unit.name in self.book.members(group) for group in rows.groups)


def node_clause(node: Node) -> str:
    """The clause of a step; a table's rows have their own."""
    return getattr(node, "clause", "")


def show(value: Value, column: Column) -> str:
    """A value as text with its unit."""
    if value is None:
        return "无"
    if isinstance(value, tuple):
        return "、".join(value) or "无"
    if isinstance(value, int) and not isinstance(value, bool) and column.kind is Kind.NUMBER:
        if column.unit == RATE:
            return number_words(value, column.places, RATE)
        return plain(value, column.places) + column.unit
    return show_value(value)


def why_not(column: str, cell: Cell, value: Value, known: Column) -> str:
    """Why a cell does not hold, in a few words: 级别为市级，不是国家级."""
    counts = column.endswith("的次数")
    if counts and isinstance(cell, Range) and cell.high is None:
        name = column.removesuffix("的次数")
        return f"没有{name}" if value == 0 else f"{name}只有{value}次"
    if counts:
        return f"有{column.removesuffix('的次数')}"
    if value is None:
        return f"没有{column}"
    actual = show(value, known)
    if isinstance(cell, Among):
        if known.kind is Kind.BOOL:
            return f"{column}为{actual}"
        return f"{column}为{actual}，不是{'或'.join(show_value(each) for each in cell.values)}"
    return f"{column}为{actual}，{_outside(cell, value, known.unit)}"


def _outside(cell: Cell, value: Value, unit: str) -> str:
    """On which side of a range a value lies: 不到700, 超过10."""
    assert isinstance(cell, Range)
    if unit == RATE:
        return f"不是{bounds_words(cell, unit)}"
    if cell.low is not None and cell.low == cell.high:
        return f"不是{show_value(cell.low, cell.places)}"
    if cell.low is not None and not elements_that_meet(
        Range(cell.low, cell.low_included, places=cell.places), [value], [0]
    ):
        low = show_value(cell.low, cell.places)
        return f"不到{low}" if cell.low_included else f"没有超过{low}"
    assert cell.high is not None
    high = show_value(cell.high, cell.places)
    return f"超过{high}" if cell.high_included else f"已到{high}"
