"""What accounts look at: for one unit or row, and, where it is at hand, for a whole batch at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import frozen

from perfeval.evaluate.outcome import CapTrace, CountedTrace, GatherTrace, HighestTrace, Value
from perfeval.evaluate.tables import elements_that_meet
from perfeval.explain.batch import Batch, Key, Read
from perfeval.explain.view import View, sign
from perfeval.rulebook.book import Unit
from perfeval.source.visible import visible_json
from perfeval.tables.cells import Cell
from perfeval.tables.places import UNIT_GRAIN

T = TypeVar("T")
Every = Callable[[Batch], Sequence[Key]]
# So many values of a column are kept as text.
_KEPT = 5_000


@frozen
class Spot:
    """An element as seen from a unit.

    number: -1 for the unit, else which of its rows; 0 for the row itself where an entry of one row is
    told. where: the element's number, from the unit and the row. ledger: set where the row itself is meant.
    """

    number: int
    where: Callable[[View, int], int]
    ledger: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether a whole column answers for it."""
        return self.number < 0 or bool(self.ledger)

    def read(self, one: Callable[[View, int], Key], every: Every | None = None) -> Read:
        """A read of this element. one: from the unit's view and the element's number."""
        if self.number < 0:
            return Read(lambda view, row: one(view, view.index), every)
        where = self.where
        return Read(
            lambda view, row: one(view, where(view, row)), every if self.is_whole else None, self.ledger
        )


OWN = Spot(-1, lambda view, row: view.index)


def nth(ledger: str, number: int) -> Spot:
    """One of the unit's rows."""
    return Spot(number, lambda view, row: view.rows(ledger)[number])


def this_row(ledger: str) -> Spot:
    """The row of which an entry is told."""
    return Spot(0, lambda view, row: row, ledger)


# ---------------------------------------------------------------- whole columns


def of_column(
    grain: str, name: str, made: Callable[[Sequence[Value]], Sequence[T]]
) -> Callable[[Batch], Sequence[T]]:
    """What is made of a column; of what only units have, at the rows about them."""

    def every(batch: Batch) -> Sequence[T]:
        columns = batch.scene.columns
        values = columns[grain, name]
        if values is not None:
            return made(batch.taken(grain, values))
        of_units = columns[UNIT_GRAIN, name]
        owners = range(len(batch.units)) if grain == UNIT_GRAIN else batch.rows(grain).owners
        if of_units is None:
            return made([None] * len(owners))
        first = batch.units.start
        return made([of_units[first + owner] for owner in owners])

    return every


def of_units(made: Callable[[Unit], T]) -> Callable[[Batch], Sequence[T]]:
    """What is made of each unit; that of the last units is kept, since populations may have the same."""
    kept: list[tuple[Sequence[Unit], range, Sequence[T]]] = []

    def every(batch: Batch) -> Sequence[T]:
        units, own = batch.scene.outcome.book.units, batch.units
        if not kept or kept[0][0] is not units or kept[0][1] != own:
            kept[:] = [(units, own, [made(unit) for unit in units[own.start : own.stop]])]
        return kept[0][2]

    return every


def of_series(look: Callable[[View], Key]) -> Every:
    """What is found of the series of each unit, looked for once in each series."""

    def every(batch: Batch) -> Sequence[Key]:
        series = [unit.series for unit in batch.taken(UNIT_GRAIN, batch.scene.outcome.book.units)]
        found = {name: look(batch.view(series.index(name))) for name in dict.fromkeys(series)}
        return [found[name] for name in series]

    return every


def signs(values: Sequence[Value]) -> Sequence[Key]:
    """The signs of a column."""
    return [sign(value) for value in values]


def lacking(values: Sequence[Value]) -> Sequence[Key]:
    """Whether there is no value."""
    return [value is None for value in values]


def meeting(cell: Cell) -> Callable[[Sequence[Value]], Sequence[Key]]:
    """Whether a cell holds."""

    def made(values: Sequence[Value]) -> Sequence[Key]:
        found = [False] * len(values)
        for place in elements_that_meet(cell, values, range(len(values))):
            found[place] = True
        return found

    return made


def any_rows(ledger: str) -> Read:
    """Whether a unit has rows in a ledger."""
    return Read(
        lambda view, row: bool(view.rows(ledger)),
        lambda batch: [bool(rows) for rows in batch.rows_of_units(ledger)],
    )


def row_counts(ledger: str) -> Every:
    """How many rows each unit has."""
    return lambda batch: [len(rows) for rows in batch.rows_of_units(ledger)]


def fired_rows_of(table: str, grain: str) -> Every:
    """The rows of a table that fired, for each element of its grain."""
    return lambda batch: batch.taken(grain, batch.scene.outcome.table_trace(table).fired)


def counted_of(step: str, ledger: str) -> Every:
    """What each row gave in a gathering step."""

    def every(batch: Batch) -> Sequence[Key]:
        trace = batch.scene.outcome.traces[step]
        assert isinstance(trace, GatherTrace | CountedTrace)
        return batch.taken(ledger, trace.counted)

    return every


def before_of(step: str) -> Every:
    """What each unit had before a limit."""

    def every(batch: Batch) -> Sequence[Key]:
        trace = batch.scene.outcome.traces[step]
        assert isinstance(trace, GatherTrace | CapTrace)
        return batch.taken(UNIT_GRAIN, trace.before)

    return every


def absorbed_of(step: str, ledger: str) -> Every:
    """Whether another row counts in the place of each row."""

    def every(batch: Batch) -> Sequence[Key]:
        trace = batch.scene.outcome.traces[step]
        assert isinstance(trace, HighestTrace)
        return [trace.winner[row] not in (None, row) for row in batch.rows(ledger).numbers]

    return every


def lines_of(ledger: str) -> Every:
    """The lines of the rows of a ledger, as text."""

    def every(batch: Batch) -> Sequence[Key]:
        lines = batch.scene.outcome.facts.tables[ledger].lines
        return [b"%d" % lines[row] for row in batch.rows(ledger).numbers]

    return every


# ---------------------------------------------------------------- texts


def inside(text: str) -> bytes:
    """A text as it stands inside a string of JSON."""
    return visible_json(text)[1:-1].encode()


def text_of(spot: Spot, grain: str, name: str, told: Callable[[Value], str]) -> Read:
    """The text of a value, written once for each of the values that come first."""
    texts = Texts(lambda value: inside(told(value)))
    every = of_column(grain, name, lambda values: [texts[value] for value in values])
    return spot.read(lambda view, element: texts[view.at(grain, name, element)], every)


class Texts(dict[Value, bytes]):
    """What is written of values, kept for those that come first."""

    def __init__(self, write: Callable[[Value], bytes]) -> None:
        super().__init__()
        self.write = write

    def __missing__(self, value: Value) -> bytes:
        found = self.write(value)
        if len(self) < _KEPT:
            self[value] = found
        return found
