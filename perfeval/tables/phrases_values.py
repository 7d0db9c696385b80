"""Numbers and cells as people read them: rates as per cent, large amounts of money in 万元."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from perfeval.quantity.number import Number, plain
from perfeval.quantity.rounding import Rounding
from perfeval.quantity.units import RATE, YUAN
from perfeval.tables.cells import Cell, Range, show_cell, show_value
from perfeval.tables.model import Column, Kind

_WAN = 10_000
# From here on an amount that is whole in 万元 at two decimals is easier to read in 万元.
_IN_WAN = 100_000
# Decimal places that are shown of a number that has no end.
_SHOWN_PLACES = 4

ROUNDING_WORDS = {Rounding.HALF_UP: "四舍五入", Rounding.DOWN: "舍去", Rounding.UP: "进一"}


def number_words(units: int, places: int, unit: str) -> str:
    """``units / 10**places`` with its unit: 85.37%, 1000万元, 12.5分."""
    if unit == RATE:
        return f"{plain(units * 100, places)}%"
    scale = Number(1, 0).scaled(places)
    if unit == YUAN and abs(units) >= _IN_WAN * scale and not units % (_WAN // 100 * scale):
        return f"{plain(units // (_WAN // 100 * scale), 2)}万元"
    return f"{plain(units, places)}{unit}"


def step_words(number: Number, unit: str) -> str:
    """The size of a step: 1个百分点, 100万元."""
    if unit == RATE:
        return f"{plain(number.units * 100, number.places)}个百分点"
    return number_words(number.units, number.places, unit)


def fraction_words(value: Fraction, unit: str) -> str:
    """An exact number with its unit; one that has no end is cut: 33.3333…%."""
    places = _places(value.denominator)
    if places is not None and places <= _SHOWN_PLACES + (4 if unit == RATE else 2):
        return number_words(value.numerator * 10**places // value.denominator, places, unit)
    shown = value * 100 if unit == RATE else value
    cut = abs(shown.numerator) * 10**_SHOWN_PLACES // shown.denominator
    digits = plain(cut, _SHOWN_PLACES)
    return f"{'-' if shown < 0 else ''}{digits}…{unit}"


def _places(denominator: int) -> int | None:
    """Decimal places of a fraction with this denominator; None where it has no end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


# ---------------------------------------------------------------- cells


def bounds_words(cell: Cell, unit: str) -> str:
    """A cell with the unit of its numbers: 80%以上不满100%, 超过1000万元."""
    if not isinstance(cell, Range) or isinstance(cell.low, date) or isinstance(cell.high, date):
        return show_cell(cell)
    return _range(cell, lambda number: number_words(number, cell.places, unit))


def cell_words(cell: Cell, column: Column) -> str:
    """A cell of a grid; its heading tells the unit, unless the cells have to."""
    if column.kind is Kind.NUMBER and unit_in_cells([cell], column):
        return bounds_words(cell, column.unit)
    return show_cell(cell)


def unit_in_cells(cells: list[Cell], column: Column) -> bool:
    """Whether the cells of a column are written with their unit: per cent, and large amounts of money."""
    if column.unit != YUAN:
        return column.unit == RATE
    ends = [
        (end, cell.places)
        for cell in cells
        if isinstance(cell, Range)
        for end in (cell.low, cell.high)
        if isinstance(end, int) and end
    ]
    return bool(ends) and all(number_words(*end, YUAN).endswith("万元") for end in ends)


def _range(cell: Range, shown: Callable[[int], str]) -> str:
    low, high = cell.low, cell.high
    assert not isinstance(low, date) and not isinstance(high, date)
    if low is not None and low == high:
        return shown(low)
    words = ""
    if low is not None:
        words += f"{shown(low)}以上" if cell.low_included else f"超过{shown(low)}"
        words += "、" if not cell.low_included and high is not None and cell.high_included else ""
    if high is not None:
        words += f"{shown(high)}以下" if cell.high_included else f"不满{shown(high)}"
    return words or "有数"


def value_words(value: object, column: Column) -> str:
    """A value of a column with its unit, large amounts of money in 万元."""
    if value is None:
        return "无"
    if isinstance(value, tuple):
        return "、".join(value) or "无"
    if isinstance(value, int) and not isinstance(value, bool):
        return number_words(value, column.places, column.unit)
    assert isinstance(value, bool | str | date)
    return show_value(value)
