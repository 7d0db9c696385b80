"""Expressions over whole columns; where something is divided, over exact fractions of two columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
from attrs import evolve, frozen

from perfeval.quantity.number import power_of_ten
from perfeval.rulebook import expressions as e
from perfeval.vectors import arithmetic as a
from perfeval.vectors.vector import Array, Vector, width_of

# A column of scaled integers and the decimal places it is scaled by.
Scaled = tuple[Vector, int]
Column = Callable[[str], Scaled]
# Told of the elements whose denominator is 0.
Divided = Callable[[Array], None]


@frozen(eq=False)
class Fractions:
    """Exact fractions: over ÷ under, with ``under`` above 0 wherever there is one."""

    over: Vector
    under: Vector


def compute(expression: e.Expression, column: Column, size: int, by_zero: Divided) -> Scaled:
    """The expression for ``size`` elements; exact, and missing where any part of it is missing."""
    if isinstance(expression, e.Literal):
        return a.constant(expression.number.units, size), expression.number.places
    if isinstance(expression, e.Quantity):
        return column(expression.name)
    if isinstance(expression, e.Rounded):
        exact = fractions(expression.operand, column, size, by_zero)
        over = a.times(exact.over, power_of_ten(expression.places))
        return a.rounded(over, exact.under, expression.rounding), expression.places
    if isinstance(expression, e.Whole):
        exact = fractions(expression.operand, column, size, by_zero)
        over = a.times(exact.over, power_of_ten(expression.size.places))
        under = a.times(exact.under, expression.size.units)
        return a.rounded(over, under, expression.rounding), 0
    if isinstance(expression, e.Known):
        known = fractions(expression.operand, column, size, by_zero).over.known()
        return a.column(known.astype(np.int8), None, 0, 1), 0
    parts = [compute(part, column, size, by_zero) for part in e.operands(expression)]
    return _combined(expression, parts)


def _combined(expression: e.Expression, parts: Sequence[Scaled]) -> Scaled:
    """An expression whose parts are known."""
    if isinstance(expression, e.Signed | e.Exact):
        return parts[0]
    if isinstance(expression, e.Negative):
        return a.negated(parts[0][0]), parts[0][1]
    if isinstance(expression, e.Steps):
        values, places = parts[0]
        return a.floored(values, expression.size * power_of_ten(places)), 0
    if isinstance(expression, e.Product):
        return reduce(a.multiply, [values for values, _ in parts]), sum(places for _, places in parts)
    places = max(own for _, own in parts)
    columns = [a.scaled(values, own, places) for values, own in parts]
    if isinstance(expression, e.Sum):
        return reduce(a.add, columns), places
    return _chosen(expression, columns), places


def _chosen(expression: e.Expression, columns: list[Vector]) -> Vector:
    if isinstance(expression, e.Extreme):
        return a.extreme(columns, highest=expression.highest)
    if isinstance(expression, e.IfMissing):
        return a.first_known(*columns)
    return a.chosen(*columns, highest=isinstance(expression, e.AtLeast))


def fractions(expression: e.Expression, column: Column, size: int, by_zero: Divided) -> Fractions:
    """The expression as exact fractions; quotients are told of only here."""
    if isinstance(expression, e.Quotient):
        over = fractions(expression.numerator, column, size, by_zero)
        under = fractions(expression.denominator, column, size, by_zero)
        return _divided(over, under, None if expression.or_missing else by_zero)
    if not divides(expression):
        values, places = compute(expression, column, size, by_zero)
        return Fractions(values, a.constant(power_of_ten(places), size))
    parts = [fractions(part, column, size, by_zero) for part in e.operands(expression)]
    if isinstance(expression, e.Signed | e.Exact):
        return parts[0]
    if isinstance(expression, e.Negative):
        return Fractions(a.negated(parts[0].over), parts[0].under)
    if isinstance(expression, e.Product):
        over_all = reduce(a.multiply, [part.over for part in parts])
        return Fractions(over_all, reduce(a.multiply, [part.under for part in parts]))
    if isinstance(expression, e.Sum):
        return reduce(_added, parts)
    return _limited(expression, parts)


def divides(expression: e.Expression) -> bool:
    """Whether a quotient is to be kept exact in it."""
    if isinstance(expression, e.Quotient):
        return True
    if isinstance(expression, e.Rounded | e.Whole | e.Known):
        return False
    return any(divides(part) for part in e.operands(expression))


def _divided(one: Fractions, other: Fractions, by_zero: Divided | None) -> Fractions:
    """One ÷ other, missing where that is nothing; the sign goes to the numerator."""
    zero = other.over.values == 0
    both = a.both(one.over.present, other.over.present)
    if by_zero is not None:
        wrong = zero if both is None else zero & both
        if wrong.any():
            by_zero(np.flatnonzero(wrong))
    sign = a.column(np.where(other.over.values < 0, -1, 1).astype(np.int8), None, -1, 1)
    over = a.multiply(a.multiply(one.over, other.under), sign)
    under = a.multiply(a.multiply(other.over, sign), one.under)
    under = a.chosen(under, a.constant(1, len(under)), highest=True)
    known = ~zero if both is None else both & ~zero
    return Fractions(evolve(over, present=known), evolve(under, present=None))


def _added(one: Fractions, other: Fractions) -> Fractions:
    one, other = _in_lowest_terms([one, other])
    over = a.add(a.multiply(one.over, other.under), a.multiply(other.over, one.under))
    return Fractions(over, a.multiply(one.under, other.under))


def _limited(expression: e.Expression, parts: list[Fractions]) -> Fractions:
    """A limit or a choice: everything over one denominator first."""
    parts = _in_lowest_terms(parts)
    under = reduce(a.multiply, [part.under for part in parts])
    columns = []
    for number, part in enumerate(parts):
        others = [each.under for place, each in enumerate(parts) if place != number]
        columns.append(reduce(a.multiply, [part.over, *others]))
    return Fractions(_chosen(expression, columns), under)


def _in_lowest_terms(parts: list[Fractions]) -> list[Fractions]:
    """The same fractions; without common divisors where everything over one denominator exceeds 64 bits."""
    under = reduce(lambda one, other: one * other, [part.under.high for part in parts])
    most = max(max(abs(part.over.low), abs(part.over.high)) for part in parts)
    if width_of(-most * under, most * under) is not np.object_:
        return parts
    return [_reduced(part) for part in parts]


def _reduced(one: Fractions) -> Fractions:
    if one.under.high == 1:
        return one
    # The magnitude of the least number of a type is one more than the type holds.
    width = width_of(min(one.over.low, 0) - 1, max(one.over.high, one.under.high))
    over, under = (each.values.astype(width, copy=False) for each in (one.over, one.under))
    common = np.gcd(over, under)
    ends = (min(one.over.low, 0), max(one.over.high, 0))
    return Fractions(
        a.tight(a.column(over // common, one.over.present, *ends)),
        a.tight(a.column(under // common, None, 1, one.under.high)),
    )
