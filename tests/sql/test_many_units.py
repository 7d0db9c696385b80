"""Two databases with the same many populations in their own tables: all columns and traces are the same."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from benchmarks.field import plan_facts
from perfeval.sql.dialect import DUCKDB, POSTGRES
from perfeval.sql.lowering import lower
from perfeval.sql.postgres import connected, run_in_place
from perfeval.sql.printer import Printer
from perfeval.sql.query import Result, row_queries, unit_query
from perfeval.sql.relations import GivenTable, relations
from tests.sql import books

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("psycopg")
NAME = "heshan-2013"
# Of 106 units each; 1,890 of them are 200,340 units.
POPULATIONS = int(os.environ.get("PERFEVAL_POPULATIONS", "100"))


def rows_of(given: GivenTable) -> Iterator[tuple[object, ...]]:
    """The rows of a given table in all populations."""
    if not given.ledger:
        for population in range(POPULATIONS):
            for number, unit in enumerate(books.book(NAME).units):
                yield population, number, unit.name, unit.category, unit.series
        return
    table = plan_facts.ledgers(0, POPULATIONS)[given.ledger]
    yield from zip(*(table.column(column.name).to_pylist() for column in given.columns), strict=True)


def test_the_same_in_both(address: str) -> None:
    book, model = books.book(NAME), books.model(NAME)
    lowered = lower(book, model).value
    opened = connected(address).value
    assert lowered is not None and opened is not None
    printer, memory = Printer(POSTGRES), duckdb.connect(":memory:", config={"threads": 1})
    with opened as connection:
        connection.execute("CREATE SCHEMA many")
        connection.execute("SET search_path TO many")
        for given in relations(book):
            name = printer.quoted(given.name)
            rows = list(rows_of(given))
            connection.execute(f"CREATE TABLE {name} ({printer.declared(given)})".encode())
            with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            connection.execute(f"ANALYZE {name}".encode())
            lists = ", ".join(
                f"unnest(${place}::{DUCKDB.types[column.type]}[]) AS {printer.quoted(column.name)}"
                for place, column in enumerate(given.columns, 1)
            )
            memory.execute(
                f"CREATE TABLE {name} AS SELECT {lists}", [list(each) for each in zip(*rows, strict=True)]
            )
    written = run_in_place(book, model, address, "many")
    assert written.value is not None and written.diagnostics == ()
    assert written.value.tables[0] == ("单位", "结果_单位", POPULATIONS * len(book.units))
    opened = connected(address).value
    assert opened is not None
    with opened as connection:
        connection.execute("SET search_path TO many")
        for result in (unit_query(lowered, DUCKDB), *row_queries(lowered, DUCKDB)):
            here = memory.execute(result.text).fetchall()
            there = connection.execute(_all_of(result).encode()).fetchall()
            assert here and here == there, result.grain


def _all_of(result: Result) -> str:
    quoted = Printer(POSTGRES).quoted
    listed = ", ".join(quoted(output.name) for output in result.outputs)
    order = ", ".join(quoted(output.name) for output in result.outputs[:2])
    return f"SELECT {listed} FROM {quoted('结果_' + result.grain)} ORDER BY {order}"
