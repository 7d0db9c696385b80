"""The plan run by DuckDB in memory: the same outcome as the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked
from perfeval.evaluate.outcome import Outcome, Value
from perfeval.ledger.facts import Facts
from perfeval.rulebook.book import RuleBook
from perfeval.sql import errors
from perfeval.sql.database import TooLargeError, run_in
from perfeval.sql.dialect import DUCKDB, Dialect
from perfeval.sql.loading import Loaded, Population
from perfeval.sql.lowering import Lowered, lower
from perfeval.sql.printer import Printer
from perfeval.sql.query import Result, staged
from perfeval.tables.model import Model

if TYPE_CHECKING:
    import duckdb


def run_duckdb(book: RuleBook, model: Model, facts: Facts) -> Checked[Outcome]:
    """Evaluate ``facts`` by ``model`` in DuckDB; equal to ``perfeval.evaluate.run.run`` in all it gives."""
    found = run_populations(book, model, [(book, facts)])
    return Checked(None, found.diagnostics) if found.value is None else found.value[0]


def run_populations(
    book: RuleBook, model: Model, populations: Sequence[Population]
) -> Checked[list[Checked[Outcome]]]:
    """Several populations in one query, each with the outcome that it has by itself."""
    lowered = lower(book, model)
    if lowered.value is None:
        return Checked(None, lowered.diagnostics)
    if find_spec("duckdb") is None:
        return Checked(None, (errors.package_missing("duckdb", "sql"),))
    import duckdb

    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        # What is divided by 0 is never a number beyond all others.
        connection.execute("SET ieee_floating_point_ops = false")
        return Checked(run_in(InMemory(connection), lowered.value, populations))


@frozen(eq=False)
class InMemory:
    """A connection to DuckDB."""

    connection: duckdb.DuckDBPyConnection
    dialect: Dialect = DUCKDB

    def load(self, table: Loaded) -> None:
        """Make a table for the time of the connection, and fill it column by column."""
        printer = Printer(DUCKDB)
        name = printer.quoted(table.given.name)
        self.connection.execute(f"CREATE TEMP TABLE {name} ({printer.declared(table.given)})")
        if table.size:
            types = [DUCKDB.types[column.type] for column in table.given.columns]
            lists = ", ".join(f"unnest(${number}::{kind}[])" for number, kind in enumerate(types, 1))
            self.connection.execute(f"INSERT INTO {name} SELECT {lists}", list(table.columns))

    def queries(self, lowered: Lowered) -> Sequence[Result]:
        """The queries for units and rows, of stages that are kept. Raises TooLargeError."""
        steps = staged(lowered, DUCKDB)
        for statement in steps.statements:
            self.execute(statement)
        return steps.results

    def rows(self, text: str) -> Sequence[tuple[Value, ...]]:
        """What a query gives. Raises TooLargeError."""
        return self.execute(text).fetchall()

    def execute(self, text: str) -> duckdb.DuckDBPyConnection:
        """Run a statement. Raises TooLargeError."""
        import duckdb

        try:
            return self.connection.execute(text)
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as why:
            raise TooLargeError(str(why)) from why
