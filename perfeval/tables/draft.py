"""The model while it is being made: columns known so far, nodes, and what the rules define."""

from __future__ import annotations

from typing import TypeVar

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.schema import ColumnType
from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.tables.cells import ANY, Among, Cell, meet
from perfeval.tables.flow import names_in
from perfeval.tables.model import (
    UNIT_GRAIN,
    Column,
    HitPolicy,
    Kind,
    Node,
    Output,
    Place,
    RankStep,
    Row,
    Table,
)

R = TypeVar("R", bound=r.Rule)
# Which input columns must hold what: the condition side of a row, in the order written.
Cells = dict[str, Cell]

_KINDS = {
    ColumnType.DATE: Kind.DATE,
    ColumnType.BOOL: Kind.BOOL,
    ColumnType.TEXT: Kind.TEXT,
    ColumnType.ENUM: Kind.TEXT,
    ColumnType.GRADE: Kind.TEXT,
}
GROUP_COLUMNS = ("单位", "类别", "序列")


def points_column(clause: str) -> str:
    """The column of what a clause gives."""
    return f"【{clause}】"


@define
class Draft:
    """Grows during one compilation and is then dropped."""

    book: RuleBook
    rules: list[tuple[Clause, r.Rule]]
    columns: dict[Place, Column] = Factory(dict)
    nodes: list[Node] = Factory(list)
    periods: dict[str, str] = Factory(dict)
    findings: list[Diagnostic] = Factory(list)
    # Expressions that a column of units may hold; they tell its places and unit.
    definitions: dict[str, list[e.Expression]] = Factory(dict)
    # How units are ranked, which column counts the reasons against a grade, which one gives its places.
    ranking: RankStep | None = None
    vetoed: dict[str, str] = Factory(dict)
    filled: dict[str, str] = Factory(dict)

    def of_kind(self, kind: type[R]) -> list[tuple[Clause, R]]:
        """The rules of one class, with their clauses, in book order."""
        return [(clause, rule) for clause, rule in self.rules if isinstance(rule, kind)]

    def add_column(self, grain: str, column: Column) -> None:
        """Register a column."""
        self.columns[grain, column.name] = column

    def column(self, grain: str, name: str) -> Column:
        """A column by grain and name; computed numbers of units get places from their definitions."""
        if (grain, name) not in self.columns:
            for each in self._needed_first(grain, name):
                self._define_column(grain, each)
        return self.columns[grain, name]

    def _needed_first(self, grain: str, name: str) -> list[str]:
        """The unknown columns that a column needs, each behind what it needs itself; it stands last.

        A list instead of recursion: thousands of formulas may each need the next.
        """
        found: dict[str, None] = {}
        opened: dict[str, None] = {}
        waiting = [name]
        while waiting:
            current = waiting[-1]
            if current in opened or (grain, current) in self.columns:
                if (grain, waiting.pop()) not in self.columns:
                    found.setdefault(current)
                continue
            opened[current] = None
            needs = [need for part in self.definitions.get(current, []) for need in names_in(part)]
            waiting.extend(need for need in reversed(needs) if need not in opened)
        return list(found)

    def _define_column(self, grain: str, name: str) -> None:
        # A circle of definitions ends here with no places; the order of nodes will report it.
        self.columns[grain, name] = Column(name, Kind.NUMBER)
        parts = self.definitions.get(name, [])
        places = max((self.places_of(part, grain) for part in parts), default=0)
        unit = next((unit for part in parts if (unit := self.unit_of(part, grain))), "")
        self.columns[grain, name] = Column(name, Kind.NUMBER, places, unit)

    def places_of(self, expression: e.Expression, grain: str) -> int:
        """Decimal places that hold every value of an expression exactly."""
        if isinstance(expression, e.Literal):
            return expression.number.places
        if isinstance(expression, e.Quantity):
            return self.column(grain, expression.name).places
        if isinstance(expression, e.Negative):
            return self.places_of(expression.operand, grain)
        if isinstance(expression, e.Sum):
            return max(self.places_of(term, grain) for term in expression.terms)
        if isinstance(expression, e.Product):
            return sum(self.places_of(factor, grain) for factor in expression.factors)
        return 0

    def unit_of(self, expression: e.Expression, grain: str) -> str:
        """The unit of an expression: 分, 元 or "" for a plain number."""
        if isinstance(expression, e.Literal):
            return expression.unit
        if isinstance(expression, e.Quantity):
            return self.column(grain, expression.name).unit
        if isinstance(expression, e.Negative):
            return self.unit_of(expression.operand, grain)
        if isinstance(expression, e.Sum | e.Product):
            parts = expression.terms if isinstance(expression, e.Sum) else expression.factors
            return next((unit for part in parts if (unit := self.unit_of(part, grain))), "")
        return ""

    def bound(self, expression: e.Expression) -> e.Expression:
        """An expression of a rule with facts and clauses as columns of the unit grain."""
        if isinstance(expression, e.Fact):
            return e.Quantity(expression.column)
        if isinstance(expression, e.ClausePoints):
            return e.Quantity(points_column(expression.clause))
        if isinstance(expression, e.Negative):
            return e.Negative(self.bound(expression.operand))
        if isinstance(expression, e.Sum):
            return e.Sum(tuple(self.bound(term) for term in expression.terms))
        if isinstance(expression, e.Product):
            return e.Product(tuple(self.bound(factor) for factor in expression.factors))
        return expression

    def group_cell(self, groups: tuple[str, ...]) -> tuple[str, Cell]:
        """The column and cell that hold for the units of ``groups``."""
        series = [each.name for each in self.book.series]
        if all(group in self.book.categories for group in groups):
            return "类别", Among(groups)
        if all(group in series for group in groups):
            return "序列", Among(groups)
        units = [unit for group in groups for unit in self.book.members(group)]
        return "单位", Among(tuple(dict.fromkeys(units)))


@define
class RowDraft:
    """A row before the inputs of its table are known."""

    cells: Cells
    outputs: tuple[Output, ...]
    clause: str
    note: str = ""
    item: int | None = None
    tier: int = 0


def both(one: Cells, other: Cells) -> Cells:
    """The condition that both hold."""
    joined = dict(one)
    for name, cell in other.items():
        joined[name] = meet(joined.get(name, ANY), cell)
    return joined


def make_table(
    name: str, grain: str, outputs: tuple[str, ...], rows: list[RowDraft], policy: HitPolicy
) -> Table:
    """A table over all columns that any of its rows asks about."""
    inputs = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    made = tuple(
        Row(
            tuple(row.cells.get(column, ANY) for column in inputs),
            row.outputs,
            row.clause,
            row.note,
            row.item,
            row.tier,
        )
        for row in rows
    )
    return Table(name, grain, inputs, outputs, made, policy)


def base_columns(draft: Draft) -> None:
    """Columns that are there before any rule: facts, and what the roster says of units."""
    grains = [UNIT_GRAIN, *(ledger.name for ledger in draft.book.schema.ledgers)]
    for grain in grains:
        for name in GROUP_COLUMNS:
            draft.add_column(grain, Column(name, Kind.TEXT))
    for ledger in draft.book.schema.ledgers:
        for column in ledger.columns:
            kind = _KINDS.get(column.type, Kind.NUMBER)
            unit = column.type.value if column.type in (ColumnType.POINTS, ColumnType.YUAN) else ""
            made = Column(column.name, kind, column.type.places, unit, column.values)
            draft.add_column(ledger.name, made)
            if ledger.per_unit:
                draft.add_column(UNIT_GRAIN, made)
