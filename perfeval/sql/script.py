"""Queries and tables as files for people and programs: with a head that says what they are."""

from __future__ import annotations

from perfeval.sql.dialect import Dialect
from perfeval.sql.lowering import Lowered
from perfeval.sql.printer import Printer
from perfeval.sql.query import row_queries, unit_query
from perfeval.sql.relations import GivenColumn, relations
from perfeval.tables.places import UNIT_GRAIN


def computed_grains(lowered: Lowered, dialect: Dialect) -> tuple[str, ...]:
    """单位, and the ledgers of whose rows the model computes something."""
    return (UNIT_GRAIN, *(result.grain for result in row_queries(lowered, dialect)))


def query_script(lowered: Lowered, dialect: Dialect, grain: str, *, traces: bool = True) -> str:
    """The query for the units, or for the rows of a ledger. Raises StopIteration for another grain.

    traces: of units, also all that their results were made from; else only what the book lists.
    """
    wanted = None if traces or not lowered.book.results else lowered.book.results
    units = unit_query(lowered, dialect, wanted, traces=traces)
    results = (units, *row_queries(lowered, dialect))
    result = next(each for each in results if each.grain == grain)
    whose = "每个单位一行" if grain == UNIT_GRAIN else f"台账“{grain}”每条一行"
    head = [f"{lowered.book.title}（{dialect.name}，{whose}）"]
    head.extend(f"口径：{name}＝{option}" for name, option in lowered.model.readings.items())
    if grain == UNIT_GRAIN:
        head.append("“问题”不为空的群体，结果不算数；数都是整数，小数位数见 docs/sql.md。")
    return _remarks(head) + result.text


def table_script(lowered: Lowered, dialect: Dialect) -> str:
    """Statements that make the tables which the queries read, each column with what it holds."""
    printer = Printer(dialect)
    parts = [_remarks([f"{lowered.book.title}：要先建好的表"])]
    for table in relations(lowered.book):
        lines = [f"  {printer.quoted(each.name)} {dialect.types[each.type]}" for each in table.columns]
        remarks = [_remark(each) for each in table.columns]
        last = len(lines) - 1
        shown = [
            line + ("" if number == last else ",") + (f"  -- {remark}" if remark else "")
            for number, (line, remark) in enumerate(zip(lines, remarks, strict=True))
        ]
        parts.append("\n".join([f"CREATE TABLE {printer.quoted(table.name)} (", *shown, ");\n"]))
    return "\n".join(parts)


def _remark(column: GivenColumn) -> str:
    notes = [column.source] if column.source != column.name else []
    if column.places:
        notes.append(f"乘以10的{column.places}次方")
    return "；".join(notes)


def _remarks(lines: list[str]) -> str:
    return "".join(f"-- {' '.join(line.split())}\n" for line in lines)
