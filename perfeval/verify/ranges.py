"""The ranges that a proof rests on, in words."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.ledger.schema import Column, Ledger
from perfeval.quantity.calendar import show_date
from perfeval.quantity.number import MAX_DIGITS
from perfeval.verify.universe import Slot, Universe


def ranges_of(universe: Universe, *, counted: bool) -> tuple[str, ...]:
    """What facts may be. counted: whether only so many rows were looked at."""
    lines = [f"名单上的任一单位，台账合于规定，数的整数部分至多{MAX_DIGITS}位"]
    ends = [shown for ledger in universe.ledgers for column in ledger.columns for shown in _ends(column)]
    if ends:
        lines.append("，".join(ends))
    if not counted:
        lines.append("各台账行数不限")
        return tuple(lines)
    lines.append(f"日期在{show_date(universe.days[0])}至{show_date(universe.days[1])}之间")
    lines.extend(
        line
        for ledger in universe.ledgers
        for line in _rows(universe, ledger, universe.slots.get(ledger.name, ()))
    )
    return tuple(lines)


def _ends(column: Column) -> Iterator[str]:
    low, high = (None if end is None else column.written(end) for end in (column.low, column.high))
    if low is not None and high is not None:
        yield f"{column.name}{low}至{high}"
    elif low is not None:
        yield f"{column.name}不小于{low}"
    elif high is not None:
        yield f"{column.name}不大于{high}"


def _rows(universe: Universe, ledger: Ledger, slots: tuple[Slot, ...]) -> Iterator[str]:
    if not slots or ledger.per_unit:
        return
    if ledger.key:
        if all(slot.cells[name].op.value != "constant" for slot in slots for name in ledger.key):
            yield f"台账“{ledger.name}”每个单位至多{len(slots)}行"
        return
    alike = universe.bounds.alike
    yield f"台账“{ledger.name}”每个单位至多{len(slots)}种记录，每种至多{alike}次"
