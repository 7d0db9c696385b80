"""Results as users read them: points, money, shares and ranks, and by how much they changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from perfeval.evaluate.records import Field
from perfeval.quantity.number import Number, plain
from perfeval.rulebook.expressions import AtLeast, AtMost, Expression, Rounded, Signed
from perfeval.tables.calculated import OrderStep
from perfeval.tables.flow import writes
from perfeval.tables.model import Column, FormulaStep, Kind, Model, RankStep
from perfeval.tables.places import UNIT_GRAIN

MONEY = "元"
_NOTHING = "无"
# Sums have more digits than may be written in a rule or a ledger.
_PLAIN = re.compile(r"(-?[0-9]+)(?:\.([0-9]+))?")


class Measure(Enum):
    """What a number counts; the value stands behind it."""

    PLAIN = ""
    POINTS = "分"
    MONEY = MONEY
    SHARE = "%"
    RANK = "名"


def measure_of(field: str, models: Iterable[Model]) -> Measure:
    """What a field of the records counts, by the first of the models that has it."""
    for model in models:
        made = [node for node in model.nodes if node.name == field and (UNIT_GRAIN, field) in writes(node)]
        if any(isinstance(node, RankStep | OrderStep) for node in made):
            return Measure.RANK
        column = model.columns.get((UNIT_GRAIN, field))
        bare = column is not None and not column.unit
        if bare and any(isinstance(node, FormulaStep) and _is_no_share(node.expression) for node in made):
            return Measure.PLAIN
        if column is not None and column.kind is Kind.NUMBER:
            return _measure(column)
    return Measure.PLAIN


def _is_no_share(expression: Expression) -> bool:
    """Whether a formula is rounded to decimals of its own, not of per cent, and has no unit."""
    if isinstance(expression, AtMost | AtLeast | Signed):
        return _is_no_share(expression.operand)
    return isinstance(expression, Rounded) and not expression.percent


def _measure(column: Column) -> Measure:
    if column.unit:
        return next((each for each in Measure if each.value == column.unit), Measure.PLAIN)
    # A number without unit that is no count was written in per cent.
    return Measure.SHARE if column.places and not column.whole else Measure.PLAIN


def value_words(value: Field, measure: Measure = Measure.PLAIN) -> str:
    """A result as users read it: 5.5分, 15%, 第4名."""
    if value is None or value == []:
        return _NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(value)
    number = number_of(value)
    if number is None:
        return str(value)
    return f"第{number}名" if measure is Measure.RANK else _shown(number, measure)


def _shown(number: Number, measure: Measure) -> str:
    if measure is Measure.SHARE:
        return f"{plain(number.units * 100, number.places)}%"
    return f"{number}{measure.value}"


def number_of(value: Field) -> Number | None:
    """The number that a result is, however many digits it has; None for what is none."""
    match = None if isinstance(value, bool | list) else _PLAIN.fullmatch(str(value))
    if match is None:
        return None
    decimals = match.group(2) or ""
    return Number(int(match.group(1) + decimals), len(decimals))


def by_how_much(before: Field, after: Field) -> Number | None:
    """By how much a number changed; None for what is no number."""
    was, now = number_of(before), number_of(after)
    if was is None or now is None:
        return None
    places = max(was.places, now.places)
    return Number(now.scaled(places) - was.scaled(places), places)


def signed(number: Number) -> str:
    """A difference with its sign: +0.5."""
    return f"{'+' if number.units > 0 else ''}{number}"


def difference_words(by: Number, measure: Measure) -> str:
    """A difference as users read it: +0.5分, -5个百分点, 升1位."""
    if measure is Measure.RANK:
        return f"{'升' if by.units < 0 else '降'}{abs(by.units)}位"
    if measure is Measure.SHARE:
        return f"{signed(Number(by.units * 100, by.places))}个百分点"
    return f"{signed(by)}{measure.value}"


def change_words(before: Field, after: Field, measure: Measure) -> str:
    """From what to what: 819.98分 → 817.98分（-2分）."""
    by = by_how_much(before, after)
    shown = f"{value_words(before, measure)} → {value_words(after, measure)}"
    return shown if by is None else f"{shown}（{difference_words(by, measure)}）"
