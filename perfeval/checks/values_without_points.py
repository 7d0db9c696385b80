"""PE805: values of a ledger's column, alone or together, for which no clause gives or takes points."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.analysis.domains import domains_of
from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.ledger.schema import Ledger
from perfeval.tables.cells import ANY, Among, AnyValue, Cell, is_empty, meet, show_cell
from perfeval.tables.draft import RowDraft, make_table
from perfeval.tables.model import Gather, Gathering, HitPolicy, Model, Row, Table
from perfeval.verify.cover import find_gaps

_MOST = 3


def _find(subject: Subject) -> Iterator[Diagnostic]:
    for ledger in subject.book.schema.ledgers:
        tables = _scoring(subject.model, ledger.name)
        asked = [
            column.name
            for column in ledger.columns
            if column.values and any(column.name in table.inputs for table in tables)
        ]
        if asked:
            yield from _left_out(subject, ledger, tables, asked)


def _scoring(model: Model, ledger: str) -> list[Table]:
    """The tables that give points to rows of a ledger."""
    return _behind(model, ledger, (Gathering.SUM, Gathering.MAX, Gathering.MIN))


def _behind(model: Model, ledger: str, ways: tuple[Gathering, ...]) -> list[Table]:
    """The tables over the rows of a ledger whose values are gathered in these ways."""
    sources = [
        node.source
        for node in model.nodes
        if isinstance(node, Gather) and node.ledger == ledger and node.how in ways
    ]
    return [
        node
        for node in model.nodes
        if isinstance(node, Table) and node.grain == ledger and node.outputs[0] in sources
    ]


def _left_out(
    subject: Subject, ledger: Ledger, tables: list[Table], asked: list[str]
) -> Iterator[Diagnostic]:
    """All tables of the ledger taken together, and of their conditions only those on listed values.

    Rows that a condition on units names and that nobody scores (有市级表彰的) are of use too.
    """
    scored = [_listed(table, row, asked) for table in tables for row in table.rows]
    named_elsewhere = [
        cells
        for table in _behind(subject.model, ledger.name, (Gathering.COUNT,))
        for row in table.rows
        for cells in [_listed(table, row, asked)]
        # 市级以上 names 市级 beside what is scored: it may still have been left out there.
        if all(_are_apart(cells, others) for others in scored)
    ]
    clause = tables[0].rows[0].clause
    rows = [
        RowDraft(dict(zip(asked, cells, strict=True)), (None,), clause)
        for cells in (*scored, *named_elsewhere)
    ]
    together = make_table(ledger.name, ledger.name, ("分",), rows, HitPolicy.COLLECT)
    domains = domains_of(subject.book, subject.model, together)
    for box in find_gaps(together, domains).boxes[:_MOST]:
        named = [
            (name, cell)
            for name, cell in zip(together.inputs, box, strict=True)
            if isinstance(cell, Among) and len(cell.values) < len(domains[name].values)
        ]
        if named and not _is_the_other_of_two(ledger, named):
            yield _told(subject, ledger, tables, named)


def _listed(table: Table, row: Row, asked: list[str]) -> tuple[Cell, ...]:
    """What a row asks of these columns."""
    return tuple(_cell(table, row.cells, name) for name in asked)


def _are_apart(one: tuple[Cell, ...], other: tuple[Cell, ...]) -> bool:
    """Whether no row meets both."""
    return any(is_empty(meet(mine, yours)) for mine, yours in zip(one, other, strict=True))


def _is_the_other_of_two(ledger: Ledger, named: list[tuple[str, Among]]) -> bool:
    """Whether the values say no more than that nothing is to be scored: 不合格 is, 合格 is not."""
    column = ledger.column(named[0][0]) if len(named) == 1 else None
    return column is not None and len(column.values) == 2 and not column.ordered


def _cell(table: Table, cells: tuple[Cell, ...], name: str) -> Cell:
    return cells[table.inputs.index(name)] if name in table.inputs else ANY


def _told(
    subject: Subject, ledger: Ledger, tables: list[Table], named: list[tuple[str, Among]]
) -> Diagnostic:
    owner = _nearest(ledger, tables, dict(named))
    shown = "、".join(f"{name}为{show_cell(cell)}" for name, cell in named)
    message = f"台账“{ledger.name}”里{shown}的，没有一条条款计分"
    # Of one column the sentence says it all.
    values = tuple(str(cell.values[0]) for _, cell in named)
    witness = Witness(tuple(name for name, _ in named), (values,)) if len(named) > 1 else None
    about = f"{ledger.name}，{shown}"
    return CHECK.finding(message, subject.clause(owner), about=about, witness=witness)


def _nearest(ledger: Ledger, tables: list[Table], named: dict[str, Among]) -> str:
    """The clause that should have told: the first that asks, and scores the same but for a level.

    Where none does, the last that asks for these values.
    """
    asking = [table for table in tables if any(_asks(table, name) for name in named)]
    others = [column.name for column in ledger.columns if column.name in named and not column.ordered]
    for table in asking:
        for row in table.rows:
            if not any(is_empty(meet(_cell(table, row.cells, name), named[name])) for name in others):
                return row.clause
    return asking[-1].rows[-1].clause


def _asks(table: Table, name: str) -> bool:
    return name in table.inputs and any(
        not isinstance(row.cells[table.inputs.index(name)], AnyValue) for row in table.rows
    )


CHECK = Check(
    "PE805",
    "取值漏计",
    Severity.WARNING,
    what="台账里可以填的一种级别、对象或结果，计分的条款里没有一条写到。",
    why="填了这一种的记录，一分不加也一分不减，单位却以为算了分。",
    remedy="在计分的条款里补上这一种；本来就不计分的，从台账的取值里删去，或写一句知悉。",
    find=_find,
    every_reading=True,
)
