"""Accounts of clauses that compute: formulas, ranges, circumstances, tables, orders, bands, shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from perfeval.explain.account import Part, RowEntry, Status
from perfeval.explain.circumstances import conditions, fired_row, table_of
from perfeval.explain.compared import bands, ordering, share_out
from perfeval.explain.counted import counted_rows, group_line, key_cells, same_rows
from perfeval.explain.element import Element, is_plain, names_used, valued
from perfeval.explain.told import Told
from perfeval.explain.view import View
from perfeval.rulebook import calculations as k
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.rulebook.expressions import Expression, Literal, Quantity, Statistic, Sum
from perfeval.tables import calculated as s
from perfeval.tables.model import Fixed, FormulaStep, Kind, Output, Table
from perfeval.tables.places import UNIT_GRAIN

Computing = r.Formula | k.Calculation


def computed(view: View, clause: Clause, rule: Computing) -> Part:
    """What a computing sentence came to, for the unit or for each of its rows."""
    tell: Callable[[Element, Any], Told] = _TELL[type(rule)]
    ledger = "" if isinstance(rule, r.Formula) else rule.ledger
    if not ledger:
        told = tell(Element(view, UNIT_GRAIN, view.index), rule)
        status = Status.COUNTED if told.there else Status.NOT_APPLICABLE
        plain = isinstance(rule, r.Formula) and not told.lines and not told.rows and _is_sum(view, rule)
        return Part(status, told.why, rows=told.rows, lines=told.lines, computing=not plain)
    rows = view.rows(ledger)
    if view.schema(ledger).shared:
        count = len(view.outcome.facts.tables[ledger])
        return Part(Status.COUNTED, f"“{ledger}”台账不分单位，{count}条记录各算出{rule.name}", computing=True)
    if not rows:
        why = f"“{ledger}”台账里没有本单位的记录，没有{rule.name}"
        return Part(Status.NOT_APPLICABLE, why, computing=True)
    ident = ("row", rule.name)
    found = view.entries(ident, ledger, lambda own, row: _row(Element(own, ledger, row), tell, rule))
    there = [entry for entry in found if entry.status is Status.COUNTED]
    without = f"，{len(rows) - len(there)}条没有" if len(there) < len(rows) else ""
    why = f"“{ledger}”台账{len(rows)}条记录，各算出{rule.name}{without}"
    status = Status.COUNTED if there else Status.NOT_APPLICABLE
    return Part(status, why, rows=found, computing=True)


def _is_sum(view: View, rule: r.Formula) -> bool:
    """Whether a formula only adds up columns, as plans without computing sentences do."""
    step = Element(view, UNIT_GRAIN, view.index).maker(rule.name)
    if not isinstance(step, FormulaStep):
        return False
    made = step.expression
    if isinstance(made, Quantity):
        return made.name.startswith("【")
    return isinstance(made, Sum) and is_plain(made)


def _row(element: Element, tell: Callable[[Element, Any], Told], rule: Computing) -> RowEntry:
    told = tell(element, rule)
    status = Status.COUNTED if told.there else Status.NOT_APPLICABLE
    lacks = element.lacks(rule.name)
    value = f"没有{rule.name}" if lacks else f"{rule.name}{element.shown(rule.name)}"
    ledger, cells = element.grain, key_cells(element.view, element.grain, element.index)
    why = told.why if isinstance(rule, k.Ordering | k.Bands) else "；".join((told.why, *told.lines))
    return RowEntry(ledger, element.view.line(ledger, element.index), status, None, why, cells, value)


# ---------------------------------------------------------------- formulas


def formula(element: Element, rule: r.Formula | k.RowFormula) -> Told:
    """A formula with its values put in, what it rests on, and the rows that counted."""
    step = element.maker(rule.name)
    if not isinstance(step, FormulaStep):
        # 不作舍入: the formula stands in the place of its name wherever that is used.
        return Told(True, f"{rule.name}不作舍入，代入用到它的算式里一并算")
    return _expression(element, rule.name, step.expression)


def _expression(element: Element, name: str, expression: Expression) -> Told:
    there = not element.lacks(name)
    return Told(there, valued(element).line(name, expression), *_behind(element, expression))


def _behind(element: Element, expression: Expression) -> tuple[tuple[str, ...], tuple[RowEntry, ...]]:
    """What the rows, groups and days of an expression are: sentences, and rows of ledgers."""
    lines: list[str] = []
    rows: list[RowEntry] = []
    seen: list[s.RowsStep] = []
    for name in dict.fromkeys(names_used(element, expression)):
        maker = element.maker(name)
        if isinstance(maker, s.GroupStep) and not _only_counts(maker) and not element.is_row:
            lines.append(group_line(element, maker))
        elif isinstance(maker, s.RowsStep) and not element.is_row:
            if not any(same_rows(maker, other) for other in seen):
                rows.extend(counted_rows(element.view, maker))
            seen.append(maker)
    return tuple(line for line in lines if line), tuple(rows)


def _only_counts(step: s.GroupStep) -> bool:
    """Whether a step only counts the members whose sum is told already."""
    return step.statistic is Statistic.COUNT and bool(step.source)


# ---------------------------------------------------------------- ranges, circumstances, tables


def scale(element: Element, rule: k.Scale) -> Told:
    """The line of the scale that the value falls in."""
    table = table_of(element, rule.name)
    number = fired_row(element, table)
    if number is None:
        missing = element.lacks(rule.column)
        outside = f"{rule.column}{element.shown(rule.column)}，各档都不在其内"
        return Told(False, f"{f'没有{rule.column}' if missing else outside}，没有{rule.name}")
    row = rule.rows[number]
    if row.interval is None and row.values is None:
        joint = "" if element.column(rule.column).kind is Kind.NUMBER else "为"
        met = f"{rule.column}{joint}{element.shown(rule.column)}，不在前面各档，按其余的"
    else:
        met = conditions(element, table, number)
    return _outcome(element, rule.name, table.rows[number].outputs[0], met)


def _outcome(element: Element, name: str, output: Output, met: str) -> Told:
    """What the row that fired gives: a word, a number, a formula, or nothing."""
    before = f"{met}，" if met else ""
    if output is None:
        return Told(False, f"{before}暂不评")
    if isinstance(output, Fixed):
        return Told(True, f"{before}{name}为{element.shown(name)}")
    if isinstance(output, Literal):
        return Told(True, f"{before}{name}{element.shown(name)}")
    told = _expression(element, name, output)
    return Told(told.there, f"{before}{told.why}", told.lines, told.rows)


def looked_up(element: Element, rule: k.LookedUp) -> Told:
    """What the table holds for the values."""
    table = table_of(element, rule.name)
    number = fired_row(element, table)
    asked = "、".join(_value(element, name) for name in rule.columns)
    if number is None:
        return Told(False, f"{asked}，附表“{rule.table}”里查不到")
    found = f"查附表“{rule.table}”" if number < len(rule.rows) else f"附表“{rule.table}”里查不到"
    return _outcome(element, rule.name, table.rows[number].outputs[0], f"{asked}，{found}")


def _value(element: Element, name: str) -> str:
    return f"{name}（空着）" if element.lacks(name) else f"{name}{element.shown(name)}"


def cases(element: Element, rule: k.Cases) -> Told:
    """The circumstance that holds, or all that hold and what is done with them."""
    if rule.combining not in (None, k.Combining.FIRST):
        return _together(element, rule)
    table = table_of(element, rule.name)
    number = fired_row(element, table)
    if number is None:
        missing = element.missing(table.inputs)
        lacking = f"没有{'、'.join(missing)}，" if missing else ""
        return Told(False, f"{lacking}写明的情形都不符合，没有{rule.name}")
    met = conditions(element, table, number) if rule.branches[number].tests else "其余情形"
    if len(rule.branches) == 1 and not rule.branches[number].tests:
        met = ""
    return _outcome(element, rule.name, table.rows[number].outputs[0], met)


def _together(element: Element, rule: k.Cases) -> Told:
    assert rule.combining is not None
    told: list[Told] = []
    for number, branch in enumerate(rule.branches, 1):
        name = f"{rule.name}（{number}）"
        maker = element.maker(name) if branch.tests else None
        if isinstance(maker, Table) and fired_row(element, maker) == 0:
            met = conditions(element, maker, 0)
            one = _outcome(element, name, maker.rows[0].outputs[0], met)
            told.append(Told(one.there, one.why.replace(name, rule.name), one.lines, one.rows))
    there = not element.lacks(rule.name)
    result = f"{rule.name}{element.shown(rule.name)}"
    if not told:
        none = "写明的情形都不符合"
        return Told(there, f"{none}，其余的{result}" if there else f"{none}，没有{rule.name}")
    if len(told) == 1:
        return Told(there, f"只符合一种情形：{told[0].why}", told[0].lines, told[0].rows)
    lines = tuple(line for each in told for line in (each.why, *each.lines))
    rows = tuple(row for each in told for row in each.rows)
    return Told(there, f"符合{len(told)}种情形，{rule.combining.value}，{result}", lines, rows)


_TELL: dict[type, Callable[[Element, Any], Told]] = {
    r.Formula: formula,
    k.RowFormula: formula,
    k.Scale: scale,
    k.LookedUp: looked_up,
    k.Cases: cases,
    k.Ordering: ordering,
    k.Bands: bands,
    k.ShareOut: share_out,
}
