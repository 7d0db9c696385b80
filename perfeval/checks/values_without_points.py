"""PE805: values of a ledger's column, alone or together, for which no clause gives or takes points."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.analysis.domains import domains_of
from perfeval.checks.check import Check, Subject
from perfeval.diagnostics.diagnostic import Diagnostic, Severity, Witness
from perfeval.ledger.schema import Ledger
from perfeval.tables.cells import ANY, Among, AnyValue, Cell, is_empty, meet, show_cell
from perfeval.tables.draft import RowDraft, make_table
from perfeval.tables.model import Gather, Gathering, HitPolicy, Model, Table
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
    sources = [
        node.source
        for node in model.nodes
        if isinstance(node, Gather) and node.ledger == ledger and node.how is not Gathering.COUNT
    ]
    return [
        node
        for node in model.nodes
        if isinstance(node, Table) and node.grain == ledger and node.outputs[0] in sources
    ]


def _left_out(
    subject: Subject, ledger: Ledger, tables: list[Table], asked: list[str]
) -> Iterator[Diagnostic]:
    """All tables of the ledger taken together, and of their conditions only those on listed values."""
    rows = [
        RowDraft({name: _cell(table, cells, name) for name in asked}, (None,), row.clause)
        for table in tables
        for row in table.rows
        for cells in [row.cells]
    ]
    together = make_table(ledger.name, ledger.name, ("分",), rows, HitPolicy.COLLECT)
    domains = domains_of(subject.book, subject.model, together)
    for box in find_gaps(together, domains).boxes[:_MOST]:
        named = [
            (name, cell)
            for name, cell in zip(together.inputs, box, strict=True)
            if isinstance(cell, Among) and len(cell.values) < len(domains[name].values)
        ]
        if named:
            yield _told(subject, ledger, tables, named)


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
