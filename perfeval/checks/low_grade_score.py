"""PE806: a higher grade that a unit can get with a score too low for a lower one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.checks.check import Check, Subject
from perfeval.checks.witness import witness_of
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.evaluate.outcome import Outcome
from perfeval.tables.cells import ANY, Among, is_empty, meet
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE
from perfeval.tables.model import Fixed, Row, Table
from perfeval.verify.encode import Encoder
from perfeval.verify.fired import fired_of, key_of_table
from perfeval.verify.proof import Found, Undecided
from perfeval.verify.terms import Term
from perfeval.verify.wanted import Wanted, texts


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
    """What each clause that gives the grade gives in spite of the low score."""
    grade, wanted, low = grades
    message = f"评为{grade}的，得分可以够不上{wanted}"
    for clause, rows in _giving(table, grade).items():
        if not _may_meet(subject, [table.rows[number] for number in rows], low):
            continue
        answer = subject.search(("both", clause, grade, low), [GRADE, GRADE_BY_SCORE], _by(table, rows, low))
        if isinstance(answer, Found):
            ranking = subject.model.ranking
            shown = [*([subject.total] if subject.total else []), *([ranking.name] if ranking else []), GRADE]
            witness = witness_of(subject, answer.situation, answer.unit, shown)
            least = f"评为{grade}的，{subject.total}须够得上{wanted}"
            remedy = f"给{grade}写一个最低分，如“{least}”；原文没有写的，写成口径。"
            yield CHECK.finding(message, subject.clause(clause), about=grade, witness=witness, remedy=remedy)
        elif isinstance(answer, Undecided):
            asked = message.replace("可以够不上", "会不会够不上")
            yield CHECK.undecided(asked, subject.clause(clause), answer.reason, about=grade)


def _by(table: Table, rows: Sequence[int], low: str) -> Wanted:
    """A unit that gets its grade by one of these rows, and the low one by its score."""
    scored = texts((GRADE_BY_SCORE, low))

    def truth(encoder: Encoder) -> Term:
        fires = encoder.done.tables[key_of_table(table)][0].fires
        return encoder.terms.all([encoder.terms.any(fires[row] for row in rows), scored.truth(encoder)])

    def shows(outcome: Outcome, unit: int) -> bool:
        fired = fired_of(outcome, table)[unit]
        return any(row in fired for row in rows) and scored.shows(outcome, unit)

    return Wanted(truth, shows)


def _may_meet(subject: Subject, rows: Sequence[Row], low: str) -> bool:
    """Whether one of these rows, and one that gives the low grade by score, go together.

    Their conditions tell at once for most grades; only what they leave open is searched for.
    """
    table, by_score = subject.model.table(GRADE), subject.model.table(GRADE_BY_SCORE)
    high_rows = [table.asked(row) for row in rows]
    low_rows = [by_score.asked(row) for row in by_score.rows if row.outputs[0] == Fixed(low)]
    return any(
        not any(is_empty(meet(cell, both.get(name, ANY))) for name, cell in cells.items())
        for cells in high_rows
        for low_cells in low_rows
        for both in [{**low_cells, GRADE_BY_SCORE: Among((low,))}]
    )


def _giving(table: Table, grade: str) -> dict[str, list[int]]:
    """The clauses that give a grade, each with its rows of the table."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(table.rows):
        if row.outputs[0] == Fixed(grade):
            found.setdefault(row.clause, []).append(number)
    return found


CHECK = Check(
    "PE806",
    "低分高评",
    Severity.WARNING,
    what="按名次或直接评定的高等次，得分够不上低一等次的分数线也能得到。",
    why="普遍考得差的序列里，排第一的单位不到达标线也评优秀、拿优秀的奖金；别的序列分数更高的单位反而只是达标。",
    remedy="给这个等次写一个最低分（如“评为优秀的，综合得分须够得上达标”）；原文没有写的，写成口径。",
    find=_find,
    every_reading=True,
    reading_answers=True,
)
