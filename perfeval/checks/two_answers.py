"""PE801: two rows of a table that hold for the same facts and cannot both be used."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.analysis.domains import domains_of
from perfeval.analysis.geometry.overlap import Overlap, overlaps
from perfeval.checks.check import Check, Subject
from perfeval.checks.vectors import vector_of
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.tables.flow import upstream
from perfeval.tables.model import HitPolicy, Table
from perfeval.verify.wanted import both_rows

# As many pairs of one table are told at most; the others come of the same slip.
_MOST = 3
# As many pairs are looked at: in a FIRST table nearly all of them may meet.
_LOOKED_AT = 10_000


def _find(subject: Subject) -> Iterator[Diagnostic]:
    for table in subject.model.nodes:
        if isinstance(table, Table) and table.hit_policy is not HitPolicy.COLLECT:
            domains = domains_of(subject.book, subject.model, table)
            clashing = [each for each in overlaps(table, domains, _LOOKED_AT) if _clash(table, each)]
            told = 0
            for each in clashing:
                if told < _MOST and not _is_excluded(subject, table, each):
                    told += 1
                    yield _told(subject, table, each)


def _clash(table: Table, pair: Overlap) -> bool:
    """Whether two rows that both hold are one too many."""
    one, other = table.rows[pair.first], table.rows[pair.second]
    if table.hit_policy is HitPolicy.UNIQUE:
        return True
    return one.tier == other.tier and one.outputs != other.outputs


def _is_excluded(subject: Subject, table: Table, pair: Overlap) -> bool:
    """Whether no facts bring such values together, although each column by itself may hold them."""
    ends = [(table.grain, name) for name in table.inputs]
    question = (CHECK.code, table, pair.first, pair.second, upstream(subject.model.nodes, ends))
    truth = both_rows(table, pair.first, pair.second)
    return subject.memory.remember(question, lambda: subject.questions.never(truth))


def _told(subject: Subject, table: Table, pair: Overlap) -> Diagnostic:
    one, other = (table.rows[number].clause for number in (pair.first, pair.second))
    who = f"【{one}】里有两行" if one == other else f"【{one}】和【{other}】"
    message = f"{who}在同样的情形下都符合，“{table.name}”不知用哪一个"
    clauses = [clause.name for clause in subject.book.clauses]
    later = max(one, other, key=clauses.index)
    witness = vector_of(subject.model, table, pair.values, (pair.first, pair.second))
    return CHECK.finding(message, subject.clause(later), witness=witness)


CHECK = Check(
    "PE801",
    "两个答案",
    Severity.ERROR,
    what="决策表的两行会同时符合，而这张表只许用一行：同一个分数评成两个等次，或同一个单位有两笔奖金。",
    why="遇到这样的单位，结果定不下来，计算到这里就停下。",
    remedy="改写条件，使它们互相排除；原文本来有两种读法的，写成口径。",
    find=_find,
    every_reading=True,
)
