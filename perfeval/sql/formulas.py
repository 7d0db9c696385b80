"""Expressions of rules -> exact arithmetic over columns of one grain."""

from __future__ import annotations

from attrs import evolve, frozen

from perfeval.quantity.number import power_of_ten
from perfeval.rulebook import expressions as e
from perfeval.sql import numbers as n
from perfeval.sql.builder import Builder, NotInSql
from perfeval.sql.expression import (
    TRUE,
    Call,
    Case,
    Cast,
    Expr,
    Lit,
    Negated,
    Op,
    Type,
    every,
    size_of,
    when,
)
from perfeval.sql.numbers import Num, Ratio

# What is longer than this is written once, as a column of its own.
_SHORT = 6


@frozen(eq=False)
class Formulas:
    """Expressions over the columns of one grain. held: for which elements they are computed at all."""

    builder: Builder
    grain: str
    held: Expr = TRUE

    def number(self, expression: e.Expression) -> Num:
        """An expression that is a decimal; missing where any part of it is missing."""
        if isinstance(expression, e.Literal):
            return n.written(expression.number.units, expression.number.places)
        if isinstance(expression, e.Quantity):
            return self.column(expression.name)
        if isinstance(expression, e.Signed | e.Exact):
            return self.number(expression.operand)
        if isinstance(expression, e.Negative):
            return n.negative(self.number(expression.operand))
        if isinstance(expression, e.Steps):
            number = self.short(self.number(expression.operand))
            return n.floored(number, expression.size * power_of_ten(number.places))
        if isinstance(expression, e.Sum):
            return self.sum([self.number(term) for term in expression.terms])
        if isinstance(expression, e.Product):
            return self.product([self.number(factor) for factor in expression.factors])
        if isinstance(expression, e.Rounded):
            ratio = n.reduced(self.ratio(expression.operand), power_of_ten(expression.places))
            return evolve(n.rounded(self.short_ratio(ratio), expression.rounding), places=expression.places)
        if isinstance(expression, e.Whole):
            return self.whole(expression)
        if isinstance(expression, e.Known):
            ratio = self.ratio(expression.operand)
            known = every([n.there(ratio.over), n.there(ratio.under)])
            return Num(Cast(when(known, Lit(1), Lit(0)), Type.NUMBER), 0, 0, 1, known=True)
        return self.choice(expression)

    def column(self, name: str) -> Num:
        """A column that something is computed from; days that the calendar lacks are told of now."""
        lacking = self.builder.lacking.get((self.grain, name))
        if lacking is not None:
            self.builder.suspect(self.grain, every([self.held, lacking]))
        return self.builder.number(self.grain, name)

    def sum(self, terms: list[Num]) -> Num:
        """The sum of numbers."""
        terms = n.at_same_places(terms)
        total = terms[0]
        for term in terms[1:]:
            total = n.added(total, term)
        return total

    def product(self, factors: list[Num]) -> Num:
        """The product of numbers."""
        total = factors[0]
        for factor in factors[1:]:
            total = n.multiplied(total, factor)
        return total

    def whole(self, expression: e.Whole) -> Num:
        """How many times a size goes into a number."""
        size = expression.size
        ratio = self.ratio(expression.operand)
        under = ratio.under
        if under.value is not None:
            ratio = n.reduced(Ratio(ratio.over, n.times(under, size.units)), power_of_ten(size.places))
        else:
            ratio = Ratio(n.times(ratio.over, power_of_ten(size.places)), n.times(under, size.units))
        return n.rounded(self.short_ratio(ratio), expression.rounding)

    def choice(self, expression: e.Expression) -> Num:
        """The highest, lowest, limited or first known of several."""
        parts = n.at_same_places([self.number(part) for part in e.operands(expression)])
        if isinstance(expression, e.Extreme):
            return n.extreme(parts, highest=expression.highest)
        if isinstance(expression, e.IfMissing):
            return n.if_missing(parts[0], parts[1])
        if isinstance(expression, e.AtMost | e.AtLeast):
            one, other = self.short(parts[0]), self.short(parts[1])
            return n.chosen(one, other, highest=isinstance(expression, e.AtLeast))
        raise NotInSql(f"算式 {type(expression).__name__}")

    # ------------------------------------------------------------ fractions

    def ratio(self, expression: e.Expression) -> Ratio:
        """The expression as an exact fraction."""
        if isinstance(expression, e.Quotient):
            return self.quotient(expression)
        if not divides(expression):
            return n.ratio_of(self.number(expression))
        parts = [self.ratio(part) for part in e.operands(expression)]
        if isinstance(expression, e.Signed | e.Exact):
            return parts[0]
        if isinstance(expression, e.Negative):
            return Ratio(n.negative(parts[0].over), parts[0].under)
        if isinstance(expression, e.Sum):
            overs, under = n.same_under([self.short_ratio(part) for part in parts])
            return Ratio(self.sum(overs), under)
        if isinstance(expression, e.Product):
            return Ratio(
                self.product([part.over for part in parts]), self.product([part.under for part in parts])
            )
        return self.chosen_ratio(expression, [self.short_ratio(part) for part in parts])

    def quotient(self, expression: e.Quotient) -> Ratio:
        """One fraction divided by another; dividing by 0 is told of, or gives nothing."""
        over, under = self.short_ratio(self.ratio(expression.numerator)), self.ratio(expression.denominator)
        if under.over.value is None:
            under = Ratio(self.short(under.over), under.under)
        zero = Op("=", under.over.expr, Lit(0))
        if not expression.or_missing and under.over.low <= 0 <= under.over.high:
            known = [n.there(over.over), n.there(over.under), n.there(under.under)]
            self.builder.suspect(self.grain, every([self.held, zero, *known]))
        by = under.over
        top = n.multiplied(over.over, under.under)
        if by.low < 0:
            sign = Op("<", by.expr, Lit(0))
            top = self.short(top)
            turned = n.negative(top)
            top = Num(
                n.choice_of(sign, turned.expr, top.expr),
                0,
                min(top.low, turned.low),
                max(top.high, turned.high),
                top.known,
            )
            by = Num(when(sign, Negated(by.expr), by.expr), 0, 0, max(-by.low, by.high), by.known)
        if by.low <= 0:
            # Nothing divided by nothing is nothing: what is missing stays missing through all that follows.
            by = Num(Call("NULLIF", (by.expr, Lit(0))), 0, 1, max(by.high, 1))
        return Ratio(top, n.multiplied(over.under, by))

    def chosen_ratio(self, expression: e.Expression, parts: list[Ratio]) -> Ratio:
        """The highest, lowest, limited or first known of several fractions."""
        if isinstance(expression, e.AtMost | e.AtLeast):
            overs, under = n.same_under(parts)
            one, other = self.short(overs[0]), self.short(overs[1])
            return Ratio(n.chosen(one, other, highest=isinstance(expression, e.AtLeast)), under)
        if isinstance(expression, e.IfMissing):
            return self.first_known(parts[0], parts[1])
        if isinstance(expression, e.Extreme):
            found = parts[0]
            for part in parts[1:]:
                found = self.short_ratio(self.higher(found, part, highest=expression.highest))
            return found
        raise NotInSql(f"除法里的算式 {type(expression).__name__}")

    def first_known(self, one: Ratio, other: Ratio) -> Ratio:
        """The first fraction, or the second where it is missing."""
        known = every([n.there(one.over), n.there(one.under)])
        return _either(known, one, other)

    def higher(self, one: Ratio, other: Ratio, *, highest: bool) -> Ratio:
        """The higher or lower of two fractions; of one that is missing the other."""
        left, right = n.multiplied(one.over, other.under), n.multiplied(other.over, one.under)
        known = every([n.there(one.over), n.there(one.under)])
        unknown = every([n.there(other.over), n.there(other.under)])
        better = Op(">=" if highest else "<=", left.expr, right.expr)
        first: Expr = better
        if unknown != TRUE:
            first = Case(((every([known, unknown]), better),), known)
        elif known != TRUE:
            first = every([known, better])
        return _either(first, one, other)

    # ------------------------------------------------------------ columns of their own

    def short(self, number: Num) -> Num:
        """The number, as a column of its own where it would be long to write twice."""
        return number if size_of(number.expr) <= _SHORT else self.builder.helper(self.grain, number)

    def short_ratio(self, ratio: Ratio) -> Ratio:
        """The fraction, its sides as columns of their own where they are long."""
        return Ratio(self.short(ratio.over), self.short(ratio.under))


def _either(first: Expr, one: Ratio, other: Ratio) -> Ratio:
    """One of two fractions."""
    sides: list[Num] = []
    for mine, yours in ((one.over, other.over), (one.under, other.under)):
        low, high = min(mine.low, yours.low), max(mine.high, yours.high)
        if mine == yours:
            sides.append(mine)
            continue
        expr = mine.expr if first == TRUE else n.choice_of(first, mine.expr, yours.expr)
        sides.append(Num(expr, 0, low, high, mine.known and yours.known))
    return Ratio(sides[0], sides[1])


def divides(expression: e.Expression) -> bool:
    """Whether a quotient is to be kept exact in it."""
    if isinstance(expression, e.Quotient):
        return True
    if isinstance(expression, e.Rounded | e.Whole | e.Known):
        return False
    return any(divides(part) for part in e.operands(expression))
