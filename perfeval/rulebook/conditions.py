"""Conditions on units and on rows of ledgers, with all names bound."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from perfeval.quantity.interval import Interval

# ---------------------------------------------------------------- rows of a ledger


@frozen
class CellIs:
    """The cell of an ENUM or BOOL column is one of ``values`` (BOOL: 是, 否)."""

    column: str
    values: tuple[str, ...]


@frozen
class CellWithin:
    """The number in ``column`` lies in ``interval``."""

    column: str
    interval: Interval


@frozen
class AmongTheLast:
    """The place in ``rank`` is one of the last ``count`` of as many as ``total`` says."""

    rank: str
    total: str
    count: int


@frozen
class DayWithin:
    """The day in ``column`` is one of those from ``first`` to ``last``, both included (None: no end)."""

    column: str
    first: date | None
    last: date | None


@frozen
class Compared:
    """The number (or day) in ``column`` relates to that in ``other``; relation: a wording of Interval.

    relation: ABOVE, BELOW, NOT_BELOW or NOT_ABOVE. days: whether both columns hold days.
    """

    column: str
    relation: str
    other: str
    days: bool = False


@frozen
class Filled:
    """There is (or, if not ``wanted``, there is not) something in ``column``."""

    column: str
    wanted: bool


@frozen
class Matched:
    """``ledger`` has (or has not) a row of the same unit with the same ``key``."""

    ledger: str
    key: str
    wanted: bool


@frozen
class AgainstRow:
    """The column of a counted row relates to ``own`` of the row that is computed; IS: the same in both."""

    column: str
    relation: str
    own: str


# These ask about a column of whatever the condition is about, rows or units.
ColumnTest = CellIs | CellWithin | DayWithin | Compared | Filled | Matched
RowTest = ColumnTest | AmongTheLast | AgainstRow


@frozen
class RowSet:
    """Rows of ``ledger`` that meet all ``tests``, of units in ``groups`` (empty: of any unit)."""

    ledger: str
    tests: tuple[RowTest, ...] = ()
    groups: tuple[str, ...] = ()


# ---------------------------------------------------------------- units


@frozen
class Within:
    """The quantity lies in ``interval``."""

    quantity: str
    interval: Interval


@frozen
class Holds:
    """The 是/否 fact ``column`` of the one-row-a-unit ledger is ``wanted``."""

    ledger: str
    column: str
    wanted: bool


@frozen
class Graded:
    """The unit's grade is (or, if not ``wanted``, is not) ``grade``."""

    grade: str
    wanted: bool


@frozen
class GradedInARow:
    """The grade is ``grade`` this year and was in each of the ``years - 1`` years before."""

    years: int
    grade: str


@frozen
class Misses:
    """The quantity does not reach what ``grade`` asks of it."""

    quantity: str
    grade: str


@frozen
class Belongs:
    """The unit is one of ``groups`` (categories, series or units)."""

    groups: tuple[str, ...]


@frozen
class HasRows:
    """The unit has at least ``at_least`` of ``rows`` in the year (or, if not ``wanted``, has not)."""

    rows: RowSet
    at_least: int
    wanted: bool


@frozen
class HasCases:
    """At least ``at_least`` kinds of ``cases`` hold for the unit (or, if not ``wanted``, do not)."""

    cases: str
    at_least: int
    wanted: bool


UnitTest = ColumnTest | Within | Holds | Graded | GradedInARow | Misses | Belongs | HasRows | HasCases
