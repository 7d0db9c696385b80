"""What accounts look at: for one unit or row, and, where it is at hand, for all of an outcome at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from perfeval.evaluate.outcome import CapTrace, CountedTrace, GatherTrace, HighestTrace, Value
from perfeval.evaluate.tables import elements_that_meet
from perfeval.explain.view import Scene, View, sign
from perfeval.rulebook.book import Unit
from perfeval.source.visible import visible_json
from perfeval.tables.cells import Cell
from perfeval.tables.places import UNIT_GRAIN

# What a read gives: whatever two units have to be alike in; for a hole its text, as a piece of JSON.
Key = object
# A read or a hole by what it is.
Ident = tuple[object, ...]
Every = Callable[[Scene], Sequence[Key]]
# So many values of a column are kept as text.
_KEPT = 5_000


@frozen(eq=False)
class Read:
    """Something that is looked at.

    one: what it is for a unit (and a row, by its number; -1 where it is about the unit). every: what it
    is for each unit, or each row, of an outcome; None where that is not at hand. ledger: whose rows it is
    about; "" for units. is_common: whether it may tell kinds of units apart, as few as there are of these.
    """

    one: Callable[[View, int], Key]
    every: Every | None = None
    ledger: str = ""
    is_common: bool = True


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


def of_column(grain: str, name: str, made: Callable[[Sequence[Value]], Sequence[Key]]) -> Every:
    """What is made of a column; of what only units have, at the rows about them."""

    def every(scene: Scene) -> Sequence[Key]:
        columns = scene.outcome.columns
        values = columns.get((grain, name))
        if values is None and grain != UNIT_GRAIN:
            of_units = columns.get((UNIT_GRAIN, name))
            units = scene.unit_numbers(grain)
            values = [None if of_units is None else of_units[unit] for unit in units]
        return made([None] * len(scene.outcome.book.units) if values is None else values)

    return every


def of_units(made: Callable[[Unit], Key]) -> Every:
    """What is made of each unit."""
    return lambda scene: [made(unit) for unit in scene.outcome.book.units]


def of_series(look: Callable[[View], Key]) -> Every:
    """What is found of the series of each unit, looked for once in each series."""

    def every(scene: Scene) -> Sequence[Key]:
        found: dict[str | None, Key] = {}
        for index, unit in enumerate(scene.outcome.book.units):
            if unit.series not in found:
                found[unit.series] = look(View(scene.outcome, index))
        return [found[unit.series] for unit in scene.outcome.book.units]

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
        lambda scene: [bool(rows) for rows in scene.rows(ledger)],
        is_common=False,
    )


def row_counts(ledger: str) -> Every:
    """How many rows each unit has."""

    return lambda scene: [len(rows) for rows in scene.rows(ledger)]


def fired_rows_of(table: str) -> Every:
    """The rows of a table that fired, for each element of its grain."""
    return lambda scene: scene.outcome.table_trace(table).fired


def counted_of(step: str) -> Every:
    """What each row gave in a gathering step."""

    def every(scene: Scene) -> Sequence[Key]:
        trace = scene.outcome.traces[step]
        assert isinstance(trace, GatherTrace | CountedTrace)
        return trace.counted

    return every


def before_of(step: str) -> Every:
    """What each unit had before a limit."""

    def every(scene: Scene) -> Sequence[Key]:
        trace = scene.outcome.traces[step]
        assert isinstance(trace, GatherTrace | CapTrace)
        return trace.before

    return every


def absorbed_of(step: str) -> Every:
    """Whether another row counts in the place of each row."""

    def every(scene: Scene) -> Sequence[Key]:
        trace = scene.outcome.traces[step]
        assert isinstance(trace, HighestTrace)
        return [winner not in (None, row) for row, winner in enumerate(trace.winner)]

    return every


def lines_of(ledger: str) -> Every:
    """The lines of the rows of a ledger, as text."""
    return lambda scene: [str(line) for line in scene.outcome.facts.tables[ledger].lines]


# ---------------------------------------------------------------- texts


def inside(text: str) -> str:
    """A text as it stands inside a string of JSON."""
    return visible_json(text)[1:-1]


def text_of(spot: Spot, grain: str, name: str, told: Callable[[Value], str]) -> Read:
    """The text of a value, written once for each of the values that come first."""
    known: dict[Value, str] = {}

    def text(value: Value) -> str:
        found = known.get(value)
        if found is None:
            found = inside(told(value))
            if len(known) < _KEPT:
                known[value] = found
        return found

    every = of_column(grain, name, lambda values: [text(value) for value in values])
    return spot.read(lambda view, element: text(view.at(grain, name, element)), every)
