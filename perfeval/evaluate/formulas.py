"""Expressions over whole columns of scaled integers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfeval.rulebook import expressions as e

# A column of scaled integers (None: missing) and the decimal places it is scaled by.
Numbers = tuple[Sequence[int | None], int]


def compute(expression: e.Expression, column: Callable[[str], Numbers], size: int) -> Numbers:
    """The expression for ``size`` elements; exact, and missing where any part of it is missing."""
    if isinstance(expression, e.Literal):
        return [expression.number.units] * size, expression.number.places
    if isinstance(expression, e.Quantity):
        return column(expression.name)
    if isinstance(expression, e.Negative):
        values, places = compute(expression.operand, column, size)
        return [None if value is None else -value for value in values], places
    if isinstance(expression, e.Steps):
        values, places = compute(expression.operand, column, size)
        whole = expression.size * 10**places
        return [None if value is None else value // whole for value in values], 0
    if isinstance(expression, e.Sum):
        return _sum([compute(term, column, size) for term in expression.terms])
    if isinstance(expression, e.Product):
        return _product([compute(factor, column, size) for factor in expression.factors])
    raise TypeError(f"not an expression of a model: {expression}")


def rescaled(values: Sequence[int | None], places: int, wanted: int) -> Sequence[int | None]:
    """The same numbers at ``wanted`` decimal places, which are at least ``places``."""
    if places == wanted:
        return values
    factor = 10 ** (wanted - places)
    return [None if value is None else value * factor for value in values]


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
