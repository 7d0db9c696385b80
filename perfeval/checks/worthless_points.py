"""PE807: points that reach a cap at once, so that all further ones are worth nothing."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.quantity.number import plain
from perfeval.rulebook.expressions import Literal
from perfeval.tables.cells import ANY, Cell, is_empty, meet, show_cell
from perfeval.tables.model import UNIT_GRAIN, CapStep, Gather, Gathering, Model, Row, Table


def _find(subject: Subject) -> Iterator[Diagnostic]:
    for node in subject.model.nodes:
        if isinstance(node, CapStep):
            gathers = _members(subject.model, node)
            limit, places, within = node.limit, node.places, _within(subject.model, node)
        elif isinstance(node, Gather) and node.limit is not None:
            gathers = [node]
            limit, places = node.limit, subject.model.columns[UNIT_GRAIN, node.name].places
            within = {}
        else:
            continue
        full = [
            (table, row)
            for gather in gathers
            for table, row in _rows_of(subject.model, gather)
            if _points(row, places) >= limit and _go_together(table, row, within)
        ]
        if full:
            yield _worthless(subject, node.clause, plain(limit, places), full)


def _members(model: Model, cap: CapStep) -> list[Gather]:
    """The sums that a cap limits."""
    names = cap.rows[2] if cap.rows is not None else cap.members
    found = [model.node(name) for name in names]
    return [node for node in found if isinstance(node, Gather)]


def _within(model: Model, cap: CapStep) -> dict[str, Cell]:
    """What a row has to be for a cap on rows, by column."""
    picks = model.node(cap.rows[1]) if cap.rows is not None else None
    if not isinstance(picks, Table) or not picks.rows:
        return {}
    return dict(zip(picks.inputs, picks.rows[0].cells, strict=True))


def _rows_of(model: Model, gather: Gather) -> Iterator[tuple[Table, Row]]:
    """The rows of the table that gives the points of a sum; where only one row counts, none is further."""
    for node in model.nodes if gather.how is Gathering.SUM else ():
        if isinstance(node, Table) and node.grain == gather.ledger and gather.source in node.outputs:
            yield from ((node, row) for row in node.rows)


def _points(row: Row, places: int) -> int:
    output = row.outputs[0]
    if not isinstance(output, Literal) or output.number.places > places:
        return 0
    return abs(output.number.scaled(places))


def _go_together(table: Table, row: Row, within: dict[str, Cell]) -> bool:
    cells = dict(zip(table.inputs, row.cells, strict=True))
    return not any(is_empty(meet(cells.get(name, ANY), cell)) for name, cell in within.items())


def _worthless(subject: Subject, name: str, limit: str, full: list[tuple[Table, Row]]) -> Diagnostic:
    table, row = full[0]
    when = "，".join(
        f"{column}{show_cell(cell)}"
        for column, cell in zip(table.inputs, row.cells, strict=True)
        if cell != ANY and not column.endswith("的年度")
    )
    output = row.outputs[0]
    assert isinstance(output, Literal)
    once = plain(abs(output.number.units), output.number.places)
    once_said = f"一次（{when}）" if when else "一次"
    message = f"【{row.clause}】{once_said}就是{once}分，到了【{name}】的上限{limit}分，以后的都不再算分"
    twice = plain(2 * abs(output.number.units), output.number.places)
    header = ("次数", "封顶前", "封顶后")
    rows = (("1次", f"{once}分", f"{limit}分"), ("2次", f"{twice}分", f"{limit}分"))
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
