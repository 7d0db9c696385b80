"""Between which ends the numbers of each column of a model lie, as far as schema and rules tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache, partial

from attrs import define

from perfeval.analysis.intervals import ANY_NUMBER, Ends, between, ends_of, union, within
from perfeval.ledger import schema
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.expressions import Expression, Statistic
from perfeval.tables import calculated as s
from perfeval.tables.cells import AnyValue, Cell, Range
from perfeval.tables.model import (
    CapStep,
    Column,
    Fixed,
    FormulaStep,
    Gather,
    Gathering,
    Kind,
    LookupStep,
    Model,
    Node,
    RankStep,
    Row,
    Table,
)
from perfeval.tables.places import UNIT_GRAIN, Place

_YEARS = between(1000, 9999)
_PARTS = {
    "年份": between(1, 9999),
    "半年": between(1, 2),
    "季度": between(1, 4),
    "月份": between(1, 12),
    "半月": between(1, 24),
}
_COUNTS = (Statistic.COUNT, Statistic.DISTINCT, Statistic.LONGEST_RUN)
_FROM_NONE = between(0, None)


# The tables of one model are asked about one after the other.
@lru_cache(maxsize=4)
def column_ends(book: RuleBook, model: Model) -> ColumnEnds:
    """The ends of every column of numbers; of others it says nothing."""
    found = ColumnEnds(book, model, {}, {})
    for ledger in book.schema.ledgers:
        for column in ledger.columns:
            found.ends[ledger.name, column.name] = _of_fact(column)
            if ledger.per_unit:
                found.ends[UNIT_GRAIN, column.name] = _of_fact(column)
    for node in model.nodes:
        found.take(node)
    return found


def _of_fact(column: schema.Column) -> Ends:
    low, high = column.ends
    scale = power_of_ten(column.places)
    ends = between(None if low is None else low, None if high is None else high)
    if column.type is schema.ColumnType.YEAR:
        return within(_YEARS, ends)
    least, most = ends.least, ends.most
    return between(
        None if least is None else Fraction(least, scale), None if most is None else Fraction(most, scale)
    )


@define(eq=False)
class ColumnEnds:
    """What is known of one model.

    ends: of the columns so far. means: of the quotient of a sum and a number, by their columns.
    """

    book: RuleBook
    model: Model
    ends: dict[Place, Ends]
    means: dict[tuple[str, str, str], Ends]

    def at(self, grain: str, name: str) -> Ends:
        """The ends of a column."""
        return self.ends.get((grain, name), ANY_NUMBER)

    def take(self, node: Node) -> None:
        """Enter what a node makes."""
        if isinstance(node, Table):
            for place, name in enumerate(node.outputs):
                if self.model.columns[node.grain, name].kind is Kind.NUMBER:
                    self.ends[node.grain, name] = self.of_table(node, place)
        elif isinstance(node, FormulaStep):
            self.ends[node.grain, node.name] = self.of_expression(node.grain, node.expression, {})
        elif isinstance(node, s.CalculatedStep):
            self.calculated(node)
        elif isinstance(node, Gather):
            self.ends[UNIT_GRAIN, node.name] = self.of_gather(node)
        elif isinstance(node, CapStep):
            self.ends[UNIT_GRAIN, node.name] = between(None, 0) if node.sign > 0 else _FROM_NONE
        elif isinstance(node, LookupStep):
            self.ends[UNIT_GRAIN, node.name] = self.at(node.ledger, node.value)
        elif isinstance(node, RankStep):
            self.ends[UNIT_GRAIN, node.name] = between(1, self.size())

    def size(self, within_same: tuple[str, ...] = ()) -> int | None:
        """As many units as the largest group has; None where the facts tell."""
        if self.book.roster is not None:
            return None
        if "序列" in within_same:
            # Units without a series are together too.
            listed = [len(series.units) for series in self.book.series]
            return max([*listed, sum(unit.series is None for unit in self.book.units)])
        if "类别" in within_same:
            return max(
                sum(unit.category == name for unit in self.book.units) for name in self.book.categories
            )
        return len(self.book.units)

    def of_expression(self, grain: str, expression: Expression, cells: Mapping[str, Cell]) -> Ends:
        """An expression, where the columns hold what the cells ask."""

        def column(name: str) -> Ends:
            known, cell = self.at(grain, name), cells.get(name, AnyValue())
            place = self.model.columns.get((grain, name))
            return known if place is None else within(known, _of_cell(cell, place))

        return ends_of(expression, column, partial(self.ratio, grain))

    def ratio(self, grain: str, one: str, other: str) -> Ends | None:
        """The ends of the quotient of two columns, where more is known than of each by itself."""
        return self.means.get((grain, one, other))

    def of_table(self, table: Table, place: int) -> Ends:
        """One output of a table: what any of its rows gives."""
        return union(
            self._of_row(table, row, place)
            for row in table.rows
            if row.outputs[place] is not None and not isinstance(row.outputs[place], Fixed)
        )

    def _of_row(self, table: Table, row: Row, place: int) -> Ends:
        output = row.outputs[place]
        assert output is not None and not isinstance(output, Fixed)
        return self.of_expression(table.grain, output, table.asked(row))

    def of_gather(self, step: Gather) -> Ends:
        """What is gathered from rows, within its limit."""
        if step.how is Gathering.COUNT:
            return _FROM_NONE
        ends = self.at(step.ledger, step.source)
        ends = _summed(ends) if step.how is Gathering.SUM else union([ends, between(0, 0)])
        if step.limit is None:
            return ends
        scale = power_of_ten(self.model.columns[UNIT_GRAIN, step.name].places)
        limit = between(step.limit, step.limit).least
        assert limit is not None
        return within(
            ends,
            between(None, Fraction(limit, scale))
            if step.sign > 0
            else between(Fraction(-limit, scale), None),
        )

    # ------------------------------------------------------------ computing sentences

    def calculated(self, step: s.CalculatedStep) -> None:
        """Enter what a step of a computing sentence makes."""
        for kind, work in _CALCULATED:
            if isinstance(step, kind):
                self.ends[step.grain, step.name] = work(self, step)

    def spread(self, step: s.Spread) -> Ends:
        """What is known of the unit."""
        return self.at(UNIT_GRAIN, step.source)

    def rows(self, step: s.RowsStep) -> Ends:
        """What rows of a unit come to."""
        if step.statistic in _COUNTS:
            return _FROM_NONE
        ends = self.at(step.ledger, step.source)
        if step.statistic is not Statistic.SUM:
            return ends
        self._mean(step, ends)
        if step.top:
            return union([between(0, 0), _multiple(ends, step.top)])
        return _summed(ends)

    def group(self, step: s.GroupStep) -> Ends:
        """What a number comes to over a group."""
        size = self.size(step.within) if step.grain == UNIT_GRAIN else None
        if step.statistic in _COUNTS:
            return between(0, None if size is None else size - step.others)
        ends = self.at(step.grain, step.source)
        if step.statistic is not Statistic.SUM:
            return ends
        self._mean(step, ends)
        return _summed(ends) if size is None else union([between(0, 0), _multiple(ends, size)])

    def _mean(self, step: s.RowsStep | s.GroupStep, ends: Ends) -> None:
        """The quotient of a sum and the number of what is summed lies where each of them does."""
        count = step.name.removesuffix(Statistic.SUM.value) + Statistic.COUNT.value
        self.means[step.grain, step.name, count] = ends

    def order(self, step: s.OrderStep) -> Ends:
        """A place."""
        return between(1, self.size(step.within) if step.grain == UNIT_GRAIN else None)

    def share(self, step: s.ShareStep) -> Ends:
        """A part of an amount, below 0 only where that is."""
        most = self.at(step.grain, step.amount).most
        return union([between(0, most), within(self.at(step.grain, step.amount), between(None, 0))])

    def day_part(self, step: s.DayPartStep) -> Ends:
        """A month, a quarter …"""
        return _PARTS.get(step.part, _FROM_NONE)


_CALCULATED: tuple[tuple[type[s.CalculatedStep], Callable[..., Ends]], ...] = (
    (s.Spread, ColumnEnds.spread),
    (s.RowsStep, ColumnEnds.rows),
    (s.GroupStep, ColumnEnds.group),
    (s.OrderStep, ColumnEnds.order),
    (s.ShareStep, ColumnEnds.share),
    (s.DayPartStep, ColumnEnds.day_part),
)


def _of_cell(cell: Cell, column: Column) -> Ends:
    """What a cell asks of a number."""
    if not isinstance(cell, Range) or column.kind is not Kind.NUMBER:
        return ANY_NUMBER
    scale = power_of_ten(column.places)
    ends = between(
        cell.low if isinstance(cell.low, int) else None, cell.high if isinstance(cell.high, int) else None
    )
    least, most = ends.least, ends.most
    return between(
        None if least is None else Fraction(least, scale), None if most is None else Fraction(most, scale)
    )


def _summed(ends: Ends) -> Ends:
    """The sum of any number of such numbers."""
    least, most = ends.least, ends.most
    low = 0 if least is not None and least >= 0 else None
    high = 0 if most is not None and most <= 0 else None
    return between(low, high)


def _multiple(ends: Ends, most: int) -> Ends:
    """The sum of at most so many such numbers."""
    low, high = ends.least, ends.most
    return between(
        None if low is None else min(low * most, low), None if high is None else max(high * most, high)
    )
