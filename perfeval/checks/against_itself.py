"""PE808: a fact in a unit's favour that can lower its total or grade, or one against it that raises them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import permutations

from perfeval.checks.check import Check, Subject
from perfeval.checks.witness import contrast_of
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.ledger.schema import Ledger
from perfeval.quantity.number import plain
from perfeval.rulebook import conditions as c
from perfeval.rulebook import rules as r
from perfeval.rulebook.book import Clause
from perfeval.tables.cells import ANY, Cell, Range, is_empty, meet
from perfeval.tables.conditions import GRADE_BY_SCORE
from perfeval.tables.flow import between, upstream
from perfeval.tables.model import CapStep, Fixed, Gather, Gathering, HighestRow, Node, Row, Table
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.proof import Impossible, Undecided
from perfeval.verify.row_effect import RowChange, is_against, row_against


def _find(subject: Subject) -> Iterator[Diagnostic]:
    total = subject.total
    if total is not None:
        yield from _rows(subject, total)
        yield from _grades(subject, total)
    yield from _verdicts(subject)


# ---------------------------------------------------------------- rows of ledgers


def _rows(subject: Subject, total: str) -> Iterator[Diagnostic]:
    nodes = upstream(subject.model.nodes, [(UNIT_GRAIN, total)])
    for ledger in subject.book.schema.ledgers:
        for sign in (1, -1):
            owner = _owner(subject, nodes, ledger.name, sign)
            if owner is None:
                continue
            answer = _answer(subject, ledger, total, sign)
            verb = "加分的反而使" if sign > 0 else "减分的反而使"
            turn = "减少" if sign > 0 else "增加"
            said = f"台账“{ledger.name}”多一条{verb}“{total}”{turn}"
            asked = f"台账“{ledger.name}”多一条，会不会{verb}“{total}”{turn}"
            if isinstance(answer, RowChange):
                witness = contrast_of(
                    subject, answer.before, answer.after, answer.unit, [*_parts(nodes, ledger.name), total]
                )
                yield CHECK.finding(said, owner, about=ledger.name, witness=witness)
            elif not isinstance(answer, Impossible):
                yield CHECK.undecided(asked, owner, answer.reason, about=ledger.name)


def _answer(subject: Subject, ledger: Ledger, total: str, sign: int) -> RowChange | Impossible | Undecided:
    """What one row more does; the rows that did it under other readings are tried first."""
    book, model, memory = subject.book, subject.model, subject.memory
    known = memory.other.get((CHECK.code, ledger.name, sign))
    if isinstance(known, RowChange) and is_against(book, model, known, total, sign):
        return known
    way = between(model.nodes, ledger.name, (UNIT_GRAIN, total))
    ask = partial(row_against, book, model, ledger, total, sign)
    answer = memory.remember((CHECK.code, ledger.name, sign, way), ask)
    if isinstance(answer, RowChange):
        memory.other[CHECK.code, ledger.name, sign] = answer
    return answer


def _owner(subject: Subject, nodes: tuple[Node, ...], ledger: str, sign: int) -> Clause | None:
    """The clause to be told: what keeps one row of several, else the last that scores the ledger."""
    scoring = [
        node.clause
        for node in nodes
        if isinstance(node, Gather)
        and (node.ledger, node.sign) == (ledger, sign)
        and node.how is not Gathering.COUNT
    ]
    keeping = [node.clause for node in nodes if isinstance(node, HighestRow) and node.ledger == ledger]
    return subject.clause((keeping or scoring)[-1]) if scoring else None


def _parts(nodes: tuple[Node, ...], ledger: str) -> list[str]:
    """What the clauses give that score a ledger or cap what it gives."""
    found: list[str] = []
    for node in nodes:
        of_ledger = isinstance(node, Gather) and node.ledger == ledger
        caps = isinstance(node, CapStep) and any(name in found for name in node.limited)
        if of_ledger or caps:
            found.append(node.name)
    return found


# ---------------------------------------------------------------- grades by score


def _grades(subject: Subject, total: str) -> Iterator[Diagnostic]:
    """A higher score that is graded lower, all else being equal."""
    table = subject.model.node(GRADE_BY_SCORE)
    if not isinstance(table, Table) or total not in table.inputs:
        return
    place, order = table.inputs.index(total), subject.book.grades
    for better, worse in permutations(table.rows, 2):
        if order.index(_grade(better)) >= order.index(_grade(worse)):
            continue
        low, high = better.cells[place], worse.cells[place]
        together = [
            meet(one, other)
            for number, (one, other) in enumerate(zip(better.cells, worse.cells, strict=True))
            if number != place
        ]
        if any(map(is_empty, together)) or not _some_above(low, high):
            continue
        message = f"“{total}”高的反而可以评为{_grade(worse)}，低的却是{_grade(better)}"
        yield CHECK.finding(
            message,
            subject.clause(worse.clause),
            about=f"{_grade(better)}、{_grade(worse)}",
            witness=_ends(total, low, high, better, worse),
            remedy="核对两条分数线；“等次由高到低”的次序写反的，改次序。",
        )


# ---------------------------------------------------------------- grades given outright


def _verdicts(subject: Subject) -> Iterator[Diagnostic]:
    """Rows that give points and by themselves bring about the lowest grade, or take them and the highest."""
    order = subject.book.grades
    for clause in subject.book.clauses:
        chosen = subject.model.readings[clause.reading.name] if clause.reading is not None else None
        for rule in clause.rules_under(chosen):
            if not isinstance(rule, r.FoundToBe | r.GradeDirectly):
                continue
            for sign, grade, turn in ((1, order[-1], "加分"), (-1, order[0], "减分")):
                ledgers = [name for name in _asked_for(rule) if _signs(subject, name) == {sign}]
                for name in ledgers if rule.grade == grade else ():
                    said = f"台账“{name}”的记录是{turn}的，【{clause.name}】却凭它评为{grade}"
                    yield CHECK.finding(said, clause, about=f"{name}，{grade}")


def _asked_for(rule: r.FoundToBe | r.GradeDirectly) -> list[str]:
    """The ledgers whose rows alone meet the conditions, however few they are."""
    asked = [test for test in rule.tests if not isinstance(test, c.Belongs)]
    rows = [test.rows.ledger for test in asked if isinstance(test, c.HasRows) and test.wanted]
    return rows if len(rows) == len(asked) == 1 else []


def _signs(subject: Subject, ledger: str) -> set[int]:
    """Whether rows of a ledger add points, take them, or both."""
    return {
        node.sign
        for node in subject.model.nodes
        if isinstance(node, Gather) and node.ledger == ledger and node.how is not Gathering.COUNT
    }


def _grade(row: Row) -> str:
    output = row.outputs[0]
    assert isinstance(output, Fixed)
    return str(output.value)


def _some_above(low: Cell, high: Cell) -> bool:
    """Whether some value that ``high`` holds for lies above one that ``low`` holds for."""
    if ANY in (low, high):
        return True
    if not isinstance(low, Range) or not isinstance(high, Range) or is_empty(low) or is_empty(high):
        return False
    return low.low is None or high.high is None or _least(low) < _most(high)


def _least(cell: Range) -> int:
    assert isinstance(cell.low, int)
    return cell.low + (not cell.low_included)


def _most(cell: Range) -> int:
    assert isinstance(cell.high, int)
    return cell.high - (not cell.high_included)


def _ends(total: str, low: Cell, high: Cell, better: Row, worse: Row) -> Witness | None:
    """A score that gets the better grade, and a higher one that gets the worse."""
    if not isinstance(low, Range) or not isinstance(high, Range) or low.low is low.high is None:
        return None
    if high.high is not None:
        upper = _most(high)
        lower = _least(low) if low.low is not None else min(_most(low), upper - 1)
    else:
        lower = _least(low) if low.low is not None else _most(low)
        upper = max(lower + 1, _least(high) if high.low is not None else lower + 1)
    rows = ((plain(lower, low.places), _grade(better)), (plain(upper, high.places), _grade(worse)))
    return Witness((total, "等次"), rows)


CHECK = Check(
    "PE808",
    "适得其反",
    Severity.WARNING,
    what="对单位有利的一条记录，会使它的总分或等次下降；或者对它不利的一条记录，会使它上升。",
    why="单位多受一次表彰，分反而少了：多半是“只计最高的一次”吸收了上限以外的分，而留下的那一次又被封了顶。",
    remedy="改写取高或封顶的范围，让多一条有利的记录至少不减分；原文确是如此的，写一句知悉。",
    find=_find,
    every_reading=True,
    reading_answers=True,
)
