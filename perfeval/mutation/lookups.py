"""Slips in tables to look things up in (附表): a number, two lines exchanged, a line left out."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from perfeval.quantity.number import Number
from perfeval.rulebook.book import Clause, RuleBook
from perfeval.rulebook.calculations import LookedUp, LookupRow
from perfeval.rulebook.expressions import Literal
from perfeval.rulebook.rules import Rule


@frozen(eq=False)
class LookupSlip:
    """A book with one slip in a table that a clause looks into. old, new: the line before and after."""

    clause: Clause
    kind: str
    old: str
    new: str
    book: RuleBook


def lookup_slips(book: RuleBook) -> Iterator[LookupSlip]:
    """The slips in all tables in the order of the clauses; a table that several use is changed in each."""
    for place, clause in enumerate(book.clauses):
        for number, rule in enumerate(clause.rules):
            if isinstance(rule, LookedUp):
                for kind, old, new, rows in _slips(rule):
                    changed: Rule = evolve(rule, rows=rows)
                    rules = (*clause.rules[:number], changed, *clause.rules[number + 1 :])
                    clauses = (*book.clauses[:place], evolve(clause, rules=rules), *book.clauses[place + 1 :])
                    yield LookupSlip(clause, kind, old, new, evolve(book, clauses=clauses))


_Rows = tuple[LookupRow, ...]


def _slips(rule: LookedUp) -> Iterator[tuple[str, str, str, _Rows]]:
    rows = rule.rows
    for at, row in enumerate(rows):
        line = _line(rule, row)
        if isinstance(row.outcome, Literal):
            for kind, by in (("调低", -1), ("调高", 1)):
                moved = evolve(row.outcome, number=_moved(row.outcome.number, by))
                new = evolve(row, outcome=moved)
                yield f"附表的数{kind}", line, _line(rule, new), (*rows[:at], new, *rows[at + 1 :])
        after = rows[at + 1] if at + 1 < len(rows) else None
        if after is not None and after.outcome != row.outcome:
            pair = evolve(row, outcome=after.outcome), evolve(after, outcome=row.outcome)
            shown = "；".join(_line(rule, each) for each in pair)
            old = f"{line}；{_line(rule, after)}"
            yield "附表的两行对调", old, shown, (*rows[:at], *pair, *rows[at + 2 :])
        if len(rows) > 1:
            yield "附表漏写一行", line, "", (*rows[:at], *rows[at + 1 :])


def _moved(number: Number, by: int) -> Number:
    return Number(number.units + by, number.places)


def _line(rule: LookedUp, row: LookupRow) -> str:
    """A line of a table in words: 附表“分值表”：省级、优 6分."""
    asked = "、".join("、".join(each) for each in row.inputs if isinstance(each, tuple))
    given = row.outcome
    shown = given if isinstance(given, str) else ""
    if isinstance(given, Literal):
        shown = f"{given.number}{given.unit}"
    return f"附表“{rule.table}”：{asked} {shown}"
