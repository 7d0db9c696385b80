"""Units whose accounts are told together: what is looked at, found for all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from perfeval.explain.scene import Scene
from perfeval.explain.view import View
from perfeval.tables.places import UNIT_GRAIN

# So many units are told together; of larger outcomes one batch after the other.
AT_ONCE = 2_000

# What a read gives: whatever two units have to be alike in; for a hole its text, as a piece of JSON.
Key = object
# A read or a hole by what it is.
Ident = tuple[object, ...]


@frozen(eq=False)
class Read:
    """Something that is looked at.

    one: what it is for a unit (and a row, by its number; -1 where it is about the unit). every: what it
    is for each unit, or each row, of a batch; None where it is found one by one. ledger: whose rows it is
    about; "" for units.
    """

    one: Callable[[View, int], Key]
    every: Callable[[Batch], Sequence[Key]] | None = None
    ledger: str = ""


@frozen(eq=False, repr=False)
class Catalogue:
    """Everything that is read, each with a number of its own, its *slot*."""

    slots: dict[Ident, int] = field(init=False, factory=dict)
    reads: list[Read] = field(init=False, factory=list)

    def slot(self, ident: Ident, read: Read) -> int:
        """The slot of a read, a new one where it is not known."""
        slot = self.slots.setdefault(ident, len(self.reads))
        if slot == len(self.reads):
            self.reads.append(read)
        return slot


@frozen(eq=False)
class Rows:
    """The rows of a batch in one ledger, unit by unit.

    numbers: those of the rows. owners: the places of their units.
    """

    numbers: Sequence[int]
    owners: Sequence[int]


class Batch(dict[int, Sequence[Any] | Mapping[int, Any]]):
    """Consecutive units of an outcome, with their rows: what is read of them, by slot, then by place.

    The places of units and of rows are counted from 0 in the order in which the batch has them.
    """

    def __init__(self, scene: Scene, catalogue: Catalogue, units: range) -> None:
        super().__init__()
        self.scene, self.catalogue, self.units = scene, catalogue, units
        self._views: list[View | None] = [None] * len(units)
        self._rows: dict[str, Rows] = {}
        self._spread: dict[tuple[int, str], Sequence[Key]] = {}

    def __missing__(self, slot: int) -> Sequence[Key] | Mapping[int, Key]:
        read = self.catalogue.reads[slot]
        found = _OneByOne(self, read) if read.every is None else read.every(self)
        self[slot] = found
        return found

    def end(self) -> None:
        """Forget all of it: what is found one by one and its batch hold each other."""
        self.clear()
        self._spread.clear()

    def view(self, place: int) -> View:
        """The view of a unit."""
        found = self._views[place]
        if found is None:
            found = self._views[place] = View(self.scene, self.units[place])
        return found

    def place(self, view: View) -> int:
        """The place of a view's unit."""
        return view.index - self.units.start

    def rows(self, ledger: str) -> Rows:
        """The rows of these units in a ledger."""
        found = self._rows.get(ledger)
        if found is None:
            of_units = self.rows_of_units(ledger)
            numbers = [row for rows in of_units for row in rows]
            owners = [place for place, rows in enumerate(of_units) for _ in rows]
            found = self._rows[ledger] = Rows(numbers, owners)
        return found

    def rows_of_units(self, ledger: str) -> Sequence[Sequence[int]]:
        """For each unit the numbers of its rows."""
        return self.scene.rows(ledger)[self.units.start : self.units.stop]

    def taken(self, grain: str, values: Sequence[Any]) -> Sequence[Any]:
        """What a whole column has at these units or rows."""
        if grain == UNIT_GRAIN:
            return values[self.units.start : self.units.stop]
        return [values[row] for row in self.rows(grain).numbers]

    def at_rows(self, slot: int, ledger: str) -> Sequence[Key]:
        """What is read of each row of a ledger, or of the unit that the row is about."""
        if self.catalogue.reads[slot].ledger:
            return self[slot]  # type: ignore[return-value]
        found = self._spread.get((slot, ledger))
        if found is None:
            column = self[slot]
            found = self._spread[slot, ledger] = [column[place] for place in self.rows(ledger).owners]
        return found


class _OneByOne(dict[int, Key]):
    """What a read is for each unit or row, by place, found when it is asked for."""

    def __init__(self, batch: Batch, read: Read) -> None:
        super().__init__()
        self.batch, self.read = batch, read

    def __missing__(self, place: int) -> Key:
        batch, ledger = self.batch, self.read.ledger
        if ledger:
            rows = batch.rows(ledger)
            found = self.read.one(batch.view(rows.owners[place]), rows.numbers[place])
        else:
            found = self.read.one(batch.view(place), -1)
        self[place] = found
        return found
