"""PE804: a cap, or the limit of a clause, that nothing can ever reach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.examples.coverage_steps import limit_of, shown_in_steps
from perfeval.examples.goals import CapGoal
from perfeval.tables.model import UNIT_GRAIN
from perfeval.verify.proof import Answer, Impossible, Undecided


def _find(subject: Subject) -> Iterator[Diagnostic]:
    shown = tuple(shown_in_steps(subject.judged.outcome))
    for node in subject.model.nodes:
        limit = limit_of(node, subject.model)
        if limit is None or CapGoal(node.name, binds=True) in shown:
            continue
        clause, said = limit
        answer = subject.memory.answer(
            "binds",
            subject.model,
            [(UNIT_GRAIN, node.name)],
            partial(_asked, subject, node.name),
        )
        if isinstance(answer, Impossible):
            message = f"【{clause}】的上限{said}分永远到不了，等于没有封顶"
            yield CHECK.finding(message, subject.clause(clause), about=f"{said}分")
        elif isinstance(answer, Undecided):
            message = f"【{clause}】的上限{said}分到不到得了"
            yield CHECK.undecided(message, subject.clause(clause), answer.reason, about=f"{said}分")


def _asked(subject: Subject, step: str) -> Answer:
    return subject.questions.can_bind(step)


CHECK = Check(
    "PE804",
    "封顶落空",
    Severity.WARNING,
    what="一个上限，在它管的条款和台账允许的范围以内，怎么加也加不到。",
    why="单位以为分是封了顶的，其实从来封不住；多半是上限写大了，或者所管的条款已经各有更低的上限。",
    remedy="核对上限的分数和它所管的条款；多余的上限，删去。",
    find=_find,
    every_reading=True,
)
