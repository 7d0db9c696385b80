"""PE804: a cap, or the limit of a clause, that nothing can ever reach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.examples.coverage_steps import limit_of, shown_in_steps
from perfeval.examples.goals import CapGoal
from perfeval.tables.model import CapStep, Gather, Gathering, HighestRow, Node
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.compare import TOO_MANY_ROWS
from perfeval.verify.proof import Answer, Impossible, Undecided


def _find(subject: Subject) -> Iterator[Diagnostic]:
    shown = tuple(shown_in_steps(subject.judged.outcome))
    for node in subject.model.nodes:
        limit = limit_of(node, subject.model)
        if limit is None or CapGoal(node.name, binds=True) in shown:
            continue
        clause, said = limit
        answer = binds(subject, node.name)
        if isinstance(answer, Impossible) and _grows_without_end(subject, node):
            answer = Undecided(TOO_MANY_ROWS)
        if isinstance(answer, Impossible):
            message = f"【{clause}】的上限{said}分永远超不过，等于没有封顶"
            yield CHECK.finding(message, subject.clause(clause), about=f"{said}分")
        elif isinstance(answer, Undecided):
            message = f"【{clause}】的上限{said}分会不会超过"
            yield CHECK.undecided(message, subject.clause(clause), answer.reason, about=f"{said}分")


def binds(subject: Subject, step: str) -> Answer:
    """Whether a limit ever takes anything off."""
    ask = partial(_asked, subject, step)
    return subject.memory.answer("binds", subject.model, [(UNIT_GRAIN, step)], ask)


def _asked(subject: Subject, step: str) -> Answer:
    return subject.questions.can_bind(step)


def _grows_without_end(subject: Subject, node: Node) -> bool:
    """Whether enough rows reach any limit, so that a proof over some rows says nothing."""
    if isinstance(node, Gather):
        return _is_endless(subject, node)
    inner = [subject.model.node(name) for name in node.inner] if isinstance(node, CapStep) else []
    capped = [name for cap in inner if isinstance(cap, CapStep) for name in cap.limited]
    names = [name for name in node.limited if name not in capped] if isinstance(node, CapStep) else []
    gathers = [subject.model.node(name) for name in names]
    return any(
        isinstance(each, Gather) and each.limit is None and _is_endless(subject, each) for each in gathers
    )


def _is_endless(subject: Subject, gather: Gather) -> bool:
    """Whether a unit may have any number of rows that are counted one by one."""
    ledger = subject.book.schema.ledger(gather.ledger)
    if gather.how is not Gathering.SUM or ledger is None or ledger.per_unit or ledger.key:
        return False
    keeping = subject.model.node(gather.winners) if gather.winners is not None else None
    key = ledger.column(keeping.key) if isinstance(keeping, HighestRow) else None
    return key is None or not key.values


CHECK = Check(
    "PE804",
    "封顶落空",
    Severity.WARNING,
    what="一个上限，在它管的条款和台账允许的范围以内，怎么加也超不过。",
    why="单位以为分是封了顶的，其实从来封不住；多半是上限写大了，或者所管的条款已经各有更低的上限。",
    remedy="核对上限的分数和它所管的条款；多余的上限，删去。",
    find=_find,
    every_reading=True,
    reading_answers=True,
)
