"""One population out of the tables of a database, as the evaluation takes it."""

from __future__ import annotations

from typing import cast

from attrs import evolve

from perfeval.ledger.facts import CellValue, Facts, Table
from perfeval.rulebook.book import RuleBook, Unit
from perfeval.sql.database import Database
from perfeval.sql.loading import Population
from perfeval.sql.plan import LINE, POPULATION, UNIT
from perfeval.sql.printer import Printer
from perfeval.sql.relations import GivenTable, relations


def stored_population(database: Database, book: RuleBook, population: int) -> Population:
    """The units and the facts of a population, by its number."""
    roster, *ledgers = relations(book)
    columns = _columns(database, roster, population, UNIT)
    named = zip(columns["单位"], columns["类别"], columns["序列"], strict=True)
    units = tuple(
        Unit(cast(str, name), cast(str, category), cast(str | None, series))
        for name, category, series in named
    )
    own = evolve(book, units=units)
    tables = {}
    for given in ledgers:
        ledger = book.schema.ledger(given.ledger)
        assert ledger is not None
        columns = _columns(database, given, population, LINE)
        lines = cast(tuple[int, ...], columns[LINE])
        about = ("",) * len(lines) if ledger.shared else cast(tuple[str, ...], columns["单位"])
        facts = {column.name: columns[given.column(column.name).name] for column in ledger.columns}
        tables[ledger.name] = Table(ledger.name, about, lines, facts)
    return own, Facts(tables)


def _columns(
    database: Database, given: GivenTable, population: int, order: str
) -> dict[str, tuple[CellValue | None, ...]]:
    """The columns of a table, of the rows of one population, in their order."""
    quoted = Printer(database.dialect).quoted
    listed = ", ".join(quoted(column.name) for column in given.columns)
    where = f"WHERE {quoted(POPULATION)} = {population} ORDER BY {quoted(order)}"
    rows = database.rows(f"SELECT {listed} FROM {quoted(given.name)} {where}")  # noqa: S608 - quoted names
    values = list(zip(*rows, strict=True)) if rows else [()] * len(given.columns)
    names = [column.name for column in given.columns]
    return {name: cast(tuple[CellValue | None, ...], each) for name, each in zip(names, values, strict=True)}
