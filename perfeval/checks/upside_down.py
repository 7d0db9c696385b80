"""PE820: less for the higher: points that fall as the level rises, money that falls as the grade does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, permutations

from attrs import frozen

from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.quantity.number import MAX_DIGITS, MAX_PLACES, Number
from perfeval.rulebook.expressions import Expression, Literal, Negative, Product
from perfeval.tables.cells import Among, Cell, Range, show_cell
from perfeval.tables.conditions import GRADE
from perfeval.tables.model import Output, Row, Table
from perfeval.tables.phrases import output_words
from perfeval.tables.places import UNIT_GRAIN

# A scale that has so many steps one way has one way.
_MOSTLY = 2


@frozen
class _Given:
    """A row for one value of an ordered column: the value, and what it gives, apart from all else."""

    row: Row
    value: str
    amount: Number
    otherwise: tuple[object, ...]


def _find(subject: Subject) -> Iterator[Diagnostic]:
    for table in subject.model.nodes:
        if not isinstance(table, Table) or len(table.outputs) != 1:
            continue
        for column, order in _ordered(subject, table).items():
            yield from _turned(subject, table, column, order)
        yield from _against_the_rest(subject, table)


def _ordered(subject: Subject, table: Table) -> Mapping[str, Sequence[str]]:
    """The inputs whose values are declared from high to low, with the values."""
    ledger = subject.book.schema.ledger(table.grain)
    columns = {each.name: each.values for each in ledger.columns if each.ordered} if ledger else {}
    if table.grain == UNIT_GRAIN:
        columns[GRADE] = subject.book.grades
    return {name: values for name, values in columns.items() if name in table.inputs}


def _turned(subject: Subject, table: Table, column: str, order: Sequence[str]) -> Iterator[Diagnostic]:
    given = [each for row in table.rows for each in _given(table, row, column) if each.value in order]
    made = subject.model.columns.get((table.grain, table.outputs[0]))
    if made is not None and not made.unit and _is_an_index(given, order):
        return
    told: dict[str, None] = {}
    for higher, lower in permutations(given, 2):
        if order.index(higher.value) >= order.index(lower.value) or higher.otherwise != lower.otherwise:
            continue
        if _wide(higher.amount) < _wide(lower.amount) and lower.row.clause not in told:
            told[lower.row.clause] = None
            shown = [
                (each.value, output_words(each.row.outputs[0], table.grain, subject.model.columns))
                for each in (higher, lower)
            ]
            amounts = "、".join(name + amount for name, amount in shown)
            message = f"{higher.value}比{lower.value}高，{amounts}，低的反而多"
            witness = Witness((column, table.outputs[0]), tuple(shown))
            about = f"{table.name}，{higher.value}、{lower.value}"
            yield CHECK.finding(message, subject.clause(lower.row.clause), about=about, witness=witness)


def _is_an_index(given: Sequence[_Given], order: Sequence[str]) -> bool:
    """Whether mere numbers count the values through (一类1、二类2、三类3), which are no points."""
    counted = sorted(given, key=lambda each: order.index(each.value))
    return all(_wide(one.amount) < _wide(other.amount) for one, other in pairwise(counted))


def _against_the_rest(subject: Subject, table: Table) -> Iterator[Diagnostic]:
    """A scale of a number whose points rise with it but for one step (or fall but for one)."""
    if len(table.inputs) != 1:
        return
    steps = sorted(_steps(table), key=lambda step: (step[0] is not None, step[0] or 0))
    turns = [
        (lower, higher, (_wide(higher[1]) > _wide(lower[1])) - (_wide(higher[1]) < _wide(lower[1])))
        for lower, higher in pairwise(steps)
    ]
    rising = [turn for turn in turns if turn[2] > 0]
    falling = [turn for turn in turns if turn[2] < 0]
    few, many = sorted((rising, falling), key=len)
    if len(few) != 1 or len(many) < _MOSTLY:
        return
    lower, higher, turn = few[0]
    way, other = ("多", "少") if turn > 0 else ("少", "多")
    column, clause = table.inputs[0], subject.clause(higher[2].clause)
    shown = tuple(
        (show_cell(row.cells[0]), output_words(row.outputs[0], table.grain, subject.model.columns))
        for row in (lower[2], higher[2])
    )
    message = f"“{table.name}”别处都是{column}越高越{other}，从{shown[0][0]}到{shown[1][0]}却变{way}了"
    yield CHECK.finding(message, clause, about=table.name, witness=Witness((column, table.name), shown))


def _steps(table: Table) -> Iterator[tuple[int | None, Number, Row]]:
    """The rows of a scale with where they begin and what they give, written out."""
    for row in table.rows:
        cell, amount = row.cells[0], row.outputs[0]
        if not isinstance(cell, Range) or not isinstance(amount, Literal):
            continue
        if cell == Range(places=cell.places):
            continue  # all other numbers
        if cell.low is None or isinstance(cell.low, int):
            yield cell.low, amount.number, row


def _given(table: Table, row: Row, column: str) -> Iterator[_Given]:
    place = table.inputs.index(column)
    cell, amount = row.cells[place], _amount(row.outputs[0])
    if not isinstance(cell, Among) or amount is None:
        return
    number, factors = amount
    others: tuple[Cell, ...] = (*row.cells[:place], *row.cells[place + 1 :])
    for value in cell.values:
        yield _Given(row, str(value), number, (others, factors))


def _amount(output: Output) -> tuple[Number, tuple[Expression, ...]] | None:
    """The written number of an amount without its sign, and what it is multiplied by."""
    if isinstance(output, Literal):
        return Number(abs(output.number.units), output.number.places), ()
    if isinstance(output, Negative):
        return _amount(output.operand)
    if isinstance(output, Product):
        written = [each for each in output.factors if isinstance(each, Literal)]
        others = tuple(each for each in output.factors if not isinstance(each, Literal))
        return (written[0].number, others) if len(written) == 1 else None
    return None


def _wide(number: Number) -> int:
    return number.scaled(MAX_PLACES + MAX_DIGITS)


CHECK = Check(
    "PE820",
    "高低倒置",
    Severity.WARNING,
    what="级别或等次高的，得的分、奖金或比例反而比低的少；扣分的，级别高的反而扣得少。",
    why="多半是两个数写反了：优秀单位的奖金比达标单位少，国家级表彰的加分比市级少。",
    remedy="对照原文，把写反的数换过来；由高到低的次序写反的，改次序。",
    find=_find,
    every_reading=True,
)
