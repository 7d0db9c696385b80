"""Formulas over unknowns, each made once: equal formulas are the same object.

A formula is a number (an exact integer) or a truth. The factory keeps formulas in one canonical form
(sums are linear with whole coefficients, a comparison of a choice between constants becomes a plain
condition), so that much of what means the same is the same object, and no solver need be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from math import gcd

from attrs import field, frozen


class Op(Enum):
    """What a formula does; numbers first, then truths."""

    CONSTANT = "constant"
    NUMBER = "number"  # an unknown number
    SUM = "sum"  # constant + sum of coefficient × part
    PRODUCT = "product"  # of two or more parts that are no constants
    FLOOR = "floor"  # the part divided by a positive constant, rounded down
    CHOICE = "choice"  # the second part where the first holds, else the third
    TRUE = "true"
    FALSE = "false"
    TRUTH = "truth"  # an unknown truth
    NOT = "not"
    ALL = "all"
    ANY = "any"
    AT_MOST_ZERO = "at most zero"
    IS_ZERO = "is zero"


@frozen(eq=False, repr=False)
class Term:
    """One formula. number: in order of making, so that parts come before the whole.

    constant: of CONSTANT and SUM; the divisor of FLOOR. factors: of SUM. name: of unknowns.
    """

    number: int
    op: Op
    parts: tuple[Term, ...] = ()
    constant: int = 0
    factors: tuple[int, ...] = ()
    name: str = field(default="", kw_only=True)


_Key = tuple[Op, tuple[int, ...], int, tuple[int, ...], str]
_LINEAR = (Op.CONSTANT, Op.SUM)


class Terms:
    """The factory of formulas; formulas of two factories are never mixed."""

    def __init__(self) -> None:
        self._made: dict[_Key, Term] = {}
        self._related: dict[tuple[Op, int], Term] = {}
        self.true = self._make(Op.TRUE)
        self.false = self._make(Op.FALSE)
        self.zero = self.constant(0)

    def _make(
        self,
        op: Op,
        parts: tuple[Term, ...] = (),
        constant: int = 0,
        factors: tuple[int, ...] = (),
        name: str = "",
    ) -> Term:
        key = (op, tuple([part.number for part in parts]), constant, factors, name)
        found = self._made.get(key)
        if found is None:
            found = Term(len(self._made), op, parts, constant, factors, name=name)
            self._made[key] = found
        return found

    # ------------------------------------------------------------ numbers

    def constant(self, value: int) -> Term:
        """A known number."""
        return self._make(Op.CONSTANT, constant=value)

    def number(self, name: str) -> Term:
        """The unknown number of this name."""
        return self._make(Op.NUMBER, name=name)

    def sum(self, parts: Iterable[Term]) -> Term:
        """The sum of numbers."""
        return self._linear(0, [(part, 1) for part in parts])

    def times(self, part: Term, factor: int) -> Term:
        """A number multiplied by a known one."""
        return self._linear(0, [(part, factor)])

    def minus(self, one: Term, other: Term) -> Term:
        """``one - other``"""
        return self._linear(0, [(one, 1), (other, -1)])

    def _linear(self, constant: int, weighted: Sequence[tuple[Term, int]]) -> Term:
        coefficients: dict[int, int] = {}
        parts: dict[int, Term] = {}
        for term, factor in weighted:
            constant += factor * (term.constant if term.op in _LINEAR else 0)
            for part, own in _summands(term):
                coefficients[part.number] = coefficients.get(part.number, 0) + factor * own
                parts[part.number] = part
        kept = sorted(number for number, factor in coefficients.items() if factor)
        if not kept:
            return self.constant(constant)
        if len(kept) == 1 and not constant and coefficients[kept[0]] == 1:
            return parts[kept[0]]
        factors = tuple([coefficients[number] for number in kept])
        return self._make(Op.SUM, tuple([parts[number] for number in kept]), constant, factors)

    def product(self, one: Term, other: Term) -> Term:
        """The product of two numbers; linear wherever one is a choice between constants."""
        if one.op is Op.CONSTANT:
            return self.times(other, one.constant)
        if other.op is Op.CONSTANT:
            return self.times(one, other.constant)
        for chosen, factor in ((one, other), (other, one)):
            if chosen.op is Op.CHOICE and _is_choice_of_constants(chosen):
                test, yes, no = chosen.parts
                return self.choice(test, self.product(yes, factor), self.product(no, factor))
        parts = [part for term in (one, other) for part in (term.parts if term.op is Op.PRODUCT else (term,))]
        return self._make(Op.PRODUCT, tuple(sorted(parts, key=_number)))

    def floor(self, part: Term, divisor: int) -> Term:
        """A number divided by a positive one, rounded down (towards less, below zero too)."""
        if divisor == 1:
            return part
        if part.op is Op.CONSTANT:
            return self.constant(part.constant // divisor)
        return self._make(Op.FLOOR, (part,), divisor)

    def choice(self, test: Term, yes: Term, no: Term) -> Term:
        """The number ``yes`` where ``test`` holds, else ``no``."""
        if yes is no or test is self.true:
            return yes
        if test is self.false:
            return no
        if test.op is Op.NOT:
            return self.choice(test.parts[0], no, yes)
        return self._make(Op.CHOICE, (test, yes, no))

    def least(self, one: Term, other: Term) -> Term:
        """The smaller of two numbers."""
        return self.choice(self.at_most(one, other), one, other)

    def greatest(self, one: Term, other: Term) -> Term:
        """The greater of two numbers."""
        return self.choice(self.at_most(one, other), other, one)

    # ------------------------------------------------------------ truths

    def truth(self, name: str) -> Term:
        """The unknown truth of this name."""
        return self._make(Op.TRUTH, name=name)

    def known(self, value: bool) -> Term:
        """A known truth."""
        return self.true if value else self.false

    def negation(self, part: Term) -> Term:
        """Not."""
        if part in (self.true, self.false):
            return self.known(part is self.false)
        return part.parts[0] if part.op is Op.NOT else self._make(Op.NOT, (part,))

    def all(self, parts: Iterable[Term]) -> Term:
        """And."""
        return self._joined(Op.ALL, parts, self.true, self.false)

    def any(self, parts: Iterable[Term]) -> Term:
        """Or."""
        return self._joined(Op.ANY, parts, self.false, self.true)

    def _joined(self, op: Op, parts: Iterable[Term], neutral: Term, decisive: Term) -> Term:
        found: dict[int, Term] = {}
        said: dict[int, Term] = {}
        for term in parts:
            said[term.number] = term
            for part in term.parts if term.op is op else (term,):
                if part is decisive:
                    return decisive
                if part is not neutral:
                    found[part.number] = part
        for part in found.values():
            if part.op is Op.NOT and (part.parts[0].number in found or part.parts[0].number in said):
                return decisive
        if not found:
            return neutral
        if len(found) == 1:
            return next(iter(found.values()))
        return self._make(op, tuple([found[number] for number in sorted(found)]))

    def either(self, test: Term, yes: Term, no: Term) -> Term:
        """The truth ``yes`` where ``test`` holds, else ``no``."""
        if yes is no:
            return yes
        return self.any([self.all([test, yes]), self.all([self.negation(test), no])])

    def same(self, one: Term, other: Term) -> Term:
        """Whether two truths are equal."""
        if one is other:
            return self.true
        return self.either(one, other, self.negation(other))

    def at_most(self, one: Term, other: Term) -> Term:
        """``one <= other``"""
        return self._relation(Op.AT_MOST_ZERO, self.minus(one, other))

    def less(self, one: Term, other: Term) -> Term:
        """``one < other``"""
        return self.at_most(self._linear(1, [(one, 1)]), other)

    def equal(self, one: Term, other: Term) -> Term:
        """``one == other``"""
        return self._relation(Op.IS_ZERO, self.minus(one, other))

    def is_value(self, part: Term, value: int) -> Term:
        """Whether a number is this one."""
        return self._relation(Op.IS_ZERO, self._linear(-value, [(part, 1)]))

    def _relation(self, op: Op, difference: Term) -> Term:
        """How a number stands to zero; a choice between numbers becomes a choice between answers."""
        key = (op, difference.number)
        found = self._related.get(key)
        if found is None:
            found = self._related[key] = self._relate(op, difference)
        return found

    def _relate(self, op: Op, difference: Term) -> Term:
        if difference.op is Op.CONSTANT:
            value = difference.constant
            return self.known(value <= 0 if op is Op.AT_MOST_ZERO else value == 0)
        summands = list(_summands(difference))
        constant = difference.constant if difference.op is Op.SUM else 0
        if len(summands) == 1 and summands[0][0].op is Op.CHOICE:
            (chosen, factor) = summands[0]
            test, yes, no = chosen.parts
            return self.either(
                test,
                self._relation(op, self._linear(constant, [(yes, factor)])),
                self._relation(op, self._linear(constant, [(no, factor)])),
            )
        common = gcd(*(factor for _, factor in summands))
        if op is Op.IS_ZERO:
            if constant % common:
                return self.false
            common = -common if summands[0][1] < 0 else common
        # sum + constant <= 0 over whole numbers: the constant may be rounded up once divided.
        least = -(-constant // common)
        reduced = self._linear(least, [(part, factor // common) for part, factor in summands])
        return self._make(op, (reduced,))


def _number(term: Term) -> int:
    return term.number


def _summands(term: Term) -> Iterator[tuple[Term, int]]:
    if term.op is Op.SUM:
        yield from zip(term.parts, term.factors, strict=True)
    elif term.op is not Op.CONSTANT:
        yield term, 1


def _is_choice_of_constants(term: Term) -> bool:
    if term.op is Op.CHOICE:
        return all(_is_choice_of_constants(part) for part in term.parts[1:])
    return term.op is Op.CONSTANT


def in_order(wanted: Iterable[Term]) -> list[Term]:
    """These formulas and all their parts, parts before the whole."""
    found: dict[int, Term] = {}
    waiting = list(wanted)
    while waiting:
        term = waiting.pop()
        if term.number not in found:
            found[term.number] = term
            waiting.extend(term.parts)
    return [found[number] for number in sorted(found)]
