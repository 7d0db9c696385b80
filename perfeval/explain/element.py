"""One element of an outcome, a unit or a row of a ledger, and formulas with its values put in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import frozen

from perfeval.evaluate.formulas import Numbers, fractions
from perfeval.evaluate.outcome import Value, Values
from perfeval.explain.view import View
from perfeval.quantity.calendar import show_date
from perfeval.rulebook import expressions as e
from perfeval.rulebook.expressions import Expression, Literal, Quantity
from perfeval.tables.calculated import CalculatedStep, DayPartStep, DaysStep
from perfeval.tables.expression_shapes import mean_of, part_of, put_together, rescaled_parts, steps_of
from perfeval.tables.expression_words import Words, literal_words, peeled
from perfeval.tables.model import Column, Kind, Node
from perfeval.tables.phrases_values import ROUNDING_WORDS, fraction_words, value_words
from perfeval.tables.places import UNIT_GRAIN


@frozen(eq=False)
class Element:
    """The unit of the view, or one of its rows; index: its number in its grain."""

    view: View
    grain: str
    index: int

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a ledger."""
        return self.grain != UNIT_GRAIN

    def values(self, name: str) -> Values | None:
        """A column of all elements of the grain; None where there is none."""
        return self.view.outcome.columns.get((self.grain, name))

    def value(self, name: str) -> Value:
        """The value of a column; what only the unit has is the unit's."""
        return self.view.at(self.grain, name, self.index)

    def column(self, name: str) -> Column:
        """What is known of a column."""
        columns = self.view.model.columns
        return columns.get((self.grain, name)) or columns.get((UNIT_GRAIN, name)) or Column(name, Kind.TEXT)

    def shown(self, name: str) -> str:
        """The value of a column with its unit, only to be put into a text."""
        return self.view.told_words(self.grain, name, self.index, self.column(name))

    def words_for(self, name: str, value: Value) -> str:
        """Any value of a column with its unit."""
        return value_words(value, self.column(name))

    def exact(self, expression: Expression) -> Fraction | None:
        """What an expression comes to, before it is stored; None where it is missing."""

        def column(name: str) -> Numbers:
            value, known = self.value(name), self.column(name)
            if isinstance(value, tuple):
                return [len(value)], 0
            number = value if isinstance(value, int) and not isinstance(value, bool) else None
            return [number], known.places

        return fractions(expression, column, 1, lambda element: None)[0]

    def maker(self, name: str) -> Node | None:
        """The node that makes a column of this grain."""
        return self.view.plan.makers.get((self.grain, name))

    def missing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Which of these columns have no value."""
        return tuple(dict.fromkeys(name for name in names if self.lacks(name)))

    def lacks(self, name: str) -> bool:
        """Whether a column has no value."""
        return self.view.lacks(self.grain, name, self.index)

    def sign(self, name: str) -> int | None:
        """-1 for a number below 0, 1 for all other values, None where there is none."""
        return self.view.sign(self.grain, name, self.index)


@frozen(eq=False)
class Valued(Words):
    """Writes formulas with the values of one element: 实际80÷计划100."""

    element: Element

    def name(self, name: str) -> str:
        """A column and its value."""
        sign, maker = self.element.sign(name), self.element.maker(name)
        lacks = sign is None
        if isinstance(maker, DaysStep):
            return f"{self.days(maker)}{'' if lacks else self.element.shown(name)}"
        if isinstance(maker, DayPartStep) and not lacks:
            return f"{self._day(maker.source)}的{maker.part}{self.element.shown(name)}"
        if lacks:
            return f"{name}（没有）"
        if self.element.column(name).kind is Kind.LIST:
            value = self.element.value(name)
            assert isinstance(value, tuple)
            return f"{name}{len(value)}项"
        shown = self.element.shown(name)
        return f"{name}（{shown}）" if sign == -1 or name[-1:].isdigit() else f"{name}{shown}"

    def days(self, step: DaysStep) -> str:
        """What lies between two days, with the days: 自2025年1月5日至报送日期2025年1月9日的天数."""
        return f"自{self._day(step.start)}至{self._day(step.end)}的{step.count.value}"

    def _day(self, end: str | date) -> str:
        if not isinstance(end, str):
            return show_date(end)
        return f"{end}（空着）" if self.element.lacks(end) else f"{end}{self.element.shown(end)}"

    def mean(self, total: str, count: str, expression: Expression) -> str:
        """A mean and what it comes to."""
        return self.worth(super().mean(total, count, expression), expression)

    def worth(self, shown: str, expression: Expression) -> str:
        """A part in words, and what it comes to."""
        return f"{shown}{self.amount(expression)}"

    def limit(self, shown: str, expression: Expression) -> str:
        """A part with limits of its own, and what it comes to."""
        return f"（{shown}，得{self.amount(expression)}）"

    def amount(self, expression: Expression, unit: str | None = None) -> str:
        """What an expression comes to, with its unit."""
        value = self.element.exact(expression)
        if value is None:
            return "（没有）"
        return fraction_words(value, self.unit_of(expression) if unit is None else unit)

    def pause(self, operand: Expression) -> str:
        """A part ends with what it comes to."""
        return "，" if part_of(operand) is not None else ""

    def steps(self, expression: Expression) -> str:
        """So many points for every step; of nothing it is said that there is none."""
        steps = steps_of(expression)
        part = None if steps is None else part_of(steps.operand)
        if steps is None or part is None or self.element.exact(steps.operand) != 0:
            return super().steps(expression)
        return f"没有{self.part(part)}"

    def formula(self, expression: Expression) -> str:
        """A formula inside another one, with those of its limits that acted."""
        inside, limits = peeled(expression)
        acted = [
            limit
            for limit, before in zip(limits, [inside, *limits], strict=False)
            if self.element.exact(limit) != self.element.exact(before)
        ]
        return "，".join([self.core(inside), *(self.limit_words(each) for each in acted)])

    # ------------------------------------------------------------ whole formulas

    def line(self, name: str, expression: Expression) -> str:
        """完成率＝实际80÷计划100＝80%; with the limits and roundings that acted."""
        inside, limits = peeled(expression)
        if self.element.lacks(name):
            return f"{name}算不出来，{self.lacking(inside)}"
        if not limits and is_plain(inside):
            alone = isinstance(inside, Literal) or self._is_figure(inside)
            return f"{name if alone else name + self.element.shown(name)}＝{self.core(inside)}"
        unit = self.element.column(name).unit
        found = f"{name}＝{self._begun(inside, unit)}"
        before: Expression = inside
        for limit in limits:
            found += self._acted(limit, before, unit)
            before = limit
        return found

    def _is_figure(self, inside: Expression) -> bool:
        """Whether it is only what rows or groups come to, which its name tells already."""
        return isinstance(inside, Quantity) and isinstance(self.element.maker(inside.name), CalculatedStep)

    def _begun(self, inside: Expression, unit: str) -> str:
        """The formula itself, and what it comes to before any limit."""
        shown = self.rescaled(inside) or self.core(inside)
        told = isinstance(inside, Literal | Quantity | e.Extreme) or mean_of(inside) is not None
        if told or self.element.exact(inside) is None:
            return shown
        return f"{shown}＝{self.amount(inside, unit)}"

    def _acted(self, limit: Expression, before: Expression, unit: str) -> str:
        """What a limit or a rounding did; "" where it changed nothing."""
        value, after = self.element.exact(before), self.element.exact(limit)
        if value == after or after is None:
            return ""
        shown = fraction_words(after, unit)
        if isinstance(limit, e.AtMost):
            return f"，超过最高{self._told(limit.limit)}，取{shown}"
        if isinstance(limit, e.AtLeast):
            return f"，低于最低{self._told(limit.limit)}，取{shown}"
        if isinstance(limit, e.IfMissing):
            return f"，没有的取{self._told(limit.otherwise)}"
        assert isinstance(limit, e.Rounded)
        return f"，{ROUNDING_WORDS[limit.rounding]}为{shown}"

    def _told(self, expression: Expression) -> str:
        """A limit: a written number as it is, all else with its value."""
        return literal_words(expression) if isinstance(expression, Literal) else self.term(expression)

    def rescaled(self, expression: Expression) -> str:
        """What counts of the parts that may be missing, and by what it is rescaled; "" for all else."""
        marks = rescaled_parts(expression)
        if marks is None:
            return ""
        there = [(name, mark) for name, mark in marks if not self.element.lacks(name)]
        absent = [f"{name}{mark}分" for name, mark in marks if self.element.lacks(name)]
        if not there:
            return f"{'、'.join(name for name, _ in marks)}都没有"
        parts = [self.name(name) for name, _ in there]
        sums = "＋".join(parts)
        if not absent:
            return sums
        full = sum((Fraction(mark.units, 10**mark.places) for _, mark in there), Fraction(0))
        whole = sum((Fraction(mark.units, 10**mark.places) for _, mark in marks), Fraction(0))
        rescale = f"÷{fraction_words(full, '')}×{fraction_words(whole, '')}"
        return f"（{sums}）{rescale}（不考核的满分：{'、'.join(absent)}）"

    def lacking(self, expression: Expression) -> str:
        """Why there is no value: what is missing."""
        names = self.element.missing(tuple(dict.fromkeys(_names(expression))))
        if names:
            makers = {name: self.element.maker(name) for name in names}
            days = [f"{self.days(maker)}算不出" for maker in makers.values() if isinstance(maker, DaysStep)]
            others = [name for name, maker in makers.items() if not isinstance(maker, DaysStep)]
            return "，".join([*([f"没有{'、'.join(others)}"] if others else []), *days])
        empty = [stem for stem, count in _means(expression) if self.element.value(count) == 0]
        return f"没有可以平均的数（{'、'.join(empty)}）" if empty else "没有数"


def _means(expression: Expression) -> list[tuple[str, str]]:
    """What is averaged in an expression, and the column of how many there are."""
    means = mean_of(expression)
    if means is not None:
        return [(means[0].removesuffix(e.Statistic.SUM.value), means[1])]
    return [found for part in e.operands(expression) for found in _means(part)]


def is_plain(expression: Expression) -> bool:
    """Whether nothing but signs stands between columns and numbers, in a sum or a product."""
    if isinstance(expression, Literal | Quantity):
        return True
    if not isinstance(expression, e.Sum | e.Product | e.Negative) or steps_of(expression) is not None:
        return False
    return put_together(expression) is None and all(is_plain(part) for part in e.operands(expression))


def names_used(element: Element, expression: Expression) -> list[str]:
    """The columns that the value rests on: what is there instead of something missing only if it is."""
    if isinstance(expression, Quantity):
        return [expression.name]
    parts = e.operands(expression)
    if isinstance(expression, e.IfMissing) and element.exact(expression.operand) is not None:
        parts = (expression.operand,)
    return [name for part in parts for name in names_used(element, part)]


def _names(expression: Expression) -> list[str]:
    if isinstance(expression, Quantity):
        return [expression.name]
    return [name for part in e.operands(expression) for name in _names(part)]


def valued(element: Element) -> Valued:
    """The writer of formulas with this element's values."""
    return Valued(element.grain, element.view.model.columns, element)
