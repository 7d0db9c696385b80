"""The model while it is being made: columns known so far, nodes, and what the rules define."""

from __future__ import annotations

from typing import TypeVar

from attrs import Factory, define

from perfeval.diagnostics.diagnostic import Diagnostic
from perfeval.ledger.schema import ColumnType
from perfeval.quantity import units
from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.tables.cells import ANY, Among, Cell, meet
from perfeval.tables.exactness import exactly_divided
from perfeval.tables.model import Column, HitPolicy, Kind, Node, Output, RankStep, Row, Table
from perfeval.tables.places import UNIT_GRAIN, Place

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


def kind_of(cells: ColumnType) -> Kind:
    """What a column of cells of a type holds."""
    return _KINDS.get(cells, Kind.NUMBER)


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
    # Expressions that a column may hold, as rules have them; they tell its places and unit.
    definitions: dict[Place, list[e.Expression]] = Factory(dict)
    # Nodes that expressions and conditions asked for, by the column they make.
    made: dict[Place, None] = Factory(dict)
    # What is never rounded (不作舍入): it stands for its formula wherever it is used.
    inlined: dict[Place, e.Expression] = Factory(dict)
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
        """A column by grain and name; what is computed gets places and unit from what it is made of."""
        if (grain, name) not in self.columns:
            for each in self._needed_first((grain, name)):
                self._define_column(*each)
        # What the rows do not have themselves is known of their units.
        own = grain == UNIT_GRAIN or self.at_row(grain, name)
        return self.columns[grain if own else UNIT_GRAIN, name]

    def at_row(self, grain: str, name: str) -> bool:
        """Whether the rows of a ledger have a column of their own by that name."""
        return (grain, name) in self.columns or (grain, name) in self.definitions

    def _needs(self, place: Place) -> list[Place]:
        grain, name = place
        if grain != UNIT_GRAIN and place not in self.definitions:
            return [(UNIT_GRAIN, name)]
        return [need for part in self.definitions.get(place, []) for need in places_in(part, grain)]

    def _needed_first(self, place: Place) -> list[Place]:
        """The unknown columns that a column needs, each behind what it needs itself; it stands last.

        A list instead of recursion: thousands of formulas may each need the next.
        """
        found: dict[Place, None] = {}
        opened: dict[Place, None] = {}
        waiting = [place]
        while waiting:
            current = waiting[-1]
            if current in opened or current in self.columns:
                if waiting.pop() not in self.columns:
                    found.setdefault(current)
                continue
            opened[current] = None
            waiting.extend(need for need in reversed(self._needs(current)) if need not in opened)
        return list(found)

    def _define_column(self, grain: str, name: str) -> None:
        if grain != UNIT_GRAIN and (grain, name) not in self.definitions:
            return
        # A circle of definitions ends here with no places; the order of nodes will report it.
        self.columns[grain, name] = Column(name, Kind.NUMBER)
        parts = self.definitions.get((grain, name), [])
        places = max((self.places_of(part, grain) for part in parts), default=0)
        unit = units.of_sum(self.unit_of(part, grain) for part in parts)
        self.columns[grain, name] = Column(name, Kind.NUMBER, places, unit)

    def places_of(self, expression: e.Expression, grain: str) -> int:
        """Decimal places that hold every value of an expression exactly (of a quotient: of its parts)."""
        if isinstance(expression, e.Literal):
            return expression.number.places
        if isinstance(expression, e.Quantity):
            return self.column(grain, expression.name).places
        if isinstance(expression, e.Rounded):
            return expression.places
        if isinstance(expression, e.RowFigure | e.GroupFigure):
            return self._figure(expression, grain)[0]
        if isinstance(expression, e.Known | e.Whole | e.Steps):
            return 0
        if isinstance(expression, e.Quotient):
            made = exactly_divided(expression)
            if not isinstance(made, e.Quotient):
                return self.places_of(made, grain)
        places = [self.places_of(part, grain) for part in e.operands(expression)]
        return sum(places) if isinstance(expression, e.Product) else max(places, default=0)

    def _figure(self, figure: e.RowFigure | e.GroupFigure, grain: str) -> tuple[int, str]:
        """Places and unit of what rows or groups come to."""
        if figure.statistic not in (e.Statistic.SUM, e.Statistic.MEAN, e.Statistic.MAX, e.Statistic.MIN):
            return 0, ""
        owner = figure.rows.ledger if isinstance(figure, e.RowFigure) else grain
        column = self.column(owner, figure.column)
        return column.places, column.unit

    def unit_of(self, expression: e.Expression, grain: str) -> str:
        """The unit of an expression: 分, 元, %, a count, or "" for a plain number."""
        if isinstance(expression, e.Literal):
            return expression.unit
        if isinstance(expression, e.Quantity):
            return self.column(grain, expression.name).unit
        if isinstance(expression, e.RowFigure | e.GroupFigure):
            return self._figure(expression, grain)[1]
        if isinstance(expression, e.Known | e.Whole | e.Steps):
            return ""
        parts = [self.unit_of(part, grain) for part in e.operands(expression)]
        if isinstance(expression, e.Rounded):
            return units.RATE if expression.percent else parts[0]
        if isinstance(expression, e.Product):
            return units.of_product(parts, ()) or ""
        if isinstance(expression, e.Quotient):
            return units.of_product(parts[:1], parts[1:]) or ""
        return units.of_sum(parts)

    def bound(self, expression: e.Expression) -> e.Expression:
        """An expression of a rule with facts and clauses as columns; figures stay as they are."""
        if isinstance(expression, e.Fact):
            return e.Quantity(expression.column)
        if isinstance(expression, e.ClausePoints):
            return e.Quantity(points_column(expression.clause))
        parts = tuple(self.bound(part) for part in e.operands(expression))
        return e.with_operands(expression, parts) if parts else expression

    def group_cell(self, groups: tuple[str, ...]) -> tuple[str, Cell]:
        """The column and cell that hold for the units of ``groups``."""
        series = [each.name for each in self.book.series]
        if all(group in self.book.categories for group in groups):
            return "类别", Among(groups)
        if all(group in series for group in groups):
            return "序列", Among(groups)
        units = [unit for group in groups for unit in self.book.members(group)]
        return "单位", Among(tuple(dict.fromkeys(units)))


def places_in(expression: e.Expression, grain: str) -> list[Place]:
    """The columns that tell places and unit of an expression of a rule."""
    if isinstance(expression, e.Quantity):
        return [(grain, expression.name)]
    if isinstance(expression, e.RowFigure):
        return [(expression.rows.ledger, expression.column)] if expression.column else []
    if isinstance(expression, e.GroupFigure):
        return [(grain, expression.column)] if expression.column else []
    return [place for part in e.operands(expression) for place in places_in(part, grain)]


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
            kind = kind_of(column.type)
            made = Column(column.name, kind, column.places, column.unit, column.values)
            draft.add_column(ledger.name, made)
            if ledger.per_unit:
                draft.add_column(UNIT_GRAIN, made)
