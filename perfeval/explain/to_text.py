"""An account as text that a unit's head can read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.explain.account import Account, ClauseEntry, RowEntry, Status

_QUIET = (Status.NOT_APPLICABLE, Status.REMARK)


def account_to_text(account: Account) -> str:
    """The grade, how the total and the grade came about, every clause, the readings applied."""
    record = account.record
    grade = record.get("等次")
    head = f"{account.unit}：{f'评为{grade}' if grade else '不评等次'}"
    results = "；".join(f"{name}：{value}" for name, value in account.results if name != "等次")
    parts = [f"《{account.title}》\n{head}\n{results}"]
    parts.append(_section("一、得分是怎样加起来的", account.sums))
    parts.append(_section("二、等次是怎样定的", account.grading))
    told = [entry for entry in account.clauses if entry.status not in _QUIET]
    before = [None, *told]
    lines = [_clause(entry, last) for entry, last in zip(told, before, strict=False)]
    parts.append(_section("三、各条款给了什么", lines))
    rest = (("四、不适用于本单位的条款", Status.NOT_APPLICABLE), ("五、说明性的条款", Status.REMARK))
    for title, status in rest:
        quiet = [entry for entry in account.clauses if entry.status is status]
        if quiet:
            parts.append(_section(title, [_quiet(entry) for entry in quiet]))
    parts.append(_section("六、所用的口径", _readings(account)))
    return "\n\n".join(parts)


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
    return [
        f"{entry.reading[0]}＝{entry.reading[1]}（【{entry.clause}】{entry.citation}）"
        for entry in account.clauses
        if entry.reading is not None
    ]
