"""What an evaluation gives: columns, and for each table and step how it came to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from attrs import frozen

from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.tables.model import Model
from perfeval.tables.places import Place

# A value of a column: a scaled integer, a text, a truth, a day, names in order, or None (missing).
Value = int | str | bool | date | tuple[str, ...] | None
Values = Sequence[Value]


@frozen(eq=False)
class TableTrace:
    """For each element of the grain the numbers of the rows that fired (from 0), in order."""

    fired: Sequence[tuple[int, ...]]


@frozen(eq=False)
class GatherTrace:
    """counted: for each row what it gave (None: not counted); before: for each unit, unlimited."""

    counted: Sequence[int | None]
    before: Sequence[int]


@frozen(eq=False)
class CountedTrace:
    """For each row what it brought into a unit's figure, scaled; None where it did not count."""

    counted: Sequence[int | None]


@frozen(eq=False)
class HighestTrace:
    """For each row the number of the row that counts in its place; None where it gives no points."""

    winner: Sequence[int | None]


@frozen(eq=False)
class CapTrace:
    """For each unit what the members gave together before this cap."""

    before: Sequence[int]


@frozen(eq=False)
class SeriesPlaces:
    """Places in one series.

    units: how many units the series has. exact: numerator and denominator before rounding.
    considered: the units ranked for the places. rank and tied: for each of these its competition
    rank among them, and how many share its score (itself included).
    """

    series: str
    units: int
    exact: tuple[int, int]
    places: int
    considered: tuple[int, ...]
    rank: Mapping[int, int]
    tied: Mapping[int, int]


@frozen(eq=False)
class PlacesTrace:
    """The places of each series, by its name."""

    series: Mapping[str, SeriesPlaces]


Trace = TableTrace | GatherTrace | CountedTrace | HighestTrace | CapTrace | PlacesTrace


@frozen(eq=False)
class Outcome:
    """All columns by grain and name, and the traces by the name of the table or step.

    populations: for each unit the number of its population; empty where there is one.
    """

    book: RuleBook
    model: Model
    facts: Facts
    columns: Mapping[Place, Values]
    traces: Mapping[str, Trace]
    populations: Sequence[int] = ()

    def table_trace(self, name: str) -> TableTrace:
        """The trace of a table. Raises KeyError where there is no such table."""
        found = self.traces[name]
        if not isinstance(found, TableTrace):
            raise KeyError(name)
        return found
