"""Rows of decision tables that fired, told with the values that met them."""

from __future__ import annotations

from perfeval.evaluate.tables import fire
from perfeval.explain.element import Element
from perfeval.rulebook.expressions import Negative, Quantity, Sum
from perfeval.tables.calculated import DaysStep, FilledStep, MatchStep
from perfeval.tables.cells import Among, AnyValue, Cell, Range, show_value
from perfeval.tables.model import FormulaStep, Kind, Table
from perfeval.tables.phrases_values import bounds_words

_RELATIONS = {
    (0, True, None, True): ("不低于", "不早于"),
    (0, False, None, True): ("超过", "晚于"),
    (None, True, 0, True): ("不超过", "不晚于"),
    (None, True, 0, False): ("不足", "早于"),
    (0, True, 0, True): ("等于", "等于"),
}


def table_of(element: Element, name: str) -> Table:
    """The table that makes a column of the element's grain. Raises KeyError if there is none."""
    node = element.maker(name)
    if not isinstance(node, Table):
        raise KeyError(name)
    return node


def fired_row(element: Element, table: Table) -> int | None:
    """The number of the row that fired for an element.

    Traces are kept by the name of the table; of tables with one name in several grains, the row is
    found as the evaluation finds it.
    """
    if element.view.is_fired_known(table.name):
        fired = element.view.fired(table, element.index)
    else:
        fired = fire(table, [[element.value(name)] for name in table.inputs], 1)[0][0]
    return fired[0] if fired else None


def conditions(element: Element, table: Table, number: int) -> str:
    """What the row asks, with the element's values: 级别为国家级，且完成率55%（不满60%）."""
    asked = zip(table.inputs, table.rows[number].cells, strict=True)
    told = [condition(element, name, cell) for name, cell in asked if not _asks_nothing(cell)]
    return "，且".join(told)


def _asks_nothing(cell: Cell) -> bool:
    return isinstance(cell, AnyValue) or (isinstance(cell, Range) and cell.low is None and cell.high is None)


def condition(element: Element, name: str, cell: Cell) -> str:
    """One cell that holds, with the element's value."""
    compared = _compared(element, name, cell)
    if compared:
        return compared
    column, shown = element.column(name), element.shown(name)
    if column.kind is Kind.BOOL:
        return truth(element, name, element.value(name) is True)
    if isinstance(cell, Among):
        return f"{name}为{shown}"
    exactly = isinstance(cell, Range) and cell.low is not None and cell.low == cell.high
    if column.kind is Kind.NUMBER and exactly:
        return f"{name}为{shown}"
    joint = "" if column.kind is Kind.NUMBER and element.sign(name) != -1 else "为"
    return f"{name}{joint}{shown}（{bounds_words(cell, column.unit)}）"


def truth(element: Element, name: str, holds: bool) -> str:
    """A truth in words: 填了说明, 没有填说明, 主动报告为否."""
    maker = element.maker(name)
    if isinstance(maker, FilledStep):
        return f"{'填了' if holds else '没有填'}{maker.source}"
    if isinstance(maker, MatchStep):
        return f"{maker.other}中{'有' if holds else '没有'}同一{maker.key}"
    return f"{name}为{'是' if holds else '否'}"


def _compared(element: Element, name: str, cell: Cell) -> str:
    """A column against another one: 整年数3不低于有效年数2; "" for all else."""
    if not isinstance(cell, Range) or cell.low not in (None, 0) or cell.high not in (None, 0):
        return ""
    words = _RELATIONS.get((cell.low, cell.low_included, cell.high, cell.high_included))  # type: ignore[arg-type]
    maker = element.maker(name)
    if words is None:
        return ""
    if isinstance(maker, DaysStep) and isinstance(maker.start, str) and isinstance(maker.end, str):
        return f"{_named(element, maker.end)}{words[1]}{_named(element, maker.start)}"
    if not isinstance(maker, FormulaStep) or not isinstance(maker.expression, Sum):
        return ""
    terms = maker.expression.terms
    if len(terms) != 2 or not isinstance(terms[0], Quantity) or not isinstance(terms[1], Negative):
        return ""
    other = terms[1].operand
    if not isinstance(other, Quantity) or name != f"{terms[0].name}－{other.name}":
        return ""
    return f"{_named(element, terms[0].name)}{words[0]}{_named(element, other.name)}"


def _named(element: Element, name: str) -> str:
    return f"{name}{element.shown(name)}"


def fails(element: Element, name: str, cell: Cell) -> str:
    """One cell that does not hold, with the element's value: 级别为市级，不是国家级."""
    column = element.column(name)
    if element.lacks(name):
        return f"没有{name}"
    if column.kind is Kind.BOOL:
        return truth(element, name, element.value(name) is True)
    compared = _compared_otherwise(element, name, cell)
    if compared:
        return compared
    shown = element.shown(name)
    if isinstance(cell, Among):
        return f"{name}为{shown}，不是{'或'.join(show_value(each) for each in cell.values)}"
    return f"{name}{shown}，不是{bounds_words(cell, column.unit)}"


_OTHERWISE = {
    (0, True, None, True): (None, True, 0, False),
    (0, False, None, True): (None, True, 0, True),
    (None, True, 0, True): (0, False, None, True),
    (None, True, 0, False): (0, True, None, True),
}


def _compared_otherwise(element: Element, name: str, cell: Cell) -> str:
    if not isinstance(cell, Range):
        return ""
    turned = _OTHERWISE.get((cell.low, cell.low_included, cell.high, cell.high_included))  # type: ignore[arg-type]
    return "" if turned is None else _compared(element, name, Range(*turned, places=cell.places))
