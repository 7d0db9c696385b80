"""Which expressions are decimals at a number of places that is known beforehand."""

from __future__ import annotations

from math import gcd

from perfeval.quantity.number import Number, power_of_ten
from perfeval.rulebook import expressions as e


def exactly_divided(quotient: e.Quotient) -> e.Expression:
    """Division by a written number as a product, where that has an end (÷0.01 is ×100, ÷3 has none)."""
    under = quotient.denominator
    if not isinstance(under, e.Literal) or under.number.units <= 0:
        return quotient
    numerator, denominator = power_of_ten(under.number.places), under.number.units
    shared = gcd(numerator, denominator)
    numerator, denominator = numerator // shared, denominator // shared
    places = 0
    while denominator > 1 and (denominator % 2 == 0 or denominator % 5 == 0):
        numerator, places = numerator * 10, places + 1
        shared = gcd(numerator, denominator)
        numerator, denominator = numerator // shared, denominator // shared
    if denominator != 1:
        return quotient
    return e.Product((quotient.numerator, e.Literal(Number(numerator, places), "")))


def is_exact(expression: e.Expression) -> bool:
    """Whether an expression is a decimal at a number of places that is known beforehand."""
    if isinstance(expression, e.Rounded | e.Whole | e.Known):
        return True
    if isinstance(expression, e.Quotient):
        return False
    return all(is_exact(part) for part in e.operands(expression))
