"""PE809: a total that can leave what the full marks promise: above their sum, or below zero."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.checks.check import Check, Subject
from perfeval.checks.witness import witness_of
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.quantity.number import plain
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.proof import Found, Undecided
from perfeval.verify.wanted import beyond


def _find(subject: Subject) -> Iterator[Diagnostic]:
    total = subject.total
    for clause in subject.book.clauses:
        for rule in clause.rules:
            if isinstance(rule, r.FullMarks) and total is not None:
                yield from _beyond(subject, clause, rule, total)


def _beyond(subject: Subject, clause: Clause, marks: r.FullMarks, total: str) -> Iterator[Diagnostic]:
    places = subject.model.columns[UNIT_GRAIN, total].places
    if marks.total.places > places:
        return
    for line, above, word in ((marks.total.scaled(places), True, "高于"), (0, False, "低于")):
        wanted = beyond(total, line, above=above)
        answer = subject.search(("beyond", line, above), [total], wanted, tidy=True)
        shown = f"{plain(line, places)}分"
        about = f"{word}{shown}"
        if isinstance(answer, Found):
            witness = witness_of(subject, answer.situation, answer.unit, [total])
            yield CHECK.finding(f"“{total}”可以{word}{shown}", clause, about=about, witness=witness)
        elif isinstance(answer, Undecided):
            yield CHECK.undecided(f"“{total}”会不会{word}{shown}", clause, answer.reason, about=about)


CHECK = Check(
    "PE809",
    "超出满分",
    Severity.WARNING,
    what="排名次、评等次所用的总分，可以高于写明的满分，或者低于0分。",
    why="方案说满分是多少，加减分却让总分越过它：分数线是按满分定的，越过以后，加分就能抵掉本职工作的失分。",
    remedy="给加减分封顶，使总分越不过满分、减不到0分以下；本来就允许的，写一句知悉。",
    find=_find,
    every_reading=True,
    reading_answers=True,
)
