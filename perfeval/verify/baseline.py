"""What is ordinary: the facts from which a witness should differ as little as possible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import Factory, define

from perfeval.ledger.cells import read_column
from perfeval.ledger.schema import Column, ColumnType
from perfeval.quantity.calendar import read_date
from perfeval.quantity.number import power_of_ten
from perfeval.rulebook.examples import Situation
from perfeval.verify.universe import Slot, Universe, ends_of, unit_grain_slots


@define(eq=False)
class Baseline:
    """Ordinary facts, or those of a real unit.

    unit: its name, or "" for any. values: what the unknown cells hold, by the name of the unknown.
    there: rows that are there. texts: what free texts read, by column and code.
    """

    universe: Universe
    unit: str = ""
    values: dict[str, int] = Factory(dict)
    there: dict[str, bool] = Factory(dict)
    texts: dict[tuple[str, str, int], str] = Factory(dict)

    def value(self, slot: Slot, column: Column) -> int | None:
        """What a cell holds in these facts, or None where nothing is ordinary."""
        name = cell_name(slot, column.name)
        return self.values[name] if name in self.values else ordinary(self.universe, slot, column)

    def is_there(self, slot: Slot) -> bool:
        """Whether a row is there in these facts."""
        name = f"{slot.ledger}#{slot.index}"
        return self.there.get(
            name, any(ledger.name == slot.ledger for ledger, _ in unit_grain_slots(self.universe))
        )

    def usual(self, slot: Slot, column: Column) -> int:
        """A value in order for a cell that nobody asks about."""
        known = self.value(slot, column)
        if known is not None:
            return known
        if column.values:
            return self.universe.code(column.values[0])
        return 0 if column.type is ColumnType.BOOL else ends_of(self.universe, column)[0]

    def usual_kind(self) -> int:
        """The kind of unit where any will do: that of these facts, else one that is ranked."""
        kinds = self.universe.kinds
        for index, kind in enumerate(kinds):
            if self.unit in kind.units or (not self.unit and kind.roles[0].series is not None):
                return index
        return 0


def cell_name(slot: Slot, column: str) -> str:
    """The name of a cell among all unknowns."""
    return f"{slot.ledger}#{slot.index}.{column}"


def ordinary(universe: Universe, slot: Slot, column: Column) -> int | None:
    """A middling value of a number or a day, a text of its own; None where any choice is as good."""
    if column.type is ColumnType.TEXT:
        return -1 - slot.index
    if column.values or column.type is ColumnType.BOOL:
        return None
    if column.type is ColumnType.DATE:
        first, last = universe.days
        return date((first.year + last.year) // 2, 6, 1).toordinal()
    if column.type is ColumnType.YEAR:
        return None
    low, high = ends_of(universe, column)
    one = power_of_ten(column.type.places)
    if column.high is None:
        return max(low, 10 * one)
    # Four fifths of the way up, in whole numbers: a unit that does its work.
    return (low + (high - low) * 4 // 5) // one * one


def facts_of(universe: Universe, near: Situation) -> Baseline | None:
    """The facts of the one unit that a situation is about; None where they do not fit the unknowns."""
    found = Baseline(universe, near.units[0] if near.units else "")
    for ledger, slot in unit_grain_slots(universe):
        for value in near.values:
            column = ledger.column(value.name)
            if value.unit == found.unit and column is not None:
                _keep(found, slot, column, value.text)
    for given in near.rows:
        known = next((each for each in universe.ledgers if each.name == given.ledger), None)
        free = list(universe.slots.get(given.ledger, ()))
        for row in given.rows if known is not None else ():
            cells = dict(zip(given.columns, row, strict=True))
            fitting = next((each for each in free if _fits(universe, each, cells)), None)
            if row[0] != found.unit or known is None:
                continue
            if fitting is None:
                return None
            free.remove(fitting)
            found.there[f"{fitting.ledger}#{fitting.index}"] = True
            for column in known.columns:
                _keep(found, fitting, column, cells.get(column.name, ""))
    return found


def _fits(universe: Universe, slot: Slot, cells: Mapping[str, str]) -> bool:
    """Whether a row may stand in a slot: one with a written key takes that key only."""
    return all(
        cell.op.value != "constant" or cell.constant == universe.code(cells[name])
        for name, cell in slot.cells.items()
        if name in cells
    )


def _keep(found: Baseline, slot: Slot, column: Column, text: str) -> None:
    name = cell_name(slot, column.name)
    if not text:
        return
    if column.type is ColumnType.TEXT:
        code = -1 - slot.index
        for (ledger, own, other), known in found.texts.items():
            if (ledger, own, known) == (slot.ledger, column.name, text):
                code = other
        found.texts[slot.ledger, column.name, code] = text
        found.values[name] = code
    elif column.type is ColumnType.BOOL:
        found.values[name] = int(text == "是")
    elif column.values:
        found.values[name] = found.universe.code(text)
    elif column.type is ColumnType.DATE:
        day = read_date(text)
        if day is not None:
            found.values[name] = day.toordinal()
    else:
        (kept,) = read_column(column, (text,)).values
        if isinstance(kept, int):
            found.values[name] = kept


def shown(base: Baseline, slot: Slot, column: Column, value: int | None, copy: int = 0) -> str:
    """A cell as it would stand in a ledger; None is an empty one. copy: which of several rows alike."""
    if value is None:
        return ""
    if column.type is ColumnType.TEXT:
        known = base.texts.get((slot.ledger, column.name, value))
        text = known if known is not None else f"{column.name}{-value}"
        return text if not copy else f"{text}之{copy + 1}"
    if column.type is ColumnType.BOOL:
        return "是" if value else "否"
    if column.values:
        return base.universe.text_of(value)
    if column.type is ColumnType.DATE:
        return date.fromordinal(value).isoformat()
    return column.cell_text(value)
