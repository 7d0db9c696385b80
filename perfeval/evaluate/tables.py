"""Which rows of a decision table fire for each element of its grain, a column at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from perfeval.evaluate.outcome import Value
from perfeval.tables.cells import Among, AnyValue, Cell, Range
from perfeval.tables.model import HitPolicy, Table

_NOTHING: tuple[int, ...] = ()


def elements_that_meet(cell: Cell, values: Sequence[Value], among: Sequence[int]) -> Sequence[int]:
    """The elements of ``among`` for whose value the cell holds."""
    if isinstance(cell, AnyValue):
        return among
    if isinstance(cell, Among):
        wanted = frozenset(cell.values)
        return [index for index in among if values[index] in wanted]
    low, high = _inclusive(cell)
    if high is None:
        if low is None:
            return [index for index in among if values[index] is not None]
        return [index for index in among if (value := values[index]) is not None and value >= low]  # type: ignore[operator]
    if low is None:
        return [index for index in among if (value := values[index]) is not None and value <= high]  # type: ignore[operator]
    return [
        index
        for index in among
        if (value := values[index]) is not None and low <= value <= high  # type: ignore[operator]
    ]


def _inclusive(cell: Range) -> tuple[int | date | None, int | date | None]:
    """The ends of a range over integers or days, both included."""
    low, high = cell.low, cell.high
    if low is not None and not cell.low_included:
        low = low + 1 if isinstance(low, int) else low + timedelta(days=1)
    if high is not None and not cell.high_included:
        high = high - 1 if isinstance(high, int) else high - timedelta(days=1)
    return low, high


def fire(
    table: Table, inputs: Sequence[Sequence[Value]], size: int
) -> tuple[list[tuple[int, ...]], list[tuple[int, int, int]]]:
    """Fired rows for each of ``size`` elements, and clashes as (element, row, other row).

    COLLECT gives all rows that hold; UNIQUE gives one and reports a second that holds as a clash.
    FIRST gives a row of the lowest tier in which any holds; two rows of that tier that do not give
    the same are a clash.
    """
    fired: list[tuple[int, ...]] = [_NOTHING] * size
    clashes: list[tuple[int, int, int]] = []
    everyone = range(size)
    left: Sequence[int] = everyone
    tier = min((row.tier for row in table.rows), default=0)
    for number, row in enumerate(table.rows):
        if row.tier != tier:
            tier, left = row.tier, [index for index in left if not fired[index]]
        found = left if table.hit_policy is HitPolicy.FIRST else everyone
        for cell, values in zip(row.cells, inputs, strict=True):
            found = elements_that_meet(cell, values, found)
        one = (number,)
        for index in found:
            before = fired[index]
            if not before:
                fired[index] = one
            elif table.hit_policy is HitPolicy.COLLECT:
                fired[index] = (*before, number)
            elif table.hit_policy is HitPolicy.UNIQUE or table.rows[before[0]].outputs != row.outputs:
                clashes.append((index, before[0], number))
    return fired, clashes
