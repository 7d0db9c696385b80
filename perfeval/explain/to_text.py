"""An account as text that a unit's head can read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.evaluate.readings import show_chosen
from perfeval.explain.account import Account, ClauseEntry, RowEntry, Status
from perfeval.source.visible import visible

_QUIET = (Status.NOT_APPLICABLE, Status.REMARK)


def account_to_text(account: Account) -> str:
    """The grade, how the total and the grade came about, every clause, the readings applied."""
    record = account.record
    head = account.unit
    if "等次" in record:
        head += f"：评为{record['等次']}" if record["等次"] else "：不评等次"
    results = "；".join(f"{name}：{value}" for name, value in account.results if name != "等次")
    told = [entry for entry in account.clauses if entry.status not in _QUIET]
    lines = [_clause(entry, last) for entry, last in zip(told, [None, *told], strict=False)]
    sections = (
        ("得分是怎样加起来的", account.sums),
        ("等次是怎样定的", account.grading),
        ("各条款给了什么", lines),
        ("不适用于本单位的条款", _quiet_lines(account, Status.NOT_APPLICABLE)),
        ("说明性的条款", _quiet_lines(account, Status.REMARK)),
        ("所用的口径", _readings(account)),
    )
    filled = [(title, inside) for title, inside in sections if inside]
    numbered = zip("一二三四五六", filled, strict=False)
    parts = [f"《{account.title}》\n{head}\n{results}"]
    parts.extend(_section(f"{number}、{title}", inside) for number, (title, inside) in numbered)
    return visible("\n\n".join(parts), kept="\n")


def _quiet_lines(account: Account, status: Status) -> list[str]:
    return [_quiet(entry) for entry in account.clauses if entry.status is status]


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(_indent(line) for line in lines)])


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


def _result(entry: ClauseEntry) -> str:
    shown = entry.status.value
    if entry.points is not None and entry.points != "0":
        sign = "" if entry.points.startswith("-") else "+"
        shown += f" {sign}{entry.points}分"
    if entry.money is not None:
        shown += f" {entry.money}元"
    return shown


def _clause(entry: ClauseEntry, last: ClauseEntry | None) -> str:
    lines = [f"【{entry.clause}】{entry.citation}  {_result(entry)}：{entry.why}"]
    same = last is not None and last.quote == entry.quote
    lines.append("  原文：同上" if same else f"  原文：{entry.quote.replace(chr(10), ' ')}")
    lines.extend(f"  - {_row(row)}" for row in entry.rows)
    return "\n".join(lines)


def _row(row: RowEntry) -> str:
    shown = f"{row.table}第{row.line}行（{'，'.join(row.cells)}）{row.status.value}"
    if row.points is not None:
        shown += f"{row.points}分"
    return f"{shown}：{row.why}" if row.why else shown


def _quiet(entry: ClauseEntry) -> str:
    lines = [f"【{entry.clause}】{entry.citation}：{entry.why}"]
    lines.extend(f"  - {_row(row)}" for row in entry.rows)
    return "\n".join(lines)


def _readings(account: Account) -> list[str]:
    places = {
        entry.reading[0]: f"【{entry.clause}】{entry.citation}"
        for entry in account.clauses
        if entry.reading is not None
    }
    return [show_chosen(each, places[each.name]) for each in account.chosen]
