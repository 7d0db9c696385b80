"""PE803: a row of a table, or all of a clause, that no unit can ever come to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from perfeval.analysis.domains import domains_of
from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity
from perfeval.rulebook.book import Clause
from perfeval.tables.cells import show_cell
from perfeval.tables.model import Row, Table
from perfeval.verify.cover import find_dead
from perfeval.verify.fired import fired_of
from perfeval.verify.proof import BEYOND, Answer, Impossible, Undecided
from perfeval.verify.solver import Answer as Said


def _find(subject: Subject) -> Iterator[Diagnostic]:
    dead: dict[str, list[tuple[Table, int, Impossible | Undecided]]] = {}
    rows: dict[str, int] = {}
    for table in subject.model.nodes:
        if not isinstance(table, Table):
            continue
        for number, row in enumerate(table.rows):
            rows[row.clause] = rows.get(row.clause, 0) + 1
            if not _has_fired(subject, table, number):
                answer = _fires(subject, table, number)
                if isinstance(answer, Impossible | Undecided):
                    dead.setdefault(row.clause, []).append((table, number, answer))
    for name, found in dead.items():
        yield from _of_clause(subject.clause(name), found, all_rows=len(found) == rows[name])


def _has_fired(subject: Subject, table: Table, row: int) -> bool:
    """Whether a row is used in a situation known by now: what was found for one row shows others too."""
    return any(row in rows for rows in fired_of(subject.judged.outcome, table))


def _fires(subject: Subject, table: Table, row: int) -> Answer:
    """Whether a row can ever be used: the rows of its table may tell already, else the whole model."""
    dead = find_dead(table, domains_of(subject.book, subject.model, table))
    if any(each.row == row and each.verdict is Said.YES for each in dead):
        return Impossible(())
    ends = [(table.grain, name) for name in table.outputs]
    # What could not be decided under the adopted readings is not asked again under each option.
    undecided = ("fires", table.grain, table.name, table.rows[row])
    if undecided in subject.memory.other and subject.reading is not None:
        return Undecided(BEYOND)
    ask = partial(_asked, subject, table, row)
    answer = subject.memory.answer(("fires", row), subject.model, ends, ask)
    if isinstance(answer, Undecided):
        subject.memory.other[undecided] = True
    return answer


def _asked(subject: Subject, table: Table, row: int) -> Answer:
    return subject.questions.can_fire(table, row)


def _of_clause(
    clause: Clause, found: list[tuple[Table, int, Impossible | Undecided]], *, all_rows: bool
) -> Iterator[Diagnostic]:
    proved = [(table, number) for table, number, answer in found if isinstance(answer, Impossible)]
    if all_rows and len(proved) == len(found):
        yield CHECK.finding(f"【{clause.name}】永远不起作用：没有一个单位会符合它的条件", clause)
        return
    for table, number, answer in found:
        row = table.rows[number]
        when = row.note or _when(table, row)
        said = f"【{clause.name}】里“{when}”的情形永远轮不到"
        if row.note:
            said = f"【{clause.name}】的“{row.note}”永远用不上"
        about = f"{table.name}，{when}"
        if isinstance(answer, Impossible):
            yield CHECK.finding(said, clause, about=about)
        else:
            yield CHECK.undecided(
                f"【{clause.name}】里“{when}”的情形轮不轮得到", clause, answer.reason, about=about
            )


def _when(table: Table, row: Row) -> str:
    """The conditions of a row in words."""
    cells = [(name, show_cell(cell)) for name, cell in zip(table.inputs, row.cells, strict=True)]
    return "，".join(name + shown for name, shown in cells if shown != "－") or "其余"


CHECK = Check(
    "PE803",
    "永不起作用",
    Severity.WARNING,
    what="一条条款、一种取消资格的情形、一个等次，或者决策表的一行，在台账允许的范围以内没有一个单位会用到。",
    why="写了等于没写：单位以为有这一条，其实前面的条款已经把它的情形全部占去，或者几个条件不可能同时成立。",
    remedy="核对条件里的数、等次和次序；确实用不到的，删去。",
    find=_find,
    every_reading=True,
)
