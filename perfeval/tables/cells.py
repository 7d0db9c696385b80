"""Cells of decision tables: any, one of some values, or a range."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from attrs import frozen

from perfeval.quantity.calendar import show_date
from perfeval.quantity.interval import Interval
from perfeval.quantity.number import Number, plain

Value = int | str | bool | date


@frozen
class AnyValue:
    """Holds for every value, a missing one included."""


@frozen
class Among:
    """Holds for these values, in the order in which they are shown; never for a missing one."""

    values: tuple[Value, ...]


@frozen
class Range:
    """Holds between two ends, None for none; never for a missing value.

    Numbers are integers at ``places`` decimal places, as in the column that the cell is about.
    """

    low: int | date | None = None
    low_included: bool = True
    high: int | date | None = None
    high_included: bool = True
    places: int = 0


Cell = AnyValue | Among | Range
ANY = AnyValue()


def range_of(interval: Interval, places: int) -> Range:
    """The same numbers as a range of integers at ``places``.

    An end written more finely than the column holds moves to the next value it can hold.
    """
    low, low_included = _end(interval.low, interval.low_included, places, up=True)
    high, high_included = _end(interval.high, interval.high_included, places, up=False)
    return Range(low, low_included, high, high_included, places)


def _end(end: Number | None, included: bool, places: int, *, up: bool) -> tuple[int | None, bool]:
    if end is None:
        return None, included
    if end.places <= places:
        return end.scaled(places), included
    below = end.units // 10 ** (end.places - places)
    return (below + 1 if up else below), True


def meet(one: Cell, other: Cell) -> Cell:
    """The cell that holds where both hold (both about the same column)."""
    if isinstance(one, AnyValue):
        return other
    if isinstance(other, AnyValue):
        return one
    if isinstance(one, Among):
        holds = matcher(other)
        return Among(tuple(value for value in one.values if holds(value)))
    if isinstance(other, Among):
        return meet(other, one)
    low, low_included = _tighter(one.low, one.low_included, other.low, other.low_included, 1)
    high, high_included = _tighter(one.high, one.high_included, other.high, other.high_included, -1)
    return Range(low, low_included, high, high_included, one.places)


def _tighter(
    one: int | date | None, one_in: bool, other: int | date | None, other_in: bool, side: int
) -> tuple[int | date | None, bool]:
    if one is None:
        return other, other_in
    if other is None:
        return one, one_in
    if one == other:
        return one, one_in and other_in
    other_is_tighter = (other > one) if side > 0 else (other < one)  # type: ignore[operator]
    return (other, other_in) if other_is_tighter else (one, one_in)


def is_empty(cell: Cell) -> bool:
    """Whether the cell holds for no value at all."""
    if isinstance(cell, Among):
        return not cell.values
    if not isinstance(cell, Range) or cell.low is None or cell.high is None:
        return False
    low, high = _whole(cell.low), _whole(cell.high)
    return low + (not cell.low_included) > high - (not cell.high_included)


def _whole(end: int | date) -> int:
    return end.toordinal() if isinstance(end, date) else end


def matcher(cell: Cell) -> Callable[[Value | None], bool]:
    """A function that tells whether the cell holds for a value (None: missing)."""
    if isinstance(cell, AnyValue):
        return lambda value: True
    if isinstance(cell, Among):
        values = frozenset(cell.values)
        return lambda value: value in values
    low, high = cell.low, cell.high
    low_in, high_in = cell.low_included, cell.high_included

    def within(value: Value | None) -> bool:
        if value is None:
            return False
        above = low is None or value > low or (low_in and value == low)  # type: ignore[operator]
        below = high is None or value < high or (high_in and value == high)  # type: ignore[operator]
        return above and below

    return within


def show_value(value: Value, places: int = 0) -> str:
    """A value as users read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return plain(value, places)
    return show_date(value) if isinstance(value, date) else value


def show_cell(cell: Cell) -> str:
    """A cell as users read it: －, 国家级、省部级, 600以上不满700."""
    if isinstance(cell, AnyValue):
        return "－"
    if isinstance(cell, Among):
        return "、".join(show_value(value) for value in cell.values) or "（不可能）"
    places = cell.places
    if cell.low is not None and cell.low == cell.high:
        return show_value(cell.low, places)
    days = isinstance(cell.low, date) or isinstance(cell.high, date)
    shown = ""
    if cell.low is not None:
        low = show_value(cell.low, places)
        if days:
            shown += f"{low}起" if cell.low_included else f"晚于{low}"
        else:
            shown += f"{low}以上" if cell.low_included else f"超过{low}"
            shown += "" if cell.low_included or cell.high is None or not cell.high_included else "、"
    if cell.high is not None:
        high = show_value(cell.high, places)
        if days:
            shown += f"至{high}" if cell.high_included else f"早于{high}"
        else:
            shown += f"{high}以下" if cell.high_included else f"不满{high}"
    return shown or "有数"
