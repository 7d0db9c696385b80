"""Accounts of clauses about what follows from a grade."""

from __future__ import annotations

from perfeval.explain.account import Part, RowEntry, Status
from perfeval.explain.grading import has_grades
from perfeval.explain.view import View, why_not
from perfeval.quantity.number import plain
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables.conditions import GRADE
from perfeval.tables.model import Fixed, LookupStep, Table
from perfeval.tables.places import UNIT_GRAIN


def by_grade(view: View, clause: Clause, rule: r.ByGrade) -> Part:
    """An amount by grade."""
    grade = view.value(GRADE)
    if grade is None:
        return Part(Status.NOT_APPLICABLE, "不评等次")
    number = next((number for name, number in rule.amounts if name == grade), None)
    if number is None:
        return Part(Status.NOT_COUNTED, f"没有写{grade}的{rule.name}")
    shown = f"{number}{rule.unit}" if rule.unit else f"{plain(number.units * 100, number.places)}%"
    return Part(Status.COUNTED, f"{grade}，{rule.name}{shown}")


def consequence(view: View, clause: Clause, rule: r.Consequence) -> Part:
    """What a clause about consequences gave: money, statements, measures."""
    if rule.groups and not view.belongs(rule.groups):
        why = f"只适用于{'、'.join(rule.groups)}，{view.name}是{view.category}"
        return Part(Status.NOT_APPLICABLE, why, rows=_history(view, rule, Status.NOT_APPLICABLE))
    said: list[str] = []
    money: str | None = None
    missed: list[str] = []
    for table in _tables(view, clause):
        mine = [number for number, row in enumerate(table.rows) if row.clause == clause.name]
        fired = [number for number in view.fired(table, view.index) if number in mine]
        said.extend(_said(view, table, number) for number in fired)
        column = view.column(table.name)
        if fired and column.unit == "元" and money is None:
            money = view.told_money(table.name)
        if not fired:
            missed.extend(_missed(view, table, mine))
    status = Status.COUNTED if said else Status.NOT_COUNTED
    if view.value(GRADE) is None and has_grades(view) and not said:
        status, missed = Status.NOT_APPLICABLE, ["不评等次"]
    rows = _history(view, rule, status)
    if said:
        return Part(Status.COUNTED, "；".join(said), money=money, rows=rows)
    return Part(status, "；".join(dict.fromkeys(missed)), rows=rows)


def _tables(view: View, clause: Clause) -> tuple[Table, ...]:
    """The tables of results and of measures that this clause has rows in, in the order of results."""
    found = [
        node
        for node in view.nodes(clause)
        if isinstance(node, Table) and node.grain == UNIT_GRAIN and node.outputs == (node.name,)
    ]
    names = [*view.result_names, *(table.name for table in found)]
    return tuple(sorted(found, key=lambda table: names.index(table.name)))


def _said(view: View, table: Table, number: int) -> str:
    output = table.rows[number].outputs[0]
    if isinstance(output, Fixed):
        if isinstance(output.value, str):
            return output.value
        return table.name if output.value else f"不{table.name}"
    return f"{table.name}{view.shown(table.name)}"


def _missed(view: View, table: Table, mine: list[int]) -> list[str]:
    """Why none of the clause's rows fired, from the row that came nearest."""
    failing = [view.failing(table, number, view.index) for number in mine]
    nearest = min(failing, key=len)
    if not nearest:
        return [f"{table.name}另有条款决定"]
    return [why_not(view, failure) for failure in nearest]


def _history(view: View, rule: r.Consequence, status: Status) -> tuple[RowEntry, ...]:
    """Rows of earlier grades, where the clause asks about years in a row; status: the clause's own."""
    if not any(isinstance(test, c.GradedInARow) for test in rule.tests):
        return ()
    lookups = [node for node in view.model.nodes if isinstance(node, LookupStep)]
    ledger, key = lookups[0].ledger, lookups[0].key
    years = [node.wanted for node in lookups if node.ledger == ledger]

    def tell(own: View, row: int) -> RowEntry:
        year = own.at(ledger, key, row)
        inside = year in years
        why = "" if inside else f"{year}年不在连续计算之内"
        became = status if inside else Status.NOT_APPLICABLE
        return RowEntry(ledger, own.line(ledger, row), became, None, why, own.cells(ledger, row))

    return view.entries(("history", ledger, status), ledger, tell)
