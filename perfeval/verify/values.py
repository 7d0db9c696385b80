"""Values as formulas: of one element of a grain, missing or not."""

from __future__ import annotations

from attrs import frozen

from perfeval.quantity.number import power_of_ten
from perfeval.verify.terms import Op, Term, Terms


@frozen(eq=False)
class Value:
    """One value: whether it is there, and which it is where it is there.

    term: a number (texts and days as numbers too) or a truth. listed: of a list instead, the texts of
    its rows in their order, each with whether its row gives it; a text may stand several times.
    """

    known: Term
    term: Term
    listed: tuple[tuple[str, Term], ...] = ()

    def is_same(self, other: Value) -> bool:
        """Whether both are the same formulas, so that they are equal whatever the facts."""
        mine = (self.known, self.term, *self.listed)
        yours = (other.known, other.term, *other.listed)
        return mine == yours

    @property
    def key(self) -> str:
        """A name that tells formulas apart."""
        return f"{self.known.number}/{self.term.number}"


# A number of one element and the decimal places that it is scaled by.
Number = tuple[Value, int]


def missing(terms: Terms) -> Value:
    """No value."""
    return Value(terms.false, terms.zero)


def count_of(terms: Terms, value: Value) -> Value:
    """How many different texts a list holds."""
    ones = [terms.choice(given, terms.constant(1), terms.zero) for _, given in by_text(terms, value)]
    return Value(terms.true, terms.sum(ones))


def by_text(terms: Terms, value: Value) -> list[tuple[str, Term]]:
    """The different texts of a list in the order of their first rows, and whether it holds them."""
    rows: dict[str, list[Term]] = {}
    for text, given in value.listed:
        rows.setdefault(text, []).append(given)
    return [(text, terms.any(given)) for text, given in rows.items()]


def rescaled(terms: Terms, number: Number, wanted: int) -> Value:
    """The same number at ``wanted`` decimal places, which are at least its own."""
    value, places = number
    return Value(value.known, terms.times(value.term, power_of_ten(wanted - places)))


def repeated(terms: Terms, points: Term, times: Term) -> Term:
    """What ``times`` rows alike give together.

    Points that are written out are multiplied; points that vary from row to row stand for one row
    (``Encoded.assumptions`` says so), so that everything stays linear.
    """
    if times.op is Op.CONSTANT:
        return terms.times(points, times.constant)
    if points.op is Op.CHOICE:
        test, yes, no = points.parts
        return terms.choice(test, repeated(terms, yes, times), repeated(terms, no, times))
    if points.op is Op.CONSTANT:
        return terms.times(times, points.constant)
    if points.op is not Op.SUM:
        return points
    parts = [
        terms.times(repeated(terms, part, times), factor)
        for part, factor in zip(points.parts, points.factors, strict=True)
    ]
    return terms.sum([*parts, terms.times(times, points.constant)])
