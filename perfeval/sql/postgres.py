"""The plan run by PostgreSQL: on facts that are sent there, or on tables that it already has."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from attrs import frozen

from perfeval.diagnostics.diagnostic import Checked, Diagnostic
from perfeval.evaluate.outcome import Outcome, Value
from perfeval.evaluate.run import run
from perfeval.rulebook.book import RuleBook
from perfeval.sql import errors
from perfeval.sql.checks import Check, fact_checks
from perfeval.sql.database import TooLargeError, run_in
from perfeval.sql.dialect import POSTGRES, Dialect
from perfeval.sql.loading import Loaded, Population
from perfeval.sql.lowering import Lowered, lower
from perfeval.sql.printer import Printer
from perfeval.sql.query import Result, row_queries, unit_query
from perfeval.sql.stored_facts import stored_population
from perfeval.tables.model import Model

if TYPE_CHECKING:
    import psycopg

# Populations whose findings are told in full; whoever has more mends these first.
_TOLD = 20
# A query of hundreds of columns is not worth compiling; and what is not known of the size of its parts
# must not end in comparing everything with everything.
_SETTINGS = ("SET LOCAL jit = off", "SET LOCAL enable_nestloop = off")


@frozen
class Written:
    """What was written: for each grain the table, and how many rows it has."""

    tables: tuple[tuple[str, str, int], ...]
    wrong: int


def run_postgres(
    book: RuleBook, model: Model, populations: Sequence[Population], address: str
) -> Checked[list[Checked[Outcome]]]:
    """Send facts to a database, evaluate them there, and fetch all columns and traces.

    address: as libpq takes it (``postgresql://user@host/name``). Nothing stays in the database.
    """
    lowered = lower(book, model)
    if lowered.value is None:
        return Checked(None, lowered.diagnostics)
    opened = connected(address)
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    with opened.value as connection:
        found = run_in(Postgres(connection), lowered.value, populations)
        connection.rollback()
    return Checked(found)


def run_in_place(
    book: RuleBook, model: Model, address: str, schema: str, prefix: str = "结果_"
) -> Checked[Written]:
    """Evaluate the tables of a schema and write the results, with their traces, into tables beside them.

    The tables are those of ``perfeval.sql.relations``; the results are ``prefix`` and the name of the
    grain, and take the place of older ones only when all has gone well. Findings about the facts, or
    about populations that the rules do not decide, are the value's diagnostics; nothing is written
    where facts are not in order.
    """
    lowered = lower(book, model)
    if lowered.value is None:
        return Checked(None, lowered.diagnostics)
    opened = connected(address)
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    import psycopg

    with opened.value as connection:
        database = Postgres(connection)
        try:
            return _in_place(database, lowered.value, schema, prefix)
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as why:
            connection.rollback()
            return Checked(None, (errors.table_missing(str(why).partition("\n")[0]),))
        except TooLargeError as why:
            connection.rollback()
            return Checked(None, (errors.number_too_large(str(why).partition("\n")[0]),))


def _in_place(database: Postgres, lowered: Lowered, schema: str, prefix: str) -> Checked[Written]:
    connection = database.connection
    quoted = Printer(POSTGRES).quoted
    connection.execute(f"SET LOCAL search_path TO {quoted(schema)}".encode())
    faults = _faults(database, fact_checks(lowered.book, POSTGRES))
    if faults:
        connection.rollback()
        return Checked(None, faults)
    results = database.queries(lowered)
    tables = [_write(database, result, prefix + result.grain) for result in results]
    units = quoted(tables[0][1])
    wrong = quoted(lowered.wrong)
    suspects = database.rows(
        f'SELECT DISTINCT "_population" FROM {units} WHERE {wrong} IS NOT NULL ORDER BY "_population"'  # noqa: S608
    )
    findings: list[Diagnostic] = []
    for (population,) in suspects[:_TOLD]:
        own, facts = stored_population(database, lowered.book, cast(int, population))
        findings.extend(run(own, lowered.model, facts).diagnostics)
    connection.commit()
    return Checked(Written(tuple(tables), len(suspects)), tuple(findings))


def _faults(database: Postgres, checks: Sequence[Check]) -> tuple[Diagnostic, ...]:
    found = []
    for check in checks:
        ((count,),) = database.rows(check.text)
        if count:
            found.append(errors.facts_not_in_order(check.what, cast(int, count), check.table))
    return tuple(found)


def _write(database: Postgres, result: Result, name: str) -> tuple[str, str, int]:
    """Put what a query gives in the place of a table."""
    quoted = Printer(POSTGRES).quoted(name)
    database.connection.execute(f"DROP TABLE IF EXISTS {quoted}".encode())
    database.settle()
    database.execute(f"CREATE TABLE {quoted} AS {result.text}")
    ((count,),) = database.rows(f"SELECT COUNT(*) FROM {quoted}")  # noqa: S608 - a quoted name
    return result.grain, name, cast(int, count)


def connected(address: str) -> Checked[psycopg.Connection[tuple[Value, ...]]]:
    """A connection that gives all numbers as whole numbers; or why there is none."""
    if find_spec("psycopg") is None:
        return Checked(None, (errors.package_missing("psycopg", "sql"),))
    import psycopg
    from psycopg.types.numeric import IntLoader

    try:
        connection: psycopg.Connection[tuple[Value, ...]] = psycopg.connect(address)
    except psycopg.OperationalError as why:
        return Checked(None, (errors.not_connected(str(why).strip().partition("\n")[0]),))
    # All numbers are whole, the wide ones too.
    connection.adapters.register_loader("numeric", IntLoader)
    return Checked(connection)


@frozen(eq=False)
class Postgres:
    """A connection to PostgreSQL, within one transaction."""

    connection: psycopg.Connection[tuple[Value, ...]]
    dialect: Dialect = POSTGRES

    def settle(self) -> None:
        """How this transaction is to plan."""
        for setting in _SETTINGS:
            self.connection.execute(setting.encode())

    def load(self, table: Loaded) -> None:
        """Make a table for the time of the connection, and send it row by row."""
        printer = Printer(POSTGRES)
        name = printer.quoted(table.given.name)
        self.settle()
        self.connection.execute(f"CREATE TEMP TABLE {name} ({printer.declared(table.given)})".encode())
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
            for row in zip(*table.columns, strict=True):
                copy.write_row(row)
        self.connection.execute(f"ANALYZE {name}".encode())

    def execute(self, text: str) -> None:
        """Run a statement. Raises TooLargeError."""
        import psycopg

        try:
            self.connection.execute(text.encode())
        except psycopg.errors.NumericValueOutOfRange as why:
            raise TooLargeError(str(why)) from why

    def queries(self, lowered: Lowered) -> Sequence[Result]:
        """The queries for units and rows."""
        return (unit_query(lowered, POSTGRES), *row_queries(lowered, POSTGRES))

    def rows(self, text: str) -> Sequence[tuple[Value, ...]]:
        """What a query gives. Raises TooLargeError."""
        import psycopg

        try:
            rows = self.connection.execute(text.encode()).fetchall()
        except psycopg.errors.NumericValueOutOfRange as why:
            raise TooLargeError(str(why)) from why
        return rows
