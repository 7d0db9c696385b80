"""What clauses do: one class for each kind of sentence."""

from __future__ import annotations

from attrs import frozen

from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.calculations import Calculation
from perfeval.rulebook.conditions import RowSet, UnitTest
from perfeval.rulebook.expressions import Expression

# ---------------------------------------------------------------- points


@frozen
class EachPoints:
    """Every row gives ``points`` 分."""

    points: Number


@frozen
class LevelPoints:
    """A row gives the points of its value in ``column``."""

    column: str
    points: tuple[tuple[str, Number], ...]


@frozen
class ColumnPoints:
    """A row gives the points written in its ``column``."""

    column: str


@frozen
class StepPoints:
    """A row gives ``points`` for every full ``step`` places that ``now`` is ahead of ``before``."""

    now: str
    before: str
    step: int
    points: Number


PointsBy = EachPoints | LevelPoints | ColumnPoints | StepPoints


@frozen
class Score:
    """Rows add or subtract points.

    sign: 1 adds, -1 subtracts. once: however many rows, only the highest counts.
    each_limit, all_limit: at most so many 分 for one row, for all rows of a unit.
    """

    rows: RowSet
    by: PointsBy
    sign: int
    once: bool = False
    each_limit: Number | None = None
    all_limit: Number | None = None


@frozen
class Period:
    """Only rows of ``ledgers`` whose ``column`` lies in the evaluation year count.

    carried: later rows count next year.
    """

    ledgers: tuple[str, ...]
    column: str
    carried: bool


@frozen
class PreferValue:
    """Of rows with equal points, those whose ``column`` is ``value`` come first."""

    column: str
    value: str


@frozen
class PreferEarliest:
    """Of rows with equal points, the earliest by ``column`` comes first."""

    column: str


@frozen
class Highest:
    """Of a unit's rows with the same ``key`` only the one with most points counts."""

    ledger: str
    key: str
    preferences: tuple[PreferValue | PreferEarliest, ...]


@frozen
class Cap:
    """What the members add (sign 1) or take (sign -1) together is at most ``limit`` 分.

    clauses: whole clauses; or rows: whatever rows of the set were counted.
    """

    sign: int
    limit: Number
    clauses: tuple[str, ...] = ()
    rows: RowSet | None = None


@frozen
class FullMarks:
    """The highest value of each column of a one-row-a-unit ledger, and their stated sum."""

    marks: tuple[tuple[str, str, Number], ...]
    total: Number


@frozen
class Formula:
    """A quantity of the unit: ``name`` ＝ ``expression``."""

    name: str
    expression: Expression


# ---------------------------------------------------------------- ranking and grading


@frozen
class Rank:
    """Units of ``groups`` are ranked within their series by ``by``, highest first.

    Competition rank: equal scores share a rank and the ranks after them are left out (1, 2, 2, 4).
    """

    groups: tuple[str, ...]
    by: str
    name: str


@frozen
class Share:
    """The series of ``groups`` have ``number`` places each, or, if ``rate``, that share of units."""

    groups: tuple[str, ...]
    number: Number
    rate: bool


@frozen
class Places:
    """The first units of each series get ``grade``."""

    shares: tuple[Share, ...]
    grade: str


@frozen
class PlacesRounding:
    """How a number of places with a fraction becomes whole."""

    grade: str
    rounding: Rounding


@frozen
class PlacesTies:
    """Whether all units tied on the last place get it, or none where they do not all fit."""

    grade: str
    all_in: bool


@frozen
class PlacesBackfill:
    """Whether places that a cancelled unit leaves pass to the units after it."""

    grade: str
    pass_down: bool


@frozen
class PlacesMinimum:
    """What a unit's ``quantity`` must reach besides to get ``grade``: ``reach``'s line (None: nothing)."""

    grade: str
    reach: str | None
    quantity: str = ""


@frozen
class Case:
    """One of the circumstances of a veto: number in the list, name and tests."""

    number: int
    name: str
    tests: tuple[UnitTest, ...]


@frozen
class Veto:
    """A unit for which any case holds cannot get ``grade``; ``name`` lists the cases that hold."""

    name: str
    grade: str
    cases: tuple[Case, ...]


@frozen
class GradeByScore:
    """Units that meet ``tests`` on their score get ``grade``, unless a place gives them a higher one."""

    tests: tuple[UnitTest, ...]
    grade: str


@frozen
class GradeDirectly:
    """Units that meet ``tests`` on the grade they have so far get ``grade``, outside the places."""

    tests: tuple[UnitTest, ...]
    grade: str


@frozen
class FoundToBe:
    """Units that meet ``tests`` get ``grade`` whatever else holds."""

    tests: tuple[UnitTest, ...]
    grade: str


@frozen
class Remark:
    """``name`` is 是 for graded units that meet ``tests`` and 否 for the others."""

    tests: tuple[UnitTest, ...]
    name: str


# ---------------------------------------------------------------- consequences


@frozen
class ByGrade:
    """``name`` is the amount written for the unit's grade; unit as in ``Literal``."""

    name: str
    amounts: tuple[tuple[str, Number], ...]
    unit: str


@frozen
class Assign:
    """The result ``name`` is ``expression``."""

    name: str
    expression: Expression


@frozen
class State:
    """The result ``name`` is 是 or 否."""

    name: str
    value: bool


@frozen
class Measures:
    """These measures are taken, if ``tests`` hold as well."""

    names: tuple[str, ...]
    tests: tuple[UnitTest, ...] = ()


@frozen
class Consequence:
    """What follows for units that meet ``tests`` (and are in ``groups``, if any).

    overriding: it goes before consequences that depend on the grade (不论等次).
    """

    tests: tuple[UnitTest, ...]
    groups: tuple[str, ...]
    items: tuple[Assign | State | Measures, ...]
    overriding: bool = False


Rule = (
    Score
    | Period
    | Highest
    | Cap
    | FullMarks
    | Formula
    | Rank
    | Places
    | PlacesRounding
    | PlacesTies
    | PlacesBackfill
    | PlacesMinimum
    | Veto
    | GradeByScore
    | GradeDirectly
    | FoundToBe
    | Remark
    | ByGrade
    | Consequence
    | Calculation
)
