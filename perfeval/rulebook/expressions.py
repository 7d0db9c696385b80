"""Formulas over quantities, facts and clauses."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import evolve, frozen

from perfeval.quantity.number import Number
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook.conditions import RowSet


@frozen
class Literal:
    """A written number with its unit: 分, 元, or "" for a plain number (25% is 0.25)."""

    number: Number
    unit: str


@frozen
class Quantity:
    """A computed quantity, by name."""

    name: str


@frozen
class Fact:
    """A number in the unit's row of a one-row-a-unit ledger."""

    ledger: str
    column: str


@frozen
class ClausePoints:
    """What a clause gives a unit, after the limits that the clause itself states."""

    clause: str


@frozen
class Negative:
    """``-operand``"""

    operand: Expression


@frozen
class Steps:
    """How many full ``size`` the whole number ``operand`` holds (每满, 每前移 n 位)."""

    operand: Expression
    size: int


@frozen
class Sum:
    """The sum of the terms, all of one unit."""

    terms: tuple[Expression, ...]


@frozen
class Product:
    """The product of the factors, at most one of which has a unit."""

    factors: tuple[Expression, ...]


@frozen
class Quotient:
    """``numerator ÷ denominator``, exact; missing where the denominator is 0 and ``or_missing``.

    Without ``or_missing`` a denominator of 0 is a finding of the evaluation (PE506).
    """

    numerator: Expression
    denominator: Expression
    or_missing: bool = False


@frozen
class AtMost:
    """The operand, or ``limit`` where that is less."""

    operand: Expression
    limit: Expression


@frozen
class AtLeast:
    """The operand, or ``limit`` where that is more."""

    operand: Expression
    limit: Expression


@frozen
class Rounded:
    """The operand at ``places`` decimals; percent: counted in per cent (85.37%, not 0.85)."""

    operand: Expression
    places: int
    rounding: Rounding
    percent: bool = False


@frozen
class Extreme:
    """The highest (or, if not ``highest``, lowest) of the operands; those that are missing do not count."""

    operands: tuple[Expression, ...]
    highest: bool


@frozen
class Signed:
    """The operand, of which the book says that it may be below zero (可为负)."""

    operand: Expression


@frozen
class Exact:
    """The operand, which is used as it is wherever its name stands, and never rounded (不作舍入)."""

    operand: Expression


@frozen
class IfMissing:
    """The operand, or ``otherwise`` where it is missing."""

    operand: Expression
    otherwise: Expression


@frozen
class Known:
    """1 where the operand is there, 0 where it is missing."""

    operand: Expression


@frozen
class Whole:
    """How many times ``size`` goes into the operand, made whole: 不足的不计 (DOWN), 进一计 (UP)."""

    operand: Expression
    size: Number
    rounding: Rounding


# ---------------------------------------------------------------- of rows and groups


class Statistic(Enum):
    """What many numbers come to; the value is the wording of the rule language."""

    SUM = "合计"
    MEAN = "平均"
    MAX = "最高值"
    MIN = "最低值"
    COUNT = "个数"
    DISTINCT = "不同的个数"
    LONGEST_RUN = "最长连续期数"
    RUN_HERE = "到本行的连续期数"


@frozen
class RowFigure:
    """What the rows of a unit come to.

    column: whose numbers are put together (COUNT: none; DISTINCT: whose values are told apart;
    LONGEST_RUN: which numbers have to follow each other). top: only so many, the highest (0: all);
    lowest_first: the lowest instead. best_of: of rows with the same value there, only the highest.
    RUN_HERE: how many follow each other up to the number of the row that is computed.
    trim: so many of the highest and of the lowest are left out.
    """

    rows: RowSet
    statistic: Statistic
    column: str = ""
    top: int = 0
    lowest_first: bool = False
    best_of: str = ""
    trim: tuple[int, int] = (0, 0)


@frozen
class Group:
    """Whom one of many is compared with.

    within: columns that are the same for all of the group (空: all). others: all but itself.
    with_data: those without the number are left out; otherwise it is a finding if one lacks it.
    """

    within: tuple[str, ...]
    others: bool = False
    with_data: bool = False


@frozen
class GroupFigure:
    """What a number comes to over a group, for each of its members. column: "" for COUNT."""

    group: Group
    statistic: Statistic
    column: str = ""


@frozen
class Day:
    """A day: of a column, or written; one of the two is None."""

    column: str | None
    day: date | None


class DayCount(Enum):
    """What is counted between two days; the value is the wording of the rule language."""

    DAYS = "天数"
    WORKDAYS = "工作日数"
    MONTHS = "整月数"
    YEARS = "整年数"


@frozen
class Between:
    """How many days (full months, full years) lie from ``start`` to ``end``; below 0 where end is before.

    The first day does not count, the last does: from 1 May to 3 May there are 2 days.
    """

    start: Day
    end: Day
    count: DayCount


@frozen
class DayPart:
    """The year, half-year, quarter or month in which the day of ``column`` lies; part: its wording."""

    column: str
    part: str


Expression = (
    Literal
    | Quantity
    | Fact
    | ClausePoints
    | Negative
    | Steps
    | Sum
    | Product
    | Quotient
    | AtMost
    | AtLeast
    | Rounded
    | Extreme
    | IfMissing
    | Signed
    | Exact
    | Known
    | Whole
    | RowFigure
    | GroupFigure
    | Between
    | DayPart
)
# What has no operands; the last four become nodes of their own in the model.
LEAVES = (Literal, Quantity, Fact, ClausePoints, RowFigure, GroupFigure, Between, DayPart)


def operands(expression: Expression) -> tuple[Expression, ...]:
    """The expressions of which this one is made, in the order written."""
    if isinstance(expression, Sum):
        return expression.terms
    if isinstance(expression, Product):
        return expression.factors
    if isinstance(expression, Extreme):
        return expression.operands
    if isinstance(expression, Quotient):
        return (expression.numerator, expression.denominator)
    if isinstance(expression, AtMost | AtLeast):
        return (expression.operand, expression.limit)
    if isinstance(expression, IfMissing):
        return (expression.operand, expression.otherwise)
    if isinstance(expression, Negative | Steps | Rounded | Known | Whole | Signed | Exact):
        return (expression.operand,)
    return ()


def with_operands(expression: Expression, new: tuple[Expression, ...]) -> Expression:
    """The same expression over other operands, as many as it has."""
    if isinstance(expression, Sum):
        return Sum(new)
    if isinstance(expression, Product):
        return Product(new)
    if isinstance(expression, Extreme):
        return evolve(expression, operands=new)
    if isinstance(expression, Quotient):
        return evolve(expression, numerator=new[0], denominator=new[1])
    if isinstance(expression, AtMost | AtLeast):
        return evolve(expression, operand=new[0], limit=new[1])
    if isinstance(expression, IfMissing):
        return IfMissing(*new)
    if isinstance(expression, Negative | Steps | Rounded | Known | Whole | Signed | Exact):
        return evolve(expression, operand=new[0])
    return expression
