"""PE802: facts for which a table has no row: a unit without a grade or a result, an award without points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from attrs import frozen

from perfeval.analysis.domains import domains_of
from perfeval.checks.check import Check, Subject
from perfeval.checks.vectors import vector_of
from perfeval.checks.witness import witness_of
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.tables.cells import Among, AnyValue, Cell, Value, show_cell
from perfeval.tables.conditions import GRADE, GRADE_BY_SCORE
from perfeval.tables.draft import GROUP_COLUMNS
from perfeval.tables.flow import upstream
from perfeval.tables.grading import TAKING_PART
from perfeval.tables.model import HitPolicy, Kind, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.apart import refuted_apart
from perfeval.verify.compare import NOT_CONFIRMED
from perfeval.verify.cover import find_gaps
from perfeval.verify.proof import BEYOND, Found, Impossible, Undecided
from perfeval.verify.seats import is_ranked
from perfeval.verify.wanted import cells

# As many gaps of one table are told at most.
_MOST = 3


def _find(subject: Subject) -> Iterator[Diagnostic]:
    results = subject.book.results or tuple(name for _, name in subject.model.columns)
    for table in subject.model.nodes:
        if not isinstance(table, Table) or table.grain != UNIT_GRAIN or not table.rows:
            continue
        if table.hit_policy is not HitPolicy.COLLECT and table.name in (*results, GRADE_BY_SCORE):
            yield from _gaps(subject, table)


def _gaps(subject: Subject, table: Table) -> Iterator[Diagnostic]:
    gaps = find_gaps(table, domains_of(subject.book, subject.model, table))
    boxes = [
        (box, values)
        for box, values in zip(gaps.boxes, gaps.witnesses, strict=True)
        if not _is_outside(subject, table, values)
    ]
    told = 0
    for box, values in boxes:
        held = _reachable(subject, table, [AnyValue() if cell is None else cell for cell in box])
        if held is None or told == _MOST:
            continue
        wanted = cells(table, held, used=False)
        ends = [table.name, *table.inputs]
        answer = subject.search((CHECK.code, table.name, tuple(held)), ends, wanted)
        if not isinstance(answer, Impossible):
            if isinstance(answer, Undecided) and answer.reason == BEYOND and _is_of_several(held):
                continue
            told += 1
            yield _told(subject, table, _Gap(held, values), answer)


def _is_of_several(held: Sequence[Cell]) -> bool:
    """Whether a gap asks for several columns at once, which may exclude each other."""
    return sum(not isinstance(cell, AnyValue) for cell in held) > 1


def _reachable(subject: Subject, table: Table, held: Sequence[Cell]) -> list[Cell] | None:
    """The gap without the groups of units that never come into it; None where none is left.

    What the tables behind the grade exclude is excluded whatever the grade rests on.
    """
    place = next((number for number, name in enumerate(table.inputs) if name == "类别"), None)
    groups = held[place] if place is not None else None
    if place is None or not isinstance(groups, Among):
        return None if _is_excluded(subject, table, held) else list(held)
    kept = [
        value
        for value in groups.values
        if not _is_excluded(subject, table, [*held[:place], Among((value,)), *held[place + 1 :]])
    ]
    return [*held[:place], Among(tuple(kept)), *held[place + 1 :]] if kept else None


def _is_excluded(subject: Subject, table: Table, held: Sequence[Cell]) -> bool:
    model = subject.model
    if GRADE not in table.inputs:
        return False
    nodes = upstream(
        model.nodes, [(UNIT_GRAIN, name) for name in (table.name, *table.inputs)], (UNIT_GRAIN, GRADE)
    )
    truth = cells(table, held, used=False).truth
    ask = partial(refuted_apart, subject.book, model, nodes, GRADE, truth)
    return subject.memory.remember((CHECK.code, table.name, tuple(held), nodes), ask) or _has_no_grade(
        subject, table, held
    )


def _has_no_grade(subject: Subject, table: Table, held: Sequence[Cell]) -> bool:
    """Whether the gap asks for a grade that these units never get, because they are not ranked."""
    cell_of = dict(zip(table.inputs, held, strict=True))
    group, grade = cell_of.get("类别"), cell_of[GRADE]
    ranking = subject.model.ranking
    if ranking is None or isinstance(grade, AnyValue) or not isinstance(group, Among):
        return False
    units = [unit for unit in subject.book.units if unit.category in group.values]
    return not any(is_ranked(unit, ranking.groups) for unit in units)


@frozen
class _Gap:
    """Where no row holds: a cell for each input, and one vector of values in it."""

    held: list[Cell]
    values: Sequence[Value | None]


def _told(subject: Subject, table: Table, gap: _Gap, answer: Found | Undecided) -> Diagnostic:
    clause, when = subject.clause(table.rows[-1].clause), _when(table, gap.held, subject.book.grades)
    result = GRADE if table.name == GRADE_BY_SCORE else table.name
    about = f"{result}，{when}"
    if isinstance(answer, Undecided) and answer.reason not in (NOT_CONFIRMED, BEYOND):
        return CHECK.undecided(f"有没有{when}却没有写“{result}”的单位", clause, answer.reason, about=about)
    # Facts that come to no grade have no result at all: then the values alone are shown.
    witness = vector_of(subject.model, table, gap.values)
    if isinstance(answer, Found):
        witness = witness_of(subject, answer.situation, answer.unit, _shown(subject, table.name))
    return CHECK.finding(f"{when}的，没有一条条款写到“{result}”", clause, about=about, witness=witness)


def _shown(subject: Subject, result: str) -> list[str]:
    """What tells most beside the facts: the total that has no grade, or the grade that has no result."""
    by_score = result == GRADE_BY_SCORE and subject.total is not None
    return [str(subject.total), GRADE] if by_score else [GRADE, result]


def _is_outside(subject: Subject, table: Table, values: Sequence[Value | None]) -> bool:
    """Whether a gap is about units that are not graded at all, or about facts that are not given."""
    for name, value in zip(table.inputs, values, strict=True):
        listed = subject.model.columns[UNIT_GRAIN, name].kind is Kind.LIST
        if (value is None and not listed and name != "序列") or (name == TAKING_PART and value is False):
            return True
    return False


def _when(table: Table, held: Sequence[Cell], grades: tuple[str, ...]) -> str:
    """The gap in words: 评为良的参照单位, 总分600以上不满700."""
    parts = []
    for name, cell in zip(table.inputs, held, strict=True):
        every_grade = name == GRADE and isinstance(cell, Among) and set(grades) <= set(cell.values)
        if isinstance(cell, AnyValue) or name == TAKING_PART or every_grade:
            continue
        shown = show_cell(cell)
        bare = name in GROUP_COLUMNS and isinstance(cell, Among)
        parts.append(shown if bare else f"评为{shown}" if name == GRADE else f"{name}{shown}")
    return "，".join(parts) or "任何单位"


CHECK = Check(
    "PE802",
    "没有着落",
    Severity.WARNING,
    what="有的单位符合不了一张表的任何一行：一段分数没有等次，一个等次没有写奖金或比例，一种级别的记录没有写几分。",
    why="评不出等次的单位，整个结果出不来；没有写到的奖金、比例和加分，单位问起来没有依据，也不能当作0。",
    remedy="补上漏掉的那一段或那一种；本来就不给的，写明（如“奖金总额＝0元”），或写一句知悉。",
    find=_find,
    every_reading=True,
)
