"""Expressions over whole columns of scaled integers; where something is divided, over exact fractions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e

# A column of scaled integers (None: missing) and the decimal places it is scaled by.
Numbers = tuple[Sequence[int | None], int]
Column = Callable[[str], Numbers]
# Told of the number of an element whose denominator is 0.
Divided = Callable[[int], None]
Fractions = list[Fraction | None]
N = TypeVar("N", int, Fraction)


def compute(expression: e.Expression, column: Column, size: int, by_zero: Divided) -> Numbers:
    """The expression for ``size`` elements; exact, and missing where any part of it is missing."""
    if isinstance(expression, e.Literal):
        return [expression.number.units] * size, expression.number.places
    if isinstance(expression, e.Quantity):
        return column(expression.name)
    if isinstance(expression, e.Signed | e.Exact):
        return compute(expression.operand, column, size, by_zero)
    if isinstance(expression, e.Negative):
        values, places = compute(expression.operand, column, size, by_zero)
        return [None if value is None else -value for value in values], places
    if isinstance(expression, e.Steps):
        values, places = compute(expression.operand, column, size, by_zero)
        whole = expression.size * 10**places
        return [None if value is None else value // whole for value in values], 0
    if isinstance(expression, e.Sum):
        return _sum([compute(term, column, size, by_zero) for term in expression.terms])
    if isinstance(expression, e.Product):
        return _product([compute(factor, column, size, by_zero) for factor in expression.factors])
    if isinstance(expression, e.Rounded):
        exact = fractions(expression.operand, column, size, by_zero)
        places = expression.places
        return [
            None if value is None else rounded(value, places, expression.rounding) for value in exact
        ], places
    if isinstance(expression, e.Whole):
        return _whole(expression, column, size, by_zero)
    if isinstance(expression, e.Known):
        known = fractions(expression.operand, column, size, by_zero)
        return [0 if value is None else 1 for value in known], 0
    parts = [compute(part, column, size, by_zero) for part in e.operands(expression)]
    places = max(own for _, own in parts)
    columns = [rescaled(values, own, places) for values, own in parts]
    return [_chosen(expression, row) for row in zip(*columns, strict=True)], places


def fractions(expression: e.Expression, column: Column, size: int, by_zero: Divided) -> Fractions:
    """The expression as exact fractions; quotients are told of only here."""
    if isinstance(expression, e.Quotient):
        over = fractions(expression.numerator, column, size, by_zero)
        under = fractions(expression.denominator, column, size, by_zero)
        return [
            _divided(one, other, number, None if expression.or_missing else by_zero)
            for number, (one, other) in enumerate(zip(over, under, strict=True))
        ]
    if not _divides(expression):
        values, places = compute(expression, column, size, by_zero)
        scale = 10**places
        return [None if value is None else Fraction(value, scale) for value in values]
    parts = [fractions(part, column, size, by_zero) for part in e.operands(expression)]
    return [_combined(expression, row) for row in zip(*parts, strict=True)]


def rounded(value: Fraction, places: int, rounding: Rounding) -> int:
    """A fraction as an integer at ``places`` decimals; of a negative one the magnitude is rounded."""
    scaled = value * 10**places
    whole = rounding.divide(abs(scaled.numerator), scaled.denominator)
    return -whole if scaled < 0 else whole


def rescaled(values: Sequence[int | None], places: int, wanted: int) -> Sequence[int | None]:
    """The same numbers at ``wanted`` decimal places, which are at least ``places``."""
    if places == wanted:
        return values
    if places > wanted:
        raise ValueError(f"numbers at {places} decimals do not fit a column of {wanted}")
    factor = 10 ** (wanted - places)
    return [None if value is None else value * factor for value in values]


def _divides(expression: e.Expression) -> bool:
    """Whether a quotient is to be kept exact in it."""
    if isinstance(expression, e.Quotient):
        return True
    if isinstance(expression, e.Rounded | e.Whole | e.Known):
        return False
    return any(_divides(part) for part in e.operands(expression))


def _divided(
    one: Fraction | None, other: Fraction | None, number: int, by_zero: Divided | None
) -> Fraction | None:
    if one is None or other is None:
        return None
    if other == 0:
        if by_zero is not None:
            by_zero(number)
        return None
    return Fraction(one, other)


def _combined(expression: e.Expression, row: tuple[Fraction | None, ...]) -> Fraction | None:
    """One element of an expression whose parts are known as fractions."""
    if isinstance(expression, e.Signed | e.Exact):
        return row[0]
    if isinstance(expression, e.AtMost | e.AtLeast | e.IfMissing | e.Extreme):
        return _chosen(expression, row)
    known = [value for value in row if value is not None]
    if len(known) < len(row):
        return None
    if isinstance(expression, e.Sum):
        return sum(known, Fraction(0))
    if isinstance(expression, e.Negative):
        return -known[0]
    product = Fraction(1)
    for value in known:
        product *= value
    return product


def _chosen(expression: e.Expression, row: tuple[N | None, ...]) -> N | None:
    """One of the parts of a limit or a choice."""
    if isinstance(expression, e.Extreme):
        known = [value for value in row if value is not None]
        if not known:
            return None
        return max(known) if expression.highest else min(known)
    one, other = row
    if isinstance(expression, e.IfMissing):
        return other if one is None else one
    if one is None or other is None:
        return None
    return min(one, other) if isinstance(expression, e.AtMost) else max(one, other)


def _whole(expression: e.Whole, column: Column, size: int, by_zero: Divided) -> Numbers:
    exact = fractions(expression.operand, column, size, by_zero)
    step = Fraction(expression.size.units, 10**expression.size.places)
    return [
        None if value is None else rounded(Fraction(value, step), 0, expression.rounding) for value in exact
    ], 0


def _sum(terms: list[Numbers]) -> Numbers:
    places = max(own for _, own in terms)
    columns = [rescaled(values, own, places) for values, own in terms]
    total = list(columns[0])
    for values in columns[1:]:
        total = [
            None if one is None or other is None else one + other
            for one, other in zip(total, values, strict=True)
        ]
    return total, places


def _product(factors: list[Numbers]) -> Numbers:
    product, places = list(factors[0][0]), factors[0][1]
    for values, own in factors[1:]:
        places += own
        product = [
            None if one is None or other is None else one * other
            for one, other in zip(product, values, strict=True)
        ]
    return product, places
