"""PE807: points that reach a cap at once, so that all further ones are worth nothing."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.ledger.schema import Ledger
from perfeval.quantity.number import MAX_PLACES, Number, plain
from perfeval.rulebook.book import RuleBook
from perfeval.rulebook.expressions import Literal, Negative, Product, Quantity, Steps
from perfeval.tables.cells import ANY, Cell, Range, is_empty, meet, show_cell
from perfeval.tables.model import CapStep, Gather, Gathering, Model, Row, Table
from perfeval.tables.places import UNIT_GRAIN


@frozen
class _Least:
    """The least that a row of a table gives.

    said: by what, as in “每前移1位就是…”; empty for a row that always gives the same. count: what once
    and twice are called.
    """

    points: Number
    said: str
    once: str = "1次"
    twice: str = "2次"


def _find(subject: Subject) -> Iterator[Diagnostic]:
    for node in subject.model.nodes:
        if isinstance(node, CapStep):
            gathers = _members(subject.model, node)
            limit, within = Number(node.limit, node.places), _within(subject.model, node)
        elif isinstance(node, Gather) and node.limit is not None:
            gathers = [node]
            limit = Number(node.limit, subject.model.columns[UNIT_GRAIN, node.name].places)
            within = {}
        else:
            continue
        full = [
            (table, row, least)
            for gather in gathers
            for table, row in _rows_of(subject.model, gather)
            for least in _least(subject.book, table, row)
            if _wide(least.points) >= _wide(limit) and _go_together(table, row, within)
        ]
        if full:
            yield _worthless(subject, node.clause, limit, *full[0])


def _members(model: Model, cap: CapStep) -> list[Gather]:
    """The sums that a cap limits."""
    found = [model.node(name) for name in cap.limited]
    return [node for node in found if isinstance(node, Gather)]


def _within(model: Model, cap: CapStep) -> dict[str, Cell]:
    """What a row has to be for a cap on rows, by column."""
    picks = model.node(cap.rows[1]) if cap.rows is not None else None
    if not isinstance(picks, Table) or not picks.rows:
        return {}
    return picks.asked(picks.rows[0])


def _rows_of(model: Model, gather: Gather) -> Iterator[tuple[Table, Row]]:
    """The rows of the table that gives the points of a sum; where only one row counts, none is further."""
    for node in model.nodes if gather.how is Gathering.SUM else ():
        if isinstance(node, Table) and node.grain == gather.ledger and gather.source in node.outputs:
            yield from ((node, row) for row in node.rows)


def _wide(number: Number) -> int:
    return number.scaled(2 * MAX_PLACES)


def _least(book: RuleBook, table: Table, row: Row) -> Iterator[_Least]:
    """The least that a row gives; nothing where that may be next to nothing."""
    output = row.outputs[0]
    # Deductions that grow with a column are written with a minus before it.
    grown = output.operand if isinstance(output, Negative) else output
    if isinstance(grown, Literal):
        yield _Least(Number(abs(grown.number.units), grown.number.places), _when(table, row))
    elif isinstance(grown, Product):
        steps, points = grown.factors
        if isinstance(steps, Steps | Quantity) and isinstance(points, Literal):
            size = steps.size if isinstance(steps, Steps) else 1
            yield _Least(points.number, f"前移{size}位", f"前移{size}位", f"前移{2 * size}位")
    elif isinstance(grown, Quantity):
        low = _lowest(book.schema.ledger(table.grain), table, row, grown.name)
        if low is not None and low.units > 0:
            yield _Least(low, f"{grown.name}最少的一次")


def _lowest(ledger: Ledger | None, table: Table, row: Row, name: str) -> Number | None:
    """The least number that may stand in a column of a row of this kind."""
    column = ledger.column(name) if ledger is not None else None
    if column is None:
        return None
    cell = table.asked(row).get(name, ANY)
    ends = [column.low] if column.low is not None else []
    if isinstance(cell, Range) and isinstance(cell.low, int):
        ends.append(Number(cell.low, cell.places))
    return max(ends, key=_wide, default=None)


def _go_together(table: Table, row: Row, within: dict[str, Cell]) -> bool:
    cells = table.asked(row)
    return not any(is_empty(meet(cells.get(name, ANY), cell)) for name, cell in within.items())


def _when(table: Table, row: Row) -> str:
    return "，".join(
        f"{column}{show_cell(cell)}"
        for column, cell in zip(table.inputs, row.cells, strict=True)
        if cell != ANY and not column.endswith("的年度")
    )


def _worthless(
    subject: Subject, name: str, limit: Number, table: Table, row: Row, least: _Least
) -> Diagnostic:
    once = plain(least.points.units, least.points.places)
    twice = plain(2 * least.points.units, least.points.places)
    if isinstance(row.outputs[0], Literal):
        said = f"一次（{least.said}）" if least.said else "一次"
    else:
        said = least.said
    message = f"【{row.clause}】{said}就是{once}分，到了【{name}】的上限{limit}分，以后的都不再算分"
    header = ("次数" if least.once == "1次" else "记录", "封顶前", "封顶后")
    rows = ((least.once, f"{once}分", f"{limit}分"), (least.twice, f"{twice}分", f"{limit}分"))
    return CHECK.finding(message, subject.clause(name), about=f"{limit}分", witness=Witness(header, rows))


CHECK = Check(
    "PE807",
    "再多无益",
    Severity.WARNING,
    what="一条记录的分就达到了上限，同类的记录再多，一分也不加（或不减）。",
    why="第二次国家级表彰一分不值；把每次的分再调高，也不会改变任何单位的结果。",
    remedy="提高上限，或降低每次的分；原文确是如此的，写一句知悉。",
    find=_find,
    every_reading=True,
    reading_answers=True,
)
