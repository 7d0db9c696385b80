"""Expressions of SQL, as far as the plan uses them: the subset on which all dialects agree.

There is no division but ``Whole``, no average, no floating point, nothing whose order is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

from attrs import frozen


class Type(Enum):
    """What a column holds. WIDE: whole numbers beyond 64 bits."""

    ROW = "row"
    NUMBER = "number"
    WIDE = "wide"
    TEXT = "text"
    TRUTH = "truth"
    DAY = "day"


@frozen
class Join:
    """Another relation beside the rows of this one: (own column, comparison, its column).

    inner: rows without a partner are dropped; otherwise they stay, and all of the partner is NULL.
    """

    target: str
    on: tuple[tuple[str, str, str], ...]
    inner: bool = False


@frozen
class Ref:
    """A column of the relation itself, or of one that is joined."""

    name: str
    join: Join | None = None


@frozen
class Lit:
    """A written value; None is NULL."""

    value: int | str | bool | date | None


@frozen
class Op:
    """``left op right``: + - * = <> < <= > >= AND OR ||"""

    op: str
    left: Expr
    right: Expr


@frozen
class Negated:
    """``-operand``"""

    operand: Expr


@frozen
class Not:
    """``NOT operand``; not known where the operand is not."""

    operand: Expr


@frozen
class IsNull:
    """Whether the operand is NULL, or is not."""

    operand: Expr
    negated: bool = False


@frozen
class In:
    """Whether the operand is one of the values; not known where it is NULL."""

    operand: Expr
    values: tuple[int | str | date, ...]


@frozen
class Call:
    """A function that all dialects have under this name. distinct: of different values only."""

    name: str
    arguments: tuple[Expr, ...] = ()
    distinct: bool = False


@frozen
class Case:
    """``CASE [subject] WHEN … THEN … ELSE … END``"""

    whens: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr | None = None
    subject: Expr | None = None


@frozen
class Cast:
    """The operand as a value of this type."""

    operand: Expr
    type: Type


@frozen
class Whole:
    """How often ``right`` goes into ``left``: the first not negative, the second positive.

    wide: whether the result may be beyond 64 bits.
    """

    left: Expr
    right: Expr
    wide: bool = False


@frozen
class Bit:
    """Whether a bit of a mask is set; number counts from 0."""

    operand: Expr
    number: int


@frozen
class Over:
    """A window: ``call`` over the rows that are alike in ``partition``, in this order (descending?).

    peers: only over those that are equal in the order.
    """

    call: Call
    partition: tuple[Expr, ...]
    order: tuple[tuple[Expr, bool], ...] = ()
    peers: bool = False


@frozen
class DaysBetween:
    """How many days lie from ``start`` to ``end``."""

    start: Expr
    end: Expr


@frozen
class NextDay:
    """The day after."""

    operand: Expr


@frozen
class Part:
    """YEAR, MONTH or DAY of a day."""

    part: str
    operand: Expr


Expr = (
    Ref
    | Lit
    | Op
    | Negated
    | Not
    | IsNull
    | In
    | Call
    | Case
    | Cast
    | Whole
    | Bit
    | Over
    | DaysBetween
    | NextDay
    | Part
)

TRUE = Lit(True)
FALSE = Lit(False)
NULL = Lit(None)


def parts_of(expr: Expr) -> tuple[Expr, ...]:
    """The expressions of which this one is made."""
    if isinstance(expr, Op | Whole):
        return (expr.left, expr.right)
    if isinstance(expr, Call):
        return expr.arguments
    if isinstance(expr, Case):
        ends = tuple(part for part in (expr.subject, expr.otherwise) if part is not None)
        return (*ends, *(part for when in expr.whens for part in when))
    if isinstance(expr, Over):
        return (expr.call, *expr.partition, *(part for part, _ in expr.order))
    if isinstance(expr, DaysBetween):
        return (expr.start, expr.end)
    if isinstance(expr, Ref | Lit):
        return ()
    return (expr.operand,)


def refs_in(expr: Expr) -> Iterator[Ref]:
    """The columns that an expression reads, as often as it does."""
    if isinstance(expr, Ref):
        yield expr
    for part in parts_of(expr):
        yield from refs_in(part)


def size_of(expr: Expr) -> int:
    """Of how many parts an expression is made."""
    return 1 + sum(size_of(part) for part in parts_of(expr))


def has_window(expr: Expr) -> bool:
    """Whether rows are compared with each other in it."""
    return isinstance(expr, Over) or any(has_window(part) for part in parts_of(expr))


def every(conditions: list[Expr]) -> Expr:
    """All of them hold."""
    return chained("AND", [each for each in conditions if each != TRUE], TRUE)


def some(conditions: list[Expr]) -> Expr:
    """One of them holds."""
    return chained("OR", conditions, FALSE)


def chained(op: str, parts: list[Expr], nothing: Expr) -> Expr:
    """The parts with ``op`` between them, of which it does not matter which two go together first."""
    if len(parts) <= 1:
        return parts[0] if parts else nothing
    half = len(parts) >> 1
    # In halves, lest hundreds of parts stand one within the other.
    return Op(op, chained(op, parts[:half], nothing), chained(op, parts[half:], nothing))


def is_there(expr: Expr) -> Expr:
    """``expr IS NOT NULL``"""
    return IsNull(expr, negated=True)


def coalesce(expr: Expr, otherwise: Expr) -> Expr:
    """The expression, or the other where it is NULL."""
    return Call("COALESCE", (expr, otherwise))


def when(condition: Expr, value: Expr, otherwise: Expr | None = None) -> Expr:
    """The value where the condition holds."""
    if condition == TRUE:
        return value
    return Case(((condition, value),), otherwise)
