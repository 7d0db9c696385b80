"""Expressions over one element as formulas, exact: what is divided stays a fraction until it is rounded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from math import gcd, lcm
from typing import Protocol

from attrs import frozen

from perfeval.quantity.number import power_of_ten
from perfeval.quantity.rounding import Rounding
from perfeval.rulebook import expressions as e
from perfeval.verify.terms import Op, Term, Terms
from perfeval.verify.values import Number, Value


class Unknowns(Protocol):
    """What stands for parts of an expression that no formula can say (one column divided by another)."""

    def number(self, expression: e.Expression, under: int) -> Term:
        """A whole number that, divided by ``under``, is this expression."""

    def is_zero(self, expression: e.Expression) -> Term:
        """Whether this expression is 0."""

    def divided(self, by_zero: Term) -> None:
        """Told when something is divided by 0, so that there is no result."""


@frozen(eq=False)
class Part:
    """A value: whether it is there, and where it is, ``term`` divided by ``under``.

    term: None where no formula says it; under then means nothing.
    """

    known: Term
    term: Term | None
    under: int = 1


def compute(
    terms: Terms,
    expression: e.Expression,
    column: Callable[[str], Number],
    unknowns: Unknowns,
    places: int,
) -> Value:
    """An expression over one element at ``places`` decimal places, which hold it exactly."""
    wanted = power_of_ten(places)
    part = _Parts(terms, column, unknowns).part(expression)
    if part.term is None or wanted % part.under:
        return Value(part.known, unknowns.number(expression, wanted))
    return Value(part.known, terms.times(part.term, wanted // part.under))


@frozen(eq=False)
class _Parts:
    terms: Terms
    column: Callable[[str], Number]
    unknowns: Unknowns

    def part(self, expression: e.Expression) -> Part:
        """An expression as a formula."""
        terms = self.terms
        if isinstance(expression, e.Literal):
            number = expression.number
            return Part(terms.true, terms.constant(number.units), power_of_ten(number.places))
        if isinstance(expression, e.Quantity):
            value, places = self.column(expression.name)
            return Part(value.known, value.term, power_of_ten(places))
        parts = [self.part(each) for each in e.operands(expression)]
        if isinstance(expression, e.Signed | e.Exact):
            return parts[0]
        if isinstance(expression, e.Known):
            return Part(terms.true, terms.choice(parts[0].known, terms.constant(1), terms.zero))
        if isinstance(expression, e.Quotient):
            return self._divided(expression, *parts)
        if isinstance(expression, e.Rounded):
            scale = power_of_ten(expression.places)
            return self._rounded(expression, parts[0], (scale, 1), expression.rounding, scale)
        if isinstance(expression, e.Whole):
            size = expression.size
            by = power_of_ten(size.places), size.units
            return self._rounded(expression, parts[0], by, expression.rounding, 1)
        if isinstance(expression, e.Steps):
            return self._rounded(expression, parts[0], (1, expression.size), None, 1)
        if any(part.term is None for part in parts):
            return Part(self._known(expression, parts), None)
        return self._joined(expression, parts)

    # ------------------------------------------------------------ made of parts that formulas say

    def _known(self, expression: e.Expression, parts: Sequence[Part]) -> Term:
        """Whether there is a value: of a choice any part will do, else all have to be there."""
        every = [part.known for part in parts]
        either = isinstance(expression, e.Extreme | e.IfMissing)
        return self.terms.any(every) if either else self.terms.all(every)

    def _joined(self, expression: e.Expression, parts: Sequence[Part]) -> Part:
        terms, known = self.terms, self._known(expression, parts)
        if isinstance(expression, e.Negative):
            return Part(known, terms.times(_term(parts[0]), -1), parts[0].under)
        if isinstance(expression, e.Product):
            return self._product(known, parts)
        under = lcm(*(part.under for part in parts))
        numbers = [terms.times(_term(part), under // part.under) for part in parts]
        if isinstance(expression, e.Sum):
            return Part(known, terms.sum(numbers), under)
        if isinstance(expression, e.AtMost):
            return Part(known, terms.least(*numbers), under)
        if isinstance(expression, e.AtLeast):
            return Part(known, terms.greatest(*numbers), under)
        if isinstance(expression, e.IfMissing):
            return Part(known, terms.choice(parts[0].known, numbers[0], numbers[1]), under)
        if not isinstance(expression, e.Extreme):
            return Part(known, None)
        pairs = [(part.known, number) for part, number in zip(parts, numbers, strict=True)]
        return Part(known, self._extreme(pairs, highest=expression.highest), under)

    def _extreme(self, pairs: Sequence[tuple[Term, Term]], *, highest: bool) -> Term:
        """The highest or lowest of the numbers that are there."""
        terms = self.terms
        there, best = pairs[0]
        for known, number in pairs[1:]:
            before = terms.less(best, number) if highest else terms.less(number, best)
            better = terms.all([known, terms.any([terms.negation(there), before])])
            best = terms.choice(better, number, best)
            there = terms.any([there, known])
        return best

    def _product(self, known: Term, parts: Sequence[Part]) -> Part:
        """A product, as long as it stays linear: all factors but one are choices between constants."""
        numbers = [_term(part) for part in parts]
        if sum(not _is_written(number) for number in numbers) > 1:
            return Part(known, None)
        under = reduce(lambda one, other: one * other, (part.under for part in parts))
        return Part(known, reduce(self.terms.product, numbers), under)

    def _divided(self, expression: e.Quotient, over: Part, under: Part) -> Part:
        terms = self.terms
        both = terms.all([over.known, under.known])
        if under.term is not None:
            is_zero = terms.is_value(under.term, 0)
        else:
            is_zero = self.unknowns.is_zero(expression.denominator)
        nothing = terms.all([both, is_zero])
        if not expression.or_missing:
            self.unknowns.divided(nothing)
        known = terms.all([both, terms.negation(is_zero)])
        written = under.term is not None and under.term.op is Op.CONSTANT and under.term.constant
        if over.term is None or under.term is None or not written:
            return Part(known, None)
        # (a / b) / (c / d) is a·d / (b·c), with whole numbers of which the last has to be above 0.
        factor, divisor = under.under, over.under * under.term.constant
        sign, shared = (-1 if divisor < 0 else 1), gcd(factor, divisor)
        return Part(known, terms.times(over.term, sign * factor // shared), abs(divisor) // shared)

    # ------------------------------------------------------------ rounded

    def _rounded(
        self, whole: e.Expression, part: Part, by: tuple[int, int], rounding: Rounding | None, under: int
    ) -> Part:
        """The part times ``by`` (a fraction), made whole; of no rounding it is the whole number below."""
        if part.term is None:
            return Part(part.known, self.unknowns.number(whole, under), under)
        factor, divisor = by[0], by[1] * part.under
        shared = gcd(factor, divisor)
        number = self.terms.times(part.term, factor // shared)
        divisor //= shared
        if rounding is None:
            return Part(part.known, self.terms.floor(number, divisor), under)
        return Part(part.known, rounded(self.terms, number, divisor, rounding), under)


def rounded(terms: Terms, number: Term, divisor: int, rounding: Rounding) -> Term:
    """``number / divisor`` made whole; of a number below 0 the magnitude is rounded."""
    if divisor == 1:
        return number
    if rounding is Rounding.DOWN:
        above = terms.floor(number, divisor)
        below = terms.times(terms.floor(terms.times(number, -1), divisor), -1)
    elif rounding is Rounding.UP:
        above = terms.times(terms.floor(terms.times(number, -1), divisor), -1)
        below = terms.floor(number, divisor)
    else:
        half = terms.constant(divisor)
        above = terms.floor(terms.sum([terms.times(number, 2), half]), 2 * divisor)
        below = terms.times(terms.floor(terms.sum([terms.times(number, -2), half]), 2 * divisor), -1)
    return terms.choice(terms.at_most(terms.zero, number), above, below)


def _term(part: Part) -> Term:
    assert part.term is not None
    return part.term


def _is_written(term: Term) -> bool:
    """Whether a number is written out, for each of several circumstances at most."""
    if term.op is Op.CHOICE:
        return all(_is_written(part) for part in term.parts[1:])
    return term.op is Op.CONSTANT
