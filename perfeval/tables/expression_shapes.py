"""Shapes of formulas that sentences of the rule language leave behind, recognised to be said in words."""

from __future__ import annotations

from attrs import frozen

from perfeval.quantity.number import Number, power_of_ten
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e
from perfeval.rulebook.expressions import Expression, Literal, Negative, Product, Quantity, Sum


@frozen
class Part:
    """What of ``base`` lies above ``low`` (None: 0) and not above ``high`` (None: no end).

    below: what it lacks to ``low`` instead.
    """

    base: Expression
    low: Expression | None
    high: Literal | None = None
    below: bool = False


@frozen
class Stepping:
    """``each`` for every ``size`` of the operand; rounding: None for 按比例."""

    operand: Expression
    size: Number
    each: Literal
    rounding: Rounding | None


def part_of(expression: Expression) -> Part | None:
    """The part of a number that lies within two ends, or on one side of another number."""
    if isinstance(expression, e.AtMost) and isinstance(expression.limit, Literal):
        inside = expression.operand
        width = expression.limit
        if not isinstance(inside, e.AtLeast) or not _is_nothing(inside.limit):
            return None
        base, low = _difference(inside.operand)
        if low is None:
            return Part(base, None, width) if _is_plain(base) and not isinstance(base, Literal) else None
        return Part(base, low, _sum_of(low, width)) if isinstance(low, Literal) else None
    if not isinstance(expression, e.AtLeast) or not _is_nothing(expression.limit):
        return None
    operand = expression.operand
    below = isinstance(operand, Negative)
    base, low = _difference(operand.operand if isinstance(operand, Negative) else operand)
    if isinstance(base, Literal) or not _is_plain(base) or (low is not None and not _is_plain(low)):
        return None
    return Part(base, low, below=below)


def _difference(expression: Expression) -> tuple[Expression, Expression | None]:
    """The two sides of a difference; the second is None where it is none."""
    if isinstance(expression, Sum) and len(expression.terms) == 2:
        base, other = expression.terms
        if isinstance(other, Negative):
            return base, other.operand
    return expression, None


def _is_plain(expression: Expression) -> bool:
    return isinstance(expression, Quantity | Literal) or mean_of(expression) is not None


def _is_nothing(expression: Expression) -> bool:
    return isinstance(expression, Literal) and not expression.number.units


def _sum_of(one: Literal, other: Literal) -> Literal:
    places = max(one.number.places, other.number.places)
    return Literal(Number(one.number.scaled(places) + other.number.scaled(places), places), one.unit)


def steps_of(expression: Expression) -> Stepping | None:
    """So many points for every step: of a whole number of steps, or in proportion."""
    if not isinstance(expression, Product) or len(expression.factors) != 2:
        return None
    inner, each = expression.factors
    if not isinstance(each, Literal):
        return None
    if isinstance(inner, e.Whole):
        return Stepping(inner.operand, inner.size, each, inner.rounding)
    if isinstance(inner, e.Quotient) and isinstance(inner.denominator, Literal):
        operand, size = inner.numerator, inner.denominator.number
        return Stepping(operand, size, each, None) if part_of(operand) is not None else None
    if not isinstance(inner, Product) or len(inner.factors) != 2:
        return None
    operand, times = inner.factors
    if not isinstance(times, Literal) or times.unit or part_of(operand) is None:
        return None
    turned = _inverse(times.number)
    return None if turned is None else Stepping(operand, turned, each, None)


def _inverse(number: Number) -> Number | None:
    """1 over a number, where that has an end."""
    if number.units <= 0:
        return None
    for places in range(12):
        over = power_of_ten(number.places + places)
        if not over % number.units:
            return Number(over // number.units, places)
    return None


def mean_of(expression: Expression) -> tuple[str, str] | None:
    """The columns of a sum and of the number of its terms, where one is divided by the other."""
    if not isinstance(expression, e.Quotient) or not expression.or_missing:
        return None
    over, under = expression.numerator, expression.denominator
    if not isinstance(over, Quantity) or not isinstance(under, Quantity):
        return None
    total, count = e.Statistic.SUM.value, e.Statistic.COUNT.value
    stem = over.name.removesuffix(total)
    return (over.name, under.name) if over.name.endswith(total) and under.name == stem + count else None


def rescaled_parts(expression: Expression) -> tuple[tuple[str, Number], ...] | None:
    """The names and full marks of what is rescaled where some of it is missing."""
    if not isinstance(expression, e.Quotient) or not isinstance(expression.denominator, Sum):
        return None
    found: list[tuple[str, Number]] = []
    for term in expression.denominator.terms:
        if not isinstance(term, Product) or len(term.factors) != 2:
            return None
        known, mark = term.factors
        if not isinstance(known, e.Known) or not isinstance(mark, Literal):
            return None
        if not isinstance(known.operand, Quantity):
            return None
        found.append((known.operand.name, mark.number))
    return tuple(found)


def put_together(expression: Expression) -> tuple[tuple[str, ...], str] | None:
    """The names of circumstances that are put together, and what is done with those that hold."""
    parts = e.operands(expression)
    if not parts or not isinstance(expression, Sum | Product):
        return None
    if isinstance(expression, Sum) and all(isinstance(part, e.Known) for part in parts):
        names, word = _names(parts), "有数的个数"
    elif all(isinstance(part, e.IfMissing) and isinstance(part.otherwise, Literal) for part in parts):
        neutral = 0 if isinstance(expression, Sum) else 1
        if any(part.otherwise.number != Number(neutral, 0) for part in parts):  # type: ignore[union-attr]
            return None
        names, word = _names(parts), "有数的相加" if isinstance(expression, Sum) else "有数的相乘"
    else:
        return None
    return None if names is None else (names, word)


def _names(parts: tuple[Expression, ...]) -> tuple[str, ...] | None:
    inside = [e.operands(part)[0] for part in parts]
    names = tuple(each.name for each in inside if isinstance(each, Quantity))
    return names if len(names) == len(inside) else None
