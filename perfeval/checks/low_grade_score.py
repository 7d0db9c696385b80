"""PE806: a higher grade that a unit can get with a score too low for a lower one."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.checks.check import Check, Subject
from perfeval.checks.witness import witness_of
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.rulebook.book import Clause
from perfeval.tables.cells import ANY, Among, Cell, is_empty, meet
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE
from perfeval.tables.model import Fixed, RankStep, Table
from perfeval.verify.proof import Found, Undecided
from perfeval.verify.wanted import texts


def _find(subject: Subject) -> Iterator[Diagnostic]:
    by_score, table = subject.model.node(GRADE_BY_SCORE), subject.model.node(GRADE)
    if not isinstance(by_score, Table) or not isinstance(table, Table):
        return
    order = subject.book.grades
    scored = [grade for grade in order if Fixed(grade) in [row.outputs[0] for row in by_score.rows]]
    for grade in order:
        # What a score has to reach for the grade itself, or, where it asks for none, for the next one.
        wanted = next((each for each in scored if order.index(each) >= order.index(grade)), None)
        if wanted is None:
            continue
        for low in scored[scored.index(wanted) + 1 :]:
            found = list(_both(subject, table, (grade, wanted, low)))
            yield from found
            if found:
                break


def _both(subject: Subject, table: Table, grades: tuple[str, str, str]) -> Iterator[Diagnostic]:
    grade, wanted, low = grades
    if not _may_meet(subject, grade, low):
        return
    wanted_of_unit = texts((GRADE, grade), (GRADE_BY_SCORE, low))
    answer = subject.search(("both", grade, low), [GRADE, GRADE_BY_SCORE], wanted_of_unit)
    clause = _giving(subject, table, grade)
    message = f"评为{grade}的，得分可以够不上{wanted}"
    if isinstance(answer, Found):
        ranks = [node for node in subject.model.nodes if isinstance(node, RankStep)]
        shown = [*([subject.total] if subject.total else []), *(node.name for node in ranks), GRADE]
        witness = witness_of(subject, answer.situation, answer.unit, shown)
        yield CHECK.finding(message, clause, about=grade, witness=witness)
    elif isinstance(answer, Undecided):
        yield CHECK.undecided(message, clause, answer.reason, about=grade)


def _may_meet(subject: Subject, grade: str, low: str) -> bool:
    """Whether some row that gives the grade, and one that gives the low grade by score, go together.

    Their conditions tell at once for most grades; only what they leave open is searched for.
    """
    high_rows = _rows_for(subject.model.table(GRADE), grade)
    low_rows = _rows_for(subject.model.table(GRADE_BY_SCORE), low)
    return any(
        not any(is_empty(meet(cell, both.get(name, ANY))) for name, cell in cells.items())
        for cells in high_rows
        for low_cells in low_rows
        for both in [{**low_cells, GRADE_BY_SCORE: Among((low,))}]
    )


def _rows_for(table: Table, grade: str) -> list[dict[str, Cell]]:
    """The conditions, by column, of the rows that give a grade."""
    return [
        dict(zip(table.inputs, row.cells, strict=True))
        for row in table.rows
        if row.outputs[0] == Fixed(grade)
    ]


def _giving(subject: Subject, table: Table, grade: str) -> Clause:
    """The first clause that gives a grade otherwise than by score, or by score if there is no other."""
    owners = [row.clause for row in table.rows if row.outputs[0] == Fixed(grade)]
    return subject.clause(owners[0])


CHECK = Check(
    "PE806",
    "低分高评",
    Severity.WARNING,
    what="按名次或直接评定的高等次，得分够不上低一等次的分数线也能得到。",
    why="普遍考得差的序列里，排第一的单位不到达标线也评优秀、拿优秀的奖金；别的序列分数更高的单位反而只是达标。",
    remedy="给这个等次写一个最低分（如“评为优秀的，综合得分须够得上达标”）；原文没有写的，写成口径。",
    find=_find,
    every_reading=True,
)
