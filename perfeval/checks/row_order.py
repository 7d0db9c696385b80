"""PE819: a result that depends on the order in which the rows of a ledger stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from attrs import frozen

from perfeval.checks.check import Check, Subject
from perfeval.checks.rows_tried import ANY_TEXT, Tried, situation_of
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.evaluate.situations import judge
from perfeval.examples.actual import show_result
from perfeval.ledger.schema import ColumnType, Ledger
from perfeval.rulebook.examples import Situation
from perfeval.tables.flow import upstream
from perfeval.tables.model import CapStep, FormulaStep, Gather, Gathering, HighestRow, Model
from perfeval.tables.places import UNIT_GRAIN
from perfeval.verify.proof import Found, Undecided
from perfeval.verify.row_order import changed_by_order, order_decides, turned_over

# How many further rows are set beside two that are equal, so that caps come into play.
_BESIDE = (0, 1, 2, 4)


@frozen
class _Choice:
    """A step that takes one of several rows: of which ledger, by which columns of points, for what clause.

    step: its name. key: the column in which rows must be equal to be rivals; "" where all of a unit are.
    order: what decides between equal points, as in ``HighestRow``.
    """

    clause: str
    step: str
    ledger: str
    by: tuple[str, ...]
    key: str = ""
    order: tuple[tuple[str, str | None], ...] = ()


def _find(subject: Subject) -> Iterator[Diagnostic]:
    """Under every option: no choice of a reading is a reason for results that depend on the order."""
    known: list[tuple[str, str]] = []
    for each in (subject, *subject.others):
        choices = list(_choices(each.model))
        for ledger in subject.book.schema.ledgers:
            mine = [choice for choice in choices if choice.ledger == ledger.name]
            for found in _of_ledger(each, ledger, mine) if mine else ():
                if (found.clause, ledger.name) not in known:
                    known.append((found.clause, ledger.name))
                    yield found


def _of_ledger(subject: Subject, ledger: Ledger, choices: list[_Choice]) -> Iterator[Diagnostic]:
    """Rows put before the engine in both orders; where that shows nothing, the solver."""
    tried = Tried.of(subject.book, subject.model, ledger)
    for choice in choices:
        ends = _ends(subject, [choice])
        for situation in _equal_rows(tried, choice):
            changed = changed_by_order(subject.book, subject.model, situation, ledger.name, ends)
            if changed:
                yield _finding(subject, choice, situation, changed[0])
                return
    ends = _ends(subject, choices)
    answer = subject.memory.answer(
        ("order", ledger.name),
        subject.model,
        [(UNIT_GRAIN, name) for name in ends],
        lambda: order_decides(subject.book, subject.model, ledger.name, ends),
    )
    choice = choices[0]
    if isinstance(answer, Found):
        changed = changed_by_order(subject.book, subject.model, answer.situation, ledger.name, ends)
        yield _finding(subject, choice, answer.situation, changed[0])
    elif isinstance(answer, Undecided):
        what = f"【{choice.clause}】在几条“{ledger.name}”记录里取一条，先后次序会不会改变结果"
        yield CHECK.undecided(what, subject.clause(choice.clause), answer.reason, about=ledger.name)


def _choices(model: Model) -> Iterator[_Choice]:
    """The steps in which only one of several rows counts and something else depends on which."""
    capped = [
        name for node in model.nodes if isinstance(node, CapStep) and node.rows for name in node.rows[2]
    ]
    for node in model.nodes:
        if isinstance(node, HighestRow):
            yield _Choice(node.clause, node.name, node.ledger, node.by, node.key, node.order)
        elif isinstance(node, Gather) and node.how in (Gathering.MAX, Gathering.MIN) and node.name in capped:
            yield _Choice(node.clause, node.name, node.ledger, (node.source,))


def _ends(subject: Subject, choices: list[_Choice]) -> tuple[str, ...]:
    """The first numbers of a unit that rest on choices and are results, or what units are ranked by.

    What is computed from these alone is the same wherever they are.
    """
    results, found = subject.book.results, list[str]()
    for node in subject.model.nodes:
        if not isinstance(node, FormulaStep) or node.grain != UNIT_GRAIN:
            continue
        if results and node.name not in results and node.name != subject.total:
            continue
        below = upstream(subject.model.nodes, [(UNIT_GRAIN, node.name)])
        chosen = any(each.name == choice.step for each in below for choice in choices)
        if chosen and not any(each.name in found for each in below[:-1]):
            found.append(node.name)
    return tuple(found)


# ---------------------------------------------------------------- the question


def _equal_rows(tried: Tried, choice: _Choice) -> Iterator[Situation]:
    """Two rows that nothing tells apart in this choice, with more and more rows of one kind beside them."""
    giving = [number for number in tried.rows if _points(tried, number, choice)]
    for one, other in combinations(giving, 2):
        rows = [tried.cells(one), tried.cells(other)]
        if rows[0][0] != rows[1][0] or not _equal(tried, one, other, choice):
            continue
        beside = [tried.cells(number) for number in giving if tried.cells(number)[0] == rows[0][0]]
        for count in _BESIDE:
            for cells in beside if count else beside[:1]:
                more = [_renamed(tried.ledger, cells, number) for number in range(count)]
                yield situation_of(tried.ledger, [*rows, *more])


def _points(tried: Tried, number: int, choice: _Choice) -> int:
    """What a row gives, at the places of its widest column: only what is equal matters."""
    columns = tried.judged.outcome.model.columns
    places = max(columns[tried.ledger.name, name].places for name in choice.by)
    total = 0
    for name in choice.by:
        value = tried.value(number, name)
        if isinstance(value, int):
            total += value * int("1" + "0" * (places - columns[tried.ledger.name, name].places))
    return total


def _equal(tried: Tried, one: int, other: int, choice: _Choice) -> bool:
    if _points(tried, one, choice) != _points(tried, other, choice):
        return False
    for column, wish in choice.order:
        mine, yours = tried.value(one, column), tried.value(other, column)
        if (mine == wish) != (yours == wish) if wish is not None else mine != yours:
            return False
    return not choice.key or tried.value(one, choice.key) == tried.value(other, choice.key)


def _renamed(ledger: Ledger, cells: tuple[str, ...], number: int) -> tuple[str, ...]:
    """The row with other texts, so that it is about something else."""
    texts = [column.type is ColumnType.TEXT for column in ledger.columns]
    more = (f"{ANY_TEXT}{number + 2}" if text else cell for text, cell in zip(texts, cells[1:], strict=True))
    return (cells[0], *more)


# ---------------------------------------------------------------- what is said


def _finding(subject: Subject, choice: _Choice, situation: Situation, changed: str) -> Diagnostic:
    about, when = choice.ledger, ""
    if subject.reading is not None:
        reading, option = subject.reading
        about, when = f"{about}，{reading}={option}", f"口径“{reading}”取“{option}”时："
    if choice.key:
        rivals = f"同一“{choice.key}”的“{choice.ledger}”记录，加分相同时先计哪一条没有写全"
    else:
        rivals = f"几条“{choice.ledger}”记录只计一条，计哪一条没有写"
    return CHECK.finding(
        f"{when}{rivals}，谁在台账里排在前面就计谁，“{changed}”因此不同",
        subject.clause(choice.clause),
        about=about,
        witness=_witness(subject, choice.ledger, situation, changed),
    )


def _witness(subject: Subject, ledger: str, situation: Situation, changed: str) -> Witness:
    """The rows side by side, and the result in either order."""
    given = next(given for given in situation.rows if given.ledger == ledger)
    header = ("栏", *(f"第{number}行" for number in range(1, len(given.rows) + 1)))
    rows = [(name, *(row[place] for row in given.rows)) for place, name in enumerate(given.columns)]
    judged = judge(subject.book, subject.model, [situation, turned_over(situation, ledger)])
    for number, order in enumerate(("照这个次序", "倒过来排")):
        unit = judged.unit(number, situation.units[0])
        assert unit is not None
        shown = f"{changed}{show_result(judged.outcome, changed, unit)}"
        rows.append((order, shown, *([""] * (len(given.rows) - 1))))
    return Witness(header, tuple(rows))


CHECK = Check(
    code="PE819",
    title="次序有关",
    severity=Severity.WARNING,
    what="几条台账记录只计其中一条，而计哪一条没有写定；把记录换个次序，单位的得分就不同。",
    why="同样的事实，填表的先后不同，结果就不同；单位有理由不服。",
    remedy="把加分相同的先计哪一条写定（先计什么的，再计什么最早的），或者改写封顶的范围。",
    find=_find,
)
