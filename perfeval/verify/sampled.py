"""Situations drawn by lot, the same at every run: whole groups of units with facts of all kinds.

The solver looks at one unit at a time. What a unit is among others, and what is divided, is seen where
several units are evaluated together; what is found so is as good as any other facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from attrs import define, frozen

from perfeval.ledger.schema import UNIT_COLUMN, Column, ColumnType, Ledger
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook import expressions as e
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.examples import GivenRows, GivenValue, Situation
from perfeval.tables.calculated import CalculatedStep, DaysStep, ShareStep
from perfeval.tables.cells import Among, Cell, Range
from perfeval.tables.flow import names_in
from perfeval.tables.model import Fixed, FormulaStep, Kind, Model, Table

T = TypeVar("T")
# So many units stand in one situation, and so many rows of a ledger are about one of them, at most.
_UNITS, _ROWS = 5, (3, 3, 8)
_TEXTS = ("甲", "乙", "丙")
_USUAL = tuple(map(Fraction, (0, 1, 2, 5, 10, 50, 80, 100, 1000)))
# Of a hundred cells that may be empty so many are.
_EMPTY = 15
_FINE = Fraction(1, 100)
# Rates are no more than this, other numbers less than that.
_RATE, _MOST = Fraction(100), Fraction(10**8)
_NEW = (e.Quotient, e.AtMost, e.AtLeast, e.Rounded, e.Extreme, e.IfMissing, e.Known, e.Whole)


@define
class Dice:
    """Numbers that look like chance and are the same at every run. zeros: whether 0 is drawn now."""

    turn: int
    zeros: bool = False

    def below(self, most: int) -> int:
        """A number from 0 to ``most`` - 1."""
        self.turn = (self.turn * 1103515245 + 12345) % 2**31
        return (self.turn >> 8) % most

    def one_of(self, things: Sequence[T]) -> T:
        """One of several things."""
        return things[self.below(len(things))]

    def some_of(self, things: Sequence[T], most: int) -> list[T]:
        """So many different things at most."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(min(most, len(left)))]


def computes(model: Model) -> bool:
    """Whether a model has computing sentences, of which situations drawn by lot show something."""
    if any(isinstance(node, CalculatedStep) for node in model.nodes):
        return True
    return any(isinstance(part, _NEW) for each in _expressions(model) for part in _parts(each))


def sampled(book: RuleBook, model: Model, count: int) -> list[Situation]:
    """So many situations."""
    days, numbers = tuple(_days(book, model)), _numbers(model)
    lot = _Lot(book, Dice(count), numbers, days, _calendar(model), _common(model))
    return [lot.situation(number) for number in range(count)]


# ---------------------------------------------------------------- what a book names


def _expressions(model: Model) -> Iterator[e.Expression]:
    for node in model.nodes:
        if isinstance(node, FormulaStep):
            yield node.expression
        elif isinstance(node, Table):
            for row in node.rows:
                yield from (each for each in row.outputs if each is not None and not isinstance(each, Fixed))


def _parts(expression: e.Expression) -> Iterator[e.Expression]:
    yield expression
    for part in e.operands(expression):
        yield from _parts(part)


def _cells(model: Model) -> Iterator[tuple[Cell, int, Kind]]:
    """What tables ask of numbers and days, with the places of the column."""
    for node in [each for each in model.nodes if isinstance(each, Table)]:
        for row in node.rows:
            for name, cell in zip(node.inputs, row.cells, strict=True):
                column = model.columns.get((node.grain, name))
                if column is not None:
                    yield cell, column.places, column.kind


def _ends(cell: Cell) -> list[int | date]:
    if isinstance(cell, Range):
        return [end for end in (cell.low, cell.high) if end is not None]
    values = cell.values if isinstance(cell, Among) else ()
    return [each for each in values if isinstance(each, int) and not isinstance(each, bool)]


def _numbers(model: Model) -> tuple[Fraction, ...]:
    """The numbers that rules name, and those around a hundredfold of them."""
    found = list(_USUAL)
    for expression in _expressions(model):
        written = [part.number for part in _parts(expression) if isinstance(part, e.Literal)]
        found.extend(Fraction(number.units, power_of_ten(number.places)) for number in written)
    for cell, places, kind in _cells(model):
        if kind is Kind.NUMBER:
            ends = [end for end in _ends(cell) if isinstance(end, int)]
            found.extend(Fraction(end, power_of_ten(places)) for end in ends)
    rates = [100 * each for each in found if 0 < each < 3]
    return tuple(dict.fromkeys([*found, *rates]))


def _days(book: RuleBook, model: Model) -> Iterator[date]:
    first, last = book.year
    yield from (first, last, first + (last - first) // 2)
    for cell, _, _ in _cells(model):
        for end in _ends(cell):
            if isinstance(end, date):
                yield from (end, end - timedelta(days=1), end + timedelta(days=1))


def _calendar(model: Model) -> tuple[str, str, str] | None:
    """The ledger of working days, its days and what it says of them."""
    steps = (node for node in model.nodes if isinstance(node, DaysStep))
    return next((step.calendar for step in steps if step.calendar is not None), None)


def _common(model: Model) -> tuple[str, ...]:
    """The facts that an amount is made of which all units of a group share."""
    amounts = [model.node(step.amount) for step in model.nodes if isinstance(step, ShareStep)]
    formulas = [node for node in amounts if isinstance(node, FormulaStep)]
    return tuple(name for node in formulas for name in names_in(node.expression))


# ---------------------------------------------------------------- drawn by lot


@frozen(eq=False)
class _Lot:
    book: RuleBook
    dice: Dice
    numbers: tuple[Fraction, ...]
    days: tuple[date, ...]
    calendar: tuple[str, str, str] | None
    common: tuple[str, ...]

    def situation(self, number: int) -> Situation:
        """Facts of the units of one group, another group each time."""
        units = self.units(number)
        self.dice.zeros = number % 4 == 3
        values = [
            GivenValue(unit, name, text)
            for ledger in self.book.schema.ledgers
            if ledger.per_unit
            for unit, cells in self.of_units(ledger, units)
            for name, text in cells.items()
            if text
        ]
        tables = [self.rows(ledger, units) for ledger in self.book.schema.ledgers if not ledger.per_unit]
        return Situation(tuple(values), tuple(each for each in tables if each.rows))

    def of_units(self, ledger: Ledger, units: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The facts of some units; some columns hold the same for all of them."""
        shared: dict[str, str] = {}
        for unit in units:
            if unit not in ledger.excepted:
                cells = self.row(ledger, shared)
                if not shared:
                    alike = [name for name in cells if name in self.common or not self.dice.below(4)]
                    shared = {name: cells[name] for name in alike if cells[name]}
                yield unit, cells

    def units(self, number: int) -> list[str]:
        """Some units: of one series, or of all, in turn."""
        groups = [list(series.units) for series in self.book.series]
        groups.append([unit.name for unit in self.book.units])
        group = groups[number % len(groups)]
        return self.dice.some_of(group, _UNITS)

    def rows(self, ledger: Ledger, units: Sequence[str]) -> GivenRows:
        """Rows of a ledger about these units."""
        names = (UNIT_COLUMN, *(column.name for column in ledger.columns))
        if self.calendar is not None and ledger.name == self.calendar[0]:
            made = self.every_day(ledger)
        else:
            owners = [""] if ledger.shared else units
            made = [row for unit in owners for row in self.of_unit(ledger, unit)]
        return GivenRows(ledger.name, names, tuple(made), tuple(range(1, len(made) + 1)))

    def of_unit(self, ledger: Ledger, unit: str) -> Iterator[tuple[str, ...]]:
        """Rows of one unit, no two with the same key."""
        known: list[tuple[str, ...]] = []
        for _ in range(self.dice.below(self.dice.one_of(_ROWS) + 1)):
            cells = self.row(ledger, {})
            key = tuple(cells[name] for name in ledger.key)
            if not ledger.key or key not in known:
                known.append(key)
                yield (unit, *cells.values())

    def every_day(self, ledger: Ledger) -> list[tuple[str, ...]]:
        """Each day on which facts may lie, weekends free."""
        assert self.calendar is not None
        first, last = min(self.days), max(self.days)
        found: list[tuple[str, ...]] = []
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            works = "是" if day.weekday() < 5 else "否"
            given = {self.calendar[1]: day.isoformat(), self.calendar[2]: works}
            found.append(("", *self.row(ledger, given).values()))
        return found

    def row(self, ledger: Ledger, given: dict[str, str]) -> dict[str, str]:
        """One row by column, in order as the schema asks."""
        cells: dict[str, str] = {}
        scaled: dict[str, Fraction] = {}
        for column in ledger.columns:
            if column.name in given:
                cells[column.name] = given[column.name]
            elif column.optional and self.dice.below(100) < _EMPTY:
                cells[column.name] = ""
            elif column.type.is_number:
                scaled[column.name] = self.number(column, cells, scaled)
                cells[column.name] = column.cell_text(int(scaled[column.name] * power_of_ten(column.places)))
            else:
                cells[column.name] = self.text(column)
        return cells

    def number(self, column: Column, cells: dict[str, str], before: dict[str, Fraction]) -> Fraction:
        """A number that the column takes."""
        fill = column.fill_in
        if fill is not None and cells.get(fill.column) == fill.value:
            return Fraction(fill.number.units, power_of_ten(fill.number.places))
        step = Fraction(1, power_of_ten(column.places))
        value = self.dice.one_of(self.numbers)
        if not value and not self.dice.zeros:
            value = Fraction(100)  # much is divided by what there is
        if column.type is ColumnType.PERCENT and value > _RATE:
            value = Fraction(value, _RATE)
        while value >= _MOST:
            value = Fraction(value, 10)
        value += self.dice.one_of((-1, 0, 0, 1)) * max(step, _FINE)
        low, high = column.ends
        if low is not None:
            value = max(value, low * step)
        if high is not None:
            value = min(value, high * step)
        if column.low_column in before:
            value = max(value, before[column.low_column])
        if column.high_column in before:
            value = min(value, before[column.high_column])
        return value // step * step

    def text(self, column: Column) -> str:
        """What stands in a column that holds no number."""
        if column.values:
            return self.dice.one_of(column.values)
        if column.type is ColumnType.BOOL:
            return self.dice.one_of(("是", "否"))
        if column.type is ColumnType.DATE:
            return self.dice.one_of(self.days).isoformat()
        if column.type is ColumnType.YEAR:
            return str(self.book.year[0].year - 1 - self.dice.below(2))
        return self.dice.one_of(_TEXTS)
