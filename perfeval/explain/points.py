"""Accounts of clauses that give points: scoring, highest, caps, the year, formulas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from perfeval.explain.account import Part, RowEntry, Status
from perfeval.explain.element import Element, valued
from perfeval.explain.view import Failure, View, why_not
from perfeval.quantity.number import plain
from perfeval.rulebook import expressions as e
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables.conditions import THIS_YEAR
from perfeval.tables.expression_shapes import rescaled_parts
from perfeval.tables.expression_words import peeled
from perfeval.tables.flow import names_in
from perfeval.tables.model import CapStep, FormulaStep, Gather, HighestRow, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.tables.points import NEXT_YEAR

_GROUPS = ("单位", "类别", "序列")


# ---------------------------------------------------------------- scoring


def score(view: View, clause: Clause, rule: r.Score) -> Part:
    """A clause that scores rows of a ledger."""
    table, gather = _nodes(view, clause, rule)
    ident = ("scored", table.name, gather.name)
    rows = view.entries(ident, gather.ledger, lambda own, row: _scored_row(own, table, gather, row))
    total = view.value(gather.name)
    assert isinstance(total, int)
    places = view.column(gather.name).places
    counted = [entry for entry in rows if entry.status in (Status.COUNTED, Status.CAPPED)]
    if counted:
        why = f"{len(counted)}项计入"
        before = view.before(gather.name)
        if before != total:
            why += f"，合计{plain(before, places)}分，合计最高{plain(total, places)}分"
        return Part(Status.COUNTED, why, total, places, rows=rows)
    status, why = _nothing(view, rule, rows)
    return Part(status, why, total, places, rows=rows)


def _nodes(view: View, clause: Clause, rule: r.Score) -> tuple[Table, Gather]:
    """The table and the gather of one scoring sentence of the clause."""
    rules = clause.rules_under(view.chosen(clause))
    nth = [each for each in rules if isinstance(each, r.Score)].index(rule)
    gathers = [node for node in view.nodes(clause) if isinstance(node, Gather)]
    made = sorted(gathers, key=lambda gather: (len(gather.source), gather.source))[nth]
    return view.plan.table(made.source.strip("【】")), made


def _nothing(view: View, rule: r.Score, rows: tuple[RowEntry, ...]) -> tuple[Status, str]:
    """Why a scoring clause gave nothing."""
    if not view.concerns(rule.rows):
        return Status.NOT_APPLICABLE, f"只适用于{'、'.join(rule.rows.groups)}"
    for status in (Status.ABSORBED, Status.OUT_OF_YEAR):
        if any(entry.status is status for entry in rows):
            return status, next(entry.why for entry in rows if entry.status is status)
    return Status.NOT_COUNTED, f"“{rule.rows.ledger}”台账里没有符合的记录"


def _scored_row(view: View, table: Table, gather: Gather, row: int) -> RowEntry | None:
    """What became of one row under this clause; None where the row is another clause's business."""
    fired = view.fired(table, row)
    ledger = gather.ledger
    if fired:
        value = view.counted(gather.name, ledger, row)
        points = None if value is None else plain(value, view.column(gather.name).places)
        status, why = _fired_row(view, table, gather, row, fired[0], value)
        return _entry(view, ledger, row, status, points, why)
    reasons = [view.failing(table, number, row) for number in range(len(table.rows))]
    fewest = min(reasons, key=len)
    outside = [failure[0] for failure in fewest]
    period = next((name for name in table.inputs if name.endswith("的年度")), None)
    if all(column == period or column in _GROUPS for column in outside):
        if period in outside:
            return _entry(view, ledger, row, Status.OUT_OF_YEAR, None, out_of_year(view, ledger, row))
        return _entry(view, ledger, row, Status.NOT_APPLICABLE, None, _not_for(view, fewest))
    if _claimed(view, ledger, row):
        return None
    first = next(found for found in fewest if found[0] != period and found[0] not in _GROUPS)
    status, why = Status.NOT_COUNTED, why_not(view, first)
    if any(name in _GROUPS for name in outside):
        status, why = Status.NOT_APPLICABLE, _not_for(view, fewest)
    return _entry(view, ledger, row, status, None, why)


def _not_for(view: View, failing: list[Failure]) -> str:
    column, cell, _, _ = next(found for found in failing if found[0] in _GROUPS)
    values = getattr(cell, "values", ())
    return f"只适用于{'、'.join(values)}，{view.name}的{column}不在其中"


def _claimed(view: View, ledger: str, row: int) -> bool:
    """Whether some scoring clause on this ledger takes the row, or would but for the year."""
    for node in view.model.nodes:
        if not isinstance(node, Gather) or node.ledger != ledger or not node.source.startswith("【"):
            continue
        table = view.plan.table(node.source.strip("【】"))
        if any(_holds_but_for_the_year(view, table, number, row) for number in range(len(table.rows))):
            return True
    return False


def _holds_but_for_the_year(view: View, table: Table, number: int, row: int) -> bool:
    asked = zip(table.inputs, table.rows[number].cells, strict=True)
    return all(name.endswith("的年度") or view.meets(cell, table.grain, name, row) for name, cell in asked)


def _fired_row(
    view: View, table: Table, gather: Gather, row: int, number: int, value: int | None
) -> tuple[Status, str]:
    if value is not None:
        note = table.rows[number].note
        return (Status.CAPPED, note) if note else (Status.COUNTED, "")
    if gather.winners is not None and view.absorbed(gather.winners, gather.ledger, row):
        return Status.ABSORBED, _absorbed(view, gather.winners, gather.ledger, row)
    return Status.NOT_COUNTED, "不论次数，只计一次"


def _absorbed(view: View, name: str, ledger: str, row: int) -> str:
    return view.apart_row(("absorbed", name), ledger, row, lambda own, each: _absorbing(own, name, each))


def _absorbing(view: View, name: str, row: int) -> str:
    step, winner = view.plan.named[name], view.winner(name, row)
    assert isinstance(step, HighestRow)
    assert winner is not None
    key = view.at(step.ledger, step.key, row)
    return f"{step.key}“{key}”已按第{view.line(step.ledger, winner)}行计，不重复加分"


def out_of_year(view: View, ledger: str, row: int) -> str:
    """Why a row does not count this year: 日期2014年2月1日在评估年度之后，计入下年度."""
    period = f"{ledger}的年度"
    verdict = view.at(ledger, period, row)
    table = view.plan.table(period)
    day = view.told(ledger, table.inputs[0], row)
    where = {NEXT_YEAR: "之后，计入下年度", "往年": "之前，本年度不计"}.get(str(verdict), "之后，本年度不计")
    return f"{table.inputs[0]}{day}在评估年度{where}"


def _entry(view: View, ledger: str, row: int, status: Status, points: str | None, why: str) -> RowEntry:
    return RowEntry(ledger, view.line(ledger, row), status, points, why, view.cells(ledger, row))


# ---------------------------------------------------------------- highest, year, caps


def highest(view: View, clause: Clause, rule: r.Highest) -> Part:
    """同项取高: which rows were absorbed, and by which."""
    ident = ("highest", clause.name, rule.ledger)
    rows = view.entries(ident, rule.ledger, lambda own, row: _highest_row(own, clause, rule.ledger, row))
    if rows:
        return Part(Status.ABSORBED, f"{len(rows)}次被同一{rule.key}的更高加分吸收", rows=rows)
    return Part(Status.NOT_COUNTED, f"没有同一{rule.key}的重复加分")


def _highest_row(view: View, clause: Clause, ledger: str, row: int) -> RowEntry | None:
    if not view.absorbed(clause.name, ledger, row):
        return None
    why = _absorbed(view, clause.name, ledger, row)
    return _entry(view, ledger, row, Status.ABSORBED, None, why)


def period(view: View, clause: Clause, rule: r.Period) -> Part:
    """评估年度: which rows lie outside the year."""
    rows: list[RowEntry] = []
    for ledger in rule.ledgers:
        rows.extend(view.entries(("period", ledger), ledger, partial(_row_out_of_year, ledger)))
    if rows:
        return Part(Status.OUT_OF_YEAR, f"{len(rows)}条记录不在评估年度内", rows=tuple(rows))
    return Part(Status.NOT_COUNTED, "没有评估年度以外的记录")


def _row_out_of_year(ledger: str, view: View, row: int) -> RowEntry | None:
    if view.at(ledger, f"{ledger}的年度", row) == THIS_YEAR:
        return None
    return _entry(view, ledger, row, Status.OUT_OF_YEAR, None, out_of_year(view, ledger, row))


def cap(view: View, clause: Clause, rule: r.Cap) -> Part:
    """A cap: how much came together, and what was taken off."""
    step = next(node for node in view.nodes(clause) if isinstance(node, CapStep))
    cut = view.value(step.name)
    assert isinstance(cut, int)
    before = plain(abs(view.before(step.name)), step.places)
    word = "加分" if rule.sign > 0 else "减分"
    if cut:
        less = plain(abs(cut), step.places)
        why = f"所管的{word}共{before}分，超过{rule.limit}分，去掉{less}分"
        return Part(Status.CAPPED, why, cut, step.places)
    return Part(Status.NOT_COUNTED, f"所管的{word}共{before}分，没有超过{rule.limit}分", cut, step.places)


def adds_up(expression: e.Expression) -> bool:
    """Whether a formula is a sum of several columns, each as it is or times a number."""
    inside, _ = peeled(expression)
    marks = rescaled_parts(inside)
    if marks is not None:
        return len(marks) > 1
    if isinstance(inside, e.Product):
        # （基础分＋加分）×0.9
        return any(isinstance(part, e.Sum) and adds_up(part) for part in inside.factors)
    if not isinstance(inside, e.Sum):
        return isinstance(inside, e.Quantity) and inside.name.startswith("【")
    terms = [term.operand if isinstance(term, e.Negative) else term for term in inside.terms]
    return len(names_in(inside)) > 1 and all(_is_share(term) for term in terms)


def _is_share(term: e.Expression) -> bool:
    parts = term.factors if isinstance(term, e.Product) else (term,)
    return all(isinstance(part, e.Literal | e.Quantity) for part in parts)


def formula_line(view: View, name: str) -> str:
    """A formula of the unit with its figures: 综合得分702分＝指标评估得分423.5分＋…; see ``Valued``."""
    element = Element(view, UNIT_GRAIN, view.index)
    step = element.maker(name)
    assert isinstance(step, FormulaStep)
    return valued(element).line(name, step.expression)


def full_marks(view: View, clause: Clause, rule: r.FullMarks) -> Part:
    """满分: the scores against their full marks."""
    shown = "，".join(f"{column}{view.shown(column)}（满分{mark}分）" for _, column, mark in rule.marks)
    return Part(Status.REMARK, shown)


def _plainly(view: View, entry: RowEntry) -> RowEntry:
    return entry


def fired_rows(
    view: View,
    ledger: str,
    picks: str,
    how: str = "",
    turned: Callable[[View, RowEntry], RowEntry] = _plainly,
) -> tuple[RowEntry, ...]:
    """All of the unit's rows in a ledger, and whether a table picked them.

    turned: what is told of each instead. how: what tells ``turned`` from others.
    """
    table = view.plan.table(picks)
    return view.entries(
        ("fired", picks, how), ledger, lambda own, row: turned(own, _picked(own, table, ledger, row))
    )


def _picked(view: View, table: Table, ledger: str, row: int) -> RowEntry:
    if view.fired(table, row):
        return _entry(view, ledger, row, Status.COUNTED, None, "")
    failing = view.failing(table, 0, row)
    if any(failure[0].endswith("的年度") for failure in failing):
        return _entry(view, ledger, row, Status.OUT_OF_YEAR, None, out_of_year(view, ledger, row))
    return _entry(view, ledger, row, Status.NOT_COUNTED, None, why_not(view, failing[0]))
