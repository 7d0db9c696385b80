"""Between which ends numbers lie: intervals of expressions, exact, with or without an end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from perfeval.quantity.number import power_of_ten
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e

# A number, or one beyond all: -1 and 1 say which side, 0 that the fraction is meant.
End = tuple[int, Fraction]
_BELOW: End = (-1, Fraction(0))
_ABOVE: End = (1, Fraction(0))
_ZERO: End = (0, Fraction(0))


@frozen
class Ends:
    """The numbers from ``low`` to ``high``, both included."""

    low: End = _BELOW
    high: End = _ABOVE

    @property
    def least(self) -> Fraction | None:
        """The lower end; None where there is none."""
        return None if self.low[0] else self.low[1]

    @property
    def most(self) -> Fraction | None:
        """The upper end; None where there is none."""
        return None if self.high[0] else self.high[1]

    def at_places(self, places: int) -> tuple[int | None, int | None]:
        """The least and the greatest scaled integer in between."""
        scale = power_of_ten(places)
        least, most = self.least, self.most
        low = None if least is None else -(-least * scale).__floor__()
        return low, None if most is None else (most * scale).__floor__()


ANY_NUMBER = Ends()
# What is said of the quotient of two columns, where more is known than of each alone.
Ratio = Callable[[str, str], Ends | None]


def between(low: Fraction | int | None, high: Fraction | int | None) -> Ends:
    """The interval with these ends; None for no end."""
    return Ends(
        _BELOW if low is None else (0, Fraction(low)), _ABOVE if high is None else (0, Fraction(high))
    )


def union(parts: Iterable[Ends]) -> Ends:
    """The interval that takes in all of these; nothing is known where there are none."""
    found = list(parts)
    if not found:
        return ANY_NUMBER
    return Ends(min(each.low for each in found), max(each.high for each in found))


def within(one: Ends, other: Ends) -> Ends:
    """What two intervals share; the first where that is nothing."""
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Ends(low, high) if low <= high else one


def ends_of(expression: e.Expression, column: Callable[[str], Ends], ratio: Ratio) -> Ends:
    """Between what ends an expression over columns lies, wherever it is not missing."""
    if isinstance(expression, e.Literal):
        value = Fraction(expression.number.units, power_of_ten(expression.number.places))
        return between(value, value)
    if isinstance(expression, e.Quantity):
        return column(expression.name)
    if isinstance(expression, e.Known):
        return between(0, 1)
    if isinstance(expression, e.Quotient):
        known = _known_ratio(expression, ratio)
        if known is not None:
            return known
    parts = [ends_of(part, column, ratio) for part in e.operands(expression)]
    if not parts:
        return ANY_NUMBER
    return _of_parts(expression, parts)


def _known_ratio(quotient: e.Quotient, ratio: Ratio) -> Ends | None:
    one, other = quotient.numerator, quotient.denominator
    if isinstance(one, e.Quantity) and isinstance(other, e.Quantity):
        return ratio(one.name, other.name)
    return None


def _of_parts(expression: e.Expression, parts: Sequence[Ends]) -> Ends:
    first = parts[0]
    if isinstance(expression, e.Negative):
        return _turned(first)
    if isinstance(expression, e.Sum):
        return Ends(_added(each.low for each in parts), _added(each.high for each in parts))
    if isinstance(expression, e.Product):
        for each in parts[1:]:
            first = _multiplied(first, each)
        return first
    if isinstance(expression, e.Quotient):
        return _multiplied(first, _inverse(parts[1]))
    if isinstance(expression, e.AtMost):
        return Ends(min(first.low, parts[1].low), min(first.high, parts[1].high))
    if isinstance(expression, e.AtLeast):
        return Ends(max(first.low, parts[1].low), max(first.high, parts[1].high))
    if isinstance(expression, e.Rounded):
        return _rounded(first, Fraction(1, power_of_ten(expression.places)), expression.rounding, keep=True)
    if isinstance(expression, e.Whole):
        size = Fraction(expression.size.units, power_of_ten(expression.size.places))
        return _rounded(first, size, expression.rounding, keep=False)
    if isinstance(expression, e.Steps):
        size = Fraction(expression.size)
        return Ends(_rounded_down(first.low, size), _rounded_down(first.high, size))
    if isinstance(expression, e.Signed | e.Exact):
        return first
    # The highest or lowest of several, or the other one where the first is missing.
    return union(parts) if isinstance(expression, e.Extreme | e.IfMissing) else ANY_NUMBER


def _rounded_down(end: End, size: Fraction) -> End:
    return end if end[0] else (0, Fraction(end[1] // size))


def _turned(ends: Ends) -> Ends:
    return Ends((-ends.high[0], -ends.high[1]), (-ends.low[0], -ends.low[1]))


def _added(ends: Iterable[End]) -> End:
    """The sum of ends of one side."""
    beyond, total = 0, Fraction(0)
    for side, number in ends:
        beyond = beyond or side
        total += number
    return (beyond, Fraction(0)) if beyond else (0, total)


def _times(one: End, other: End) -> End:
    if _ZERO in (one, other):
        return _ZERO
    if not one[0] and not other[0]:
        return 0, one[1] * other[1]
    return _sign(one) * _sign(other), Fraction(0)


def _sign(end: End) -> int:
    return end[0] or (1 if end[1] > 0 else -1)


def _multiplied(one: Ends, other: Ends) -> Ends:
    corners = [_times(mine, yours) for mine in (one.low, one.high) for yours in (other.low, other.high)]
    return Ends(min(corners), max(corners))


def _inverse(ends: Ends) -> Ends:
    """One divided by such a number; it is never 0 where there is a quotient."""
    if ends.high < _ZERO:
        return _turned(_inverse(_turned(ends)))
    if ends.low < _ZERO:
        return ANY_NUMBER
    low = _ZERO if ends.high[0] or not ends.high[1] else (0, Fraction(1, ends.high[1]))
    high = _ABOVE if ends.low[0] or not ends.low[1] else (0, Fraction(1, ends.low[1]))
    return Ends(low, high)


def _rounded(ends: Ends, step: Fraction, rounding: Rounding, *, keep: bool) -> Ends:
    """Rounding never turns the order of two numbers; keep: as a number again, not as a count of steps."""

    def moved(end: End) -> End:
        if end[0]:
            return end
        steps = Fraction(end[1], step)
        whole = rounding.divide(abs(steps.numerator), steps.denominator)
        whole = -whole if steps < 0 else whole
        return 0, whole * step if keep else Fraction(whole)

    return Ends(moved(ends.low), moved(ends.high))
