"""Formulas in words, as they are written on paper."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from perfeval.quantity.number import Number, plain
from perfeval.quantity.rounding import Rounding
from perfeval.quantity.units import RATE, YUAN, of_product, of_sum
from perfeval.rulebook import expressions as e
from perfeval.rulebook.expressions import Expression, Literal, Negative, Product, Quantity, Sum
from perfeval.tables.expression_shapes import (
    Part,
    mean_of,
    part_of,
    put_together,
    rescaled_parts,
    steps_of,
)
from perfeval.tables.model import Column, Kind
from perfeval.tables.phrases_values import ROUNDING_WORDS, number_words, step_words
from perfeval.tables.places import Place

Columns = Mapping[Place, Column]
LIMITS = (e.AtMost, e.AtLeast, e.Rounded, e.IfMissing)


def expression_words(expression: Expression, grain: str, columns: Columns) -> str:
    """A formula as it is written on paper: 2000元×1.5×党政正职人数, 实际÷计划，最高100%."""
    return Words(grain, columns).formula(expression)


@frozen(eq=False)
class Words:
    """Writes the formulas over the columns of one grain; with values where a subclass knows them."""

    grain: str
    columns: Columns

    # ------------------------------------------------------------ what a subclass may add to

    def name(self, name: str) -> str:
        """A column."""
        column = self.columns.get((self.grain, name))
        return f"{name}的项数" if column is not None and column.kind is Kind.LIST else name

    def mean(self, total: str, count: str, expression: Expression) -> str:
        """A sum over a number."""
        return f"{total.removesuffix(e.Statistic.SUM.value)}{e.Statistic.MEAN.value}"

    def worth(self, shown: str, expression: Expression) -> str:
        """A part of a formula that stands by itself in words."""
        return shown

    def limit(self, shown: str, expression: Expression) -> str:
        """A part of a formula with its own limits, which stands in brackets."""
        return f"（{shown}）"

    def pause(self, operand: Expression) -> str:
        """What stands between a number and what every step of it gives."""
        return ""

    # ------------------------------------------------------------ whole formulas

    def formula(self, expression: Expression) -> str:
        """A whole formula; its limits and rounding follow in the order in which they act."""
        inside, limits = peeled(expression)
        return "，".join([self.core(inside), *(self.limit_words(each) for each in limits)])

    def core(self, expression: Expression) -> str:
        """A formula without limits."""
        expression = unwrapped(expression)
        if isinstance(expression, Sum) and put_together(expression) is None:
            return self._sum(expression)
        if isinstance(expression, e.Extreme):
            return self.extreme(expression)
        return self.steps(expression) or self.term(expression)

    def extreme(self, expression: e.Extreme) -> str:
        """The highest or the lowest of several: 甲得分、乙得分中最高的."""
        parts = "、".join(self.term(part) for part in expression.operands)
        return self.worth(f"{parts}中最{'高' if expression.highest else '低'}的", expression)

    def limit_words(self, expression: Expression) -> str:
        """What a limit or a rounding does: 最高12分; 以百分数计，保留2位小数，四舍五入."""
        if isinstance(expression, e.AtMost):
            return f"最高{self.term(expression.limit)}"
        if isinstance(expression, e.AtLeast):
            return f"最低{self.term(expression.limit)}"
        if isinstance(expression, e.IfMissing):
            return f"没有的取{self.term(expression.otherwise)}"
        assert isinstance(expression, e.Rounded)
        return rounding_words(expression)

    def unit_of(self, expression: Expression) -> str:
        """The unit of an expression, as far as its columns tell it."""
        if isinstance(expression, Literal):
            return expression.unit
        if isinstance(expression, Quantity):
            column = self.columns.get((self.grain, expression.name))
            return column.unit if column is not None else ""
        if isinstance(expression, e.Known | e.Whole | e.Steps):
            return ""
        means = mean_of(expression)
        if means is not None:
            return self.unit_of(Quantity(means[0]))
        units = [self.unit_of(part) for part in e.operands(expression)]
        if isinstance(expression, e.Rounded):
            return RATE if expression.percent else units[0]
        if isinstance(expression, Product):
            return of_product(units, ()) or ""
        if isinstance(expression, e.Quotient):
            return of_product(units[:1], units[1:]) or ""
        return of_sum(units)

    # ------------------------------------------------------------ parts

    def term(self, expression: Expression) -> str:
        """A part of a formula, in brackets where it needs them."""
        if isinstance(expression, Literal):
            return literal_words(expression)
        if isinstance(expression, Quantity):
            return self.name(expression.name)
        if isinstance(expression, e.Fact):
            return expression.column
        if isinstance(expression, e.ClausePoints):
            return f"【{expression.clause}】"
        if isinstance(expression, Negative):
            return f"-{self.term(expression.operand)}"
        if isinstance(expression, e.Steps):
            return f"（{self.core(expression.operand)}每满{expression.size}算1）"
        return self._in_words(expression) or self._composed(expression)

    def _in_words(self, expression: Expression) -> str:
        """What is said in words rather than in signs; "" for all else."""
        means = mean_of(expression)
        if means is not None:
            return self.mean(*means, expression)
        part = part_of(expression)
        if part is not None:
            return self.worth(self.part(part), expression)
        marks = rescaled_parts(expression)
        if marks is not None:
            shown = "、".join(f"{self.name(name)}（满分{mark}分）" for name, mark in marks)
            return f"{shown}，缺项的按其余各项折算"
        together = put_together(expression)
        if together is not None:
            names, word = together
            return f"{'、'.join(self.name(name) for name in names)}中{word}"
        steps = self.steps(expression)
        return self.limit(steps, expression) if steps else ""

    def steps(self, expression: Expression) -> str:
        """So many points for every step; "" for all else."""
        steps = steps_of(expression)
        if steps is None:
            return ""
        full = "满" if steps.rounding is Rounding.DOWN else ""
        size = step_words(steps.size, self.unit_of(steps.operand))
        rest = {Rounding.UP: "，不足的进一", None: "，不足的按比例"}.get(steps.rounding, "")
        operand = self.term(steps.operand) + self.pause(steps.operand)
        each = literal_words(steps.each)
        return f"{operand}每{full}{size}计{each}{rest}"

    def part(self, part: Part) -> str:
        """What lies between two ends: 投资额超过1000万元不超过5000万元的部分."""
        base = self.term(part.base)
        if part.high is not None:
            top = literal_words(part.high)
            if part.low is None:
                return f"{base}不超过{top}的部分"
            return f"{base}超过{self.term(part.low)}不超过{top}的部分"
        low = "0" if part.low is None else self._end(part.low, part.base)
        word = "低于" if part.below else "超过" if isinstance(part.low, Literal) else "高于"
        return f"{base}{word}{low}的部分"

    def _end(self, end: Expression, base: Expression) -> str:
        """An end of a part; a plain number beside a rate is one."""
        if isinstance(end, Literal) and not end.unit:
            return number_words(end.number.units, end.number.places, self.unit_of(base))
        return self.term(end)

    def _composed(self, expression: Expression) -> str:
        """What is put together with signs, or has limits of its own."""
        if isinstance(expression, Sum):
            return f"（{self._sum(expression)}）"
        if isinstance(expression, Product):
            return self._product(expression)
        if isinstance(expression, e.Quotient):
            under = self.term(expression.denominator)
            bracketed = isinstance(expression.denominator, Product | e.Quotient)
            return f"{self.term(expression.numerator)}÷{f'（{under}）' if bracketed else under}"
        if isinstance(expression, e.Extreme):
            return f"（{self.extreme(expression)}）"
        if isinstance(expression, e.Signed | e.Exact):
            return self.term(expression.operand)
        if isinstance(expression, e.Known):
            return self.worth(f"（有{self.term(expression.operand)}的为1，没有的为0）", expression)
        if isinstance(expression, e.Whole):
            size = step_words(expression.size, self.unit_of(expression.operand))
            way = "不足的不计" if expression.rounding is Rounding.DOWN else "不足的进一"
            return self.limit(f"{self.term(expression.operand)}每{size}算1，{way}", expression)
        return self.limit(self.formula(expression), expression) if isinstance(expression, LIMITS) else ""

    def _sum(self, expression: Sum) -> str:
        shown = ""
        for term in map(unwrapped, expression.terms):
            if isinstance(term, Negative):
                shown += f"－{self.term(term.operand)}"
            elif isinstance(term, Literal) and term.number.units < 0:
                positive = Literal(Number(-term.number.units, term.number.places), term.unit)
                shown += f"－{literal_words(positive)}"
            else:
                inside = isinstance(term, Sum) and shown
                shown += f"＋{self.core(term) if inside else self.term(term)}" if shown else self.term(term)
        return shown

    def _product(self, expression: Product) -> str:
        """Factors with ×, the one with a unit first: 0.5分×前移位数."""
        first = [factor for factor in expression.factors if isinstance(factor, Literal) and factor.unit]
        rest = [factor for factor in expression.factors if factor not in first]
        return "×".join(self.term(factor) for factor in (*first, *rest))


def unwrapped(expression: Expression) -> Expression:
    """The expression without what only allows it to be negative or not rounded."""
    while isinstance(expression, e.Signed | e.Exact):
        expression = expression.operand
    return expression


def peeled(expression: Expression) -> tuple[Expression, tuple[Expression, ...]]:
    """What is inside all limits and roundings, and these, the first to act first."""
    limits: list[Expression] = []
    while isinstance(expression, (*LIMITS, e.Signed, e.Exact)):
        if isinstance(expression, LIMITS):
            limits.append(expression)
        expression = expression.operand
    return expression, tuple(reversed(limits))


def rounding_words(expression: e.Rounded) -> str:
    """How it is rounded: 以百分数计，保留2位小数，四舍五入."""
    places = expression.places - (2 if expression.percent else 0)
    word = f"保留{places}位小数" if places > 0 else "取整数"
    return f"{'以百分数计，' if expression.percent else ''}{word}，{ROUNDING_WORDS[expression.rounding]}"


def literal_words(literal: Literal) -> str:
    """A number with its unit; a plain number between 0 and 1 as per cent, which is how plans write it."""
    number = literal.number
    if literal.unit in (RATE, YUAN):
        return number_words(number.units, number.places, literal.unit)
    if not literal.unit and number.places and abs(number.units) < 10**number.places:
        return f"{plain(number.units * 100, number.places)}%"
    return f"{number}{literal.unit}"
