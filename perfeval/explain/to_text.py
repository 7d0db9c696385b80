"""An account as text that a unit's head can read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.evaluate.readings import show_chosen
from perfeval.explain.account import Account, ClauseEntry, RowEntry, RowResults, Status
from perfeval.source.text_table import text_table
from perfeval.source.visible import visible
from perfeval.tables.to_text_layout import fit, hang

_QUIET = (Status.NOT_APPLICABLE, Status.REMARK)
# Screen columns of a line of numbers, and how many rows of a ledger are listed under a clause.
WIDTH = 110
ROWS = 10


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
        ("取自别的规则书", account.taken),
        ("本单位各条记录的结果", [_row_results(each) for each in account.row_results]),
    )
    filled = [(title, inside) for title, inside in sections if inside]
    numbered = zip("一二三四五六七八", filled, strict=False)
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
    head = f"【{entry.clause}】{entry.citation}  {_result(entry)}"
    why, more = _told(entry, head)
    lines = [why]
    same = last is not None and last.quote == entry.quote
    lines.append("  原文：同上" if same else f"  原文：{entry.quote.replace(chr(10), ' ')}")
    return "\n".join([*lines, *more])


def _told(entry: ClauseEntry, head: str) -> tuple[str, list[str]]:
    """The head with why; where sentences compute, what else is told, or one sentence below the other."""
    if not entry.told:
        return f"{head}：{entry.why}", _rows(entry.rows, "  ")
    if len(entry.told) == 1:
        why, more, rows = entry.told[0]
        found = [*(_further(line, "  ") for line in more), *_rows(rows, "  ")]
        return hang(f"{head}：{why}", WIDTH, "", "    "), found
    lines: list[str] = []
    for why, more, rows in entry.told:
        lines.append(_further(why, "  "))
        lines.extend(_further(line, "    ") for line in more)
        lines.extend(_rows(rows, "    "))
    return head, lines


def _further(line: str, margin: str) -> str:
    return hang(line, WIDTH, f"{margin}· ", f"{margin}  ")


def _rows(rows: Sequence[RowEntry], margin: str) -> list[str]:
    """The rows: those that count first where there are too many."""
    lines: list[str] = []
    counting = [row for row in rows if row.status in (Status.COUNTED, Status.CAPPED)]
    kept = list(rows)
    if len(kept) > ROWS:
        first = [*counting, *(row for row in kept if row not in counting)][:ROWS]
        kept = [row for row in kept if row in first]
    lines.extend(_below(row, margin) for row in kept)
    if len(kept) < len(rows):
        lines.append(f"{margin}- 另有{len(rows) - len(kept)}条")
    return lines


def _row_results(results: RowResults) -> str:
    """A table of what the book lists of the unit's rows."""
    lines = [f"第{line}行" for line in results.lines]
    rows = [(line, *cells) for line, cells in zip(lines, results.rows, strict=True)]
    fitted = fit(("行", *results.names), rows[:ROWS], WIDTH)
    more = f"\n另有{len(rows) - ROWS}条" if len(rows) > ROWS else ""
    return f"{results.ledger}（{len(rows)}条）\n{text_table(fitted.headers, fitted.rows)}{more}"


def _below(row: RowEntry, margin: str) -> str:
    return hang(_row(row), WIDTH, f"{margin}- ", f"{margin}  ") if row.value else f"{margin}- {_row(row)}"


def _row(row: RowEntry) -> str:
    cells = f"（{'，'.join(row.cells)}）" if row.cells or not row.value else ""
    shown = f"{row.table}第{row.line}行{cells}{row.status.value}"
    if row.value and row.why and row.status in (Status.COUNTED, Status.NOT_APPLICABLE):
        shown = f"{row.table}第{row.line}行{cells}"
    elif row.value:
        shown = f"{row.table}第{row.line}行{cells}{row.value}"
        shown += "" if row.status is Status.COUNTED else f"，{row.status.value}"
    if row.points is not None:
        shown += f"{row.points}分"
    return f"{shown}：{row.why}" if row.why else shown


def _quiet(entry: ClauseEntry) -> str:
    why, more = _told(entry, f"【{entry.clause}】{entry.citation}")
    lines = [why, *more]
    return "\n".join(lines)


def _readings(account: Account) -> list[str]:
    places = {
        entry.reading[0]: f"【{entry.clause}】{entry.citation}"
        for entry in account.clauses
        if entry.reading is not None
    }
    return [show_chosen(each, places[each.name]) for each in account.chosen]
