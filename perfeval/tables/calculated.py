"""Nodes of computing sentences. Each makes one column of one grain, and says itself what it reads."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.expressions import DayCount, Statistic
from perfeval.tables.places import UNIT_GRAIN, Place


@frozen
class CalculatedStep:
    """One column of one grain. clause: the clause that asks for it."""

    name: str
    clause: str
    grain: str

    @property
    def reads(self) -> tuple[Place, ...]:
        """The columns it needs, each once."""
        return ()


@frozen
class Spread(CalculatedStep):
    """What is known of a unit, at each row about it."""

    source: str

    @property
    def reads(self) -> tuple[Place, ...]:
        """The column of units."""
        return ((UNIT_GRAIN, self.source),)


@frozen
class FilledStep(CalculatedStep):
    """Whether there is anything in ``source``."""

    source: str

    @property
    def reads(self) -> tuple[Place, ...]:
        """The column that is looked at."""
        return ((self.grain, self.source),)


@frozen
class MatchStep(CalculatedStep):
    """Whether ``other`` has a row of the same unit with the same ``key``."""

    other: str
    key: str

    @property
    def reads(self) -> tuple[Place, ...]:
        """The keys of both ledgers."""
        return ((self.grain, self.key), (self.other, self.key))


@frozen
class RowsStep(CalculatedStep):
    """What a unit's rows of ``ledger`` come to; fields as in ``RowFigure``.

    statistic: SUM, MAX, MIN, COUNT, DISTINCT or LONGEST_RUN (a mean is a sum and a count).
    picks: which rows are meant. against: of each of these what column has to relate how to which
    column of the element itself, where that is a row too (IS: equal).
    """

    ledger: str
    statistic: Statistic
    source: str
    picks: str
    top: int = 0
    lowest_first: bool = False
    best_of: str = ""
    trim: tuple[int, int] = (0, 0)
    against: tuple[tuple[str, str, str], ...] = ()

    @property
    def reads(self) -> tuple[Place, ...]:
        """The picked rows, their numbers and what tells them apart."""
        names = (self.picks, self.source, self.best_of, *(column for column, _, _ in self.against))
        own = [(self.grain, name) for _, _, name in self.against]
        if self.statistic is Statistic.RUN_HERE:
            own.append((self.grain, self.source))
        return (*((self.ledger, name) for name in names if name), *own)


@frozen
class GroupedStep(CalculatedStep):
    """A step that compares elements of one grain with each other.

    within: the columns that are the same for all of a group. with_data: those without the number are
    left out. year: the column that sorts rows by year; only those of the evaluation year take part.
    """

    within: tuple[str, ...]
    with_data: bool
    year: str | None

    @property
    def compared(self) -> tuple[str, ...]:
        """The columns that are compared or put together."""
        return ()

    @property
    def reads(self) -> tuple[Place, ...]:
        """What tells groups and years apart, and what is compared."""
        names = (*self.within, *(() if self.year is None else (self.year,)), *self.compared)
        return tuple((self.grain, name) for name in names)


@frozen
class GroupStep(GroupedStep):
    """What ``source`` comes to over the group of each element; fields as in ``GroupFigure``.

    COUNT with a ``source`` counts those that have it, as a mean needs.
    """

    others: bool
    statistic: Statistic
    source: str

    @property
    def compared(self) -> tuple[str, ...]:
        """The numbers that are put together."""
        return (self.source,) if self.source else ()


@frozen
class OrderStep(GroupedStep):
    """The place of each element in its group. keys: column, and whether the highest comes first."""

    keys: tuple[tuple[str, bool], ...]
    dense: bool
    once: str | None = None

    @property
    def compared(self) -> tuple[str, ...]:
        """What is compared, and what makes several elements one."""
        return (*(key for key, _ in self.keys), *(() if self.once is None else (self.once,)))


@frozen
class BandsStep(GroupedStep):
    """The band of each element; bands: word, numerator and denominator of its share (None: the rest)."""

    key: tuple[str, bool]
    bands: tuple[tuple[str, tuple[int, int] | None, bool], ...]
    rounding: Rounding
    high: bool

    @property
    def compared(self) -> tuple[str, ...]:
        """What is compared."""
        return (self.key[0],)


@frozen
class ShareStep(GroupedStep):
    """Each element's part of ``amount`` in proportion to ``by``, in whole steps of ``step``.

    step: as a scaled integer at the places of the column. scale: what the amount has to be multiplied
    with to have these places. remainder, roster_order: as in ``ShareOut``.
    """

    amount: str
    by: str
    step: int
    scale: int
    remainder: tuple[tuple[str, bool], ...]
    roster_order: bool

    @property
    def compared(self) -> tuple[str, ...]:
        """The amount, the weights, and who gets what is left."""
        return (self.amount, self.by, *(name for name, _ in self.remainder))


@frozen
class DaysStep(CalculatedStep):
    """What lies between two days, each a column or a written day; calendar: ledger, day, working day."""

    start: str | date
    end: str | date
    count: DayCount
    calendar: tuple[str, str, str] | None = None

    @property
    def reads(self) -> tuple[Place, ...]:
        """The columns of days, and the calendar."""
        own = tuple((self.grain, name) for name in (self.start, self.end) if isinstance(name, str))
        ledger = self.calendar
        return own if ledger is None else (*own, (ledger[0], ledger[1]), (ledger[0], ledger[2]))


@frozen
class DayPartStep(CalculatedStep):
    """The year, half-year, quarter or month of a day; part: its wording."""

    source: str
    part: str

    @property
    def reads(self) -> tuple[Place, ...]:
        """The column of days."""
        return ((self.grain, self.source),)
